import { css } from 'lit';

/** The pages beside the inbox: Questions, Numbers, Team. */
export const pageStyles = css`
  :host {
    display: block;
    padding: 24px 28px 48px;
    overflow-y: auto;
  }
  .page {
    max-width: 1080px;
    margin: 0 auto;
  }
  h2 {
    font-size: 20px;
    letter-spacing: -0.01em;
  }
  h3 {
    margin: 28px 0 10px;
    font-size: 16px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 12px;
    margin-bottom: 16px;
  }
  .head h2 {
    margin-inline-end: auto;
  }
  .tabs {
    display: inline-flex;
    gap: 4px;
  }
  .tabs [aria-pressed='true'] {
    background: var(--raised);
    border-color: var(--strong-line);
    color: var(--ink);
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(max(150px, 18%), 1fr));
    gap: 12px;
    margin-bottom: 20px;
  }
  .figures > div {
    padding: 14px 16px;
    border: 1px solid var(--line);
    border-radius: 14px;
  }
  .figures dt {
    font-size: 13px;
    color: var(--muted);
  }
  .figures dd {
    font-size: 24px;
    font-weight: 650;
    letter-spacing: -0.02em;
    font-variant-numeric: tabular-nums;
  }
  .figures .small {
    display: block;
    line-height: 1.35;
    font-size: 12.5px;
    font-weight: 400;
    letter-spacing: 0;
    color: var(--muted);
  }
  .plots {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr));
    gap: 14px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 14px;
  }
  th,
  td {
    padding: 7px 10px;
    border-bottom: 1px solid var(--line);
    text-align: start;
    vertical-align: middle;
    overflow-wrap: break-word;
  }
  th {
    font-weight: 600;
  }
  tbody th {
    max-width: 260px;
  }
  td select {
    width: auto;
  }
  .list > li {
    padding: 16px 0;
    border-top: 1px solid var(--line);
  }
  .list strong {
    overflow-wrap: anywhere;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: end;
    margin-top: 8px;
  }
  .row label {
    flex: 1;
    min-width: 160px;
  }
  label {
    font-size: 13px;
    font-weight: 600;
  }
  .small {
    font-size: 12.5px;
    color: var(--muted);
  }
  .scroller {
    overflow-x: auto;
  }
  summary {
    min-height: 24px;
    padding-block: 3px;
    cursor: pointer;
    font-size: 13px;
  }
`;
