import { css } from 'lit';

export const conversationStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 360px;
    background: var(--surface);
  }
  .talk {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  aside {
    min-height: 0;
    overflow-y: auto;
    border-inline-start: 1px solid var(--line);
  }
  .details {
    display: none;
  }
  @media (max-width: 1180px) {
    :host {
      display: flex;
      position: relative;
    }
    .talk {
      flex: 1;
    }
    .details {
      display: block;
    }
    aside {
      position: absolute;
      inset: 62px 0 0 auto;
      width: min(380px, 100%);
      background: var(--surface);
      box-shadow: var(--shadow);
    }
    aside > .details {
      margin: 10px 14px 0;
    }
    aside[data-open='false'] {
      display: none;
    }
  }
  .nothing {
    margin: auto;
    padding: 24px;
    text-align: center;
  }
  .nothing h2 {
    font-size: 18px;
    margin-bottom: 4px;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 12px 18px 12px 24px;
    border-bottom: 1px solid var(--line);
  }
  .bar button {
    padding-inline: 10px;
    font-size: 13.5px;
  }
  .back {
    display: none;
  }
  .title {
    flex: 1 1 130px;
    min-width: 0;
  }
  .title h2 {
    font-size: 17px;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  .title p {
    font-size: 13px;
  }
  .problem {
    margin: 10px 24px 0;
  }
  .summary {
    padding: 12px 24px;
    background: var(--raised);
    border-bottom: 1px solid var(--line);
    max-height: 30%;
    overflow-y: auto;
    flex: none;
  }
  .summary dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(180px, 1fr));
    gap: 8px 24px;
  }
  dt {
    font-size: 12px;
    font-weight: 600;
    color: var(--muted);
  }
  dd {
    font-size: 14px;
    overflow-wrap: anywhere;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    display: flex;
    flex-direction: column;
    gap: 10px;
    padding: 20px 24px;
    overflow-y: auto;
  }
  .scroll:focus-visible {
    outline-offset: -3px;
  }
  .closed {
    padding: 16px 24px 20px;
    border-top: 1px solid var(--line);
    color: var(--muted);
    text-align: center;
  }
  @media (max-width: 760px) {
    .back {
      display: block;
    }
    .bar {
      flex-wrap: wrap;
      padding-inline: 14px;
    }
  }
`;
