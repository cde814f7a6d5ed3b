import { css, type CSSResult } from 'lit';
import { controls } from './controls';

export const deskStyles: CSSResult[] = [
  controls,
  css`
    :host {
      display: flex;
      flex-direction: column;
      height: 100dvh;
      background: var(--surface);
    }
    header {
      display: flex;
      align-items: center;
      gap: 12px;
      padding: 10px 20px;
      border-bottom: 1px solid var(--line);
    }
    h1 {
      font-size: 17px;
      letter-spacing: -0.01em;
    }
    .live {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      margin-inline-end: auto;
      font-size: 13px;
      color: var(--muted);
    }
    .live::before {
      content: '';
      width: 8px;
      height: 8px;
      border-radius: 50%;
      background: var(--busy);
    }
    .live[data-live='true']::before {
      background: var(--good);
    }
    .who {
      font-weight: 600;
      font-size: 14px;
    }
    main {
      flex: 1;
      min-height: 0;
      display: grid;
      grid-template-columns: 340px 1fr;
    }
    header {
      flex-wrap: wrap;
    }
    header nav {
      display: flex;
      flex-wrap: wrap;
      gap: 2px;
    }
    header nav [aria-current='page'] {
      background: var(--raised);
      color: var(--ink);
    }
    .presence {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      font-size: 13px;
    }
    .presence input {
      width: auto;
      margin: 0;
    }
    main.single {
      grid-template-columns: 1fr;
    }
    main > * {
      min-width: 0;
      min-height: 0;
    }
    @media (max-width: 760px) {
      main {
        grid-template-columns: 1fr;
      }
      main[data-open='true'] aisle-queue,
      main[data-open='false'] aisle-conversation-view {
        display: none;
      }
      .who,
      .keys {
        display: none;
      }
      header {
        gap: 4px 12px;
        padding: 8px 12px;
      }
      header nav {
        order: 1;
        flex-basis: 100%;
        flex-wrap: nowrap;
        overflow-x: auto;
        scrollbar-width: none;
      }
      header nav button {
        flex: none;
        padding-inline: 10px;
      }
    }
  `,
];
