import { css } from 'lit';

/** The column of help beside a conversation, and the pages beside the inbox. */
export const sideStyles = css`
  :host {
    display: block;
    overflow-y: auto;
    background: var(--surface);
  }
  section {
    padding: 14px 18px;
    border-bottom: 1px solid var(--line);
  }
  h3 {
    font-size: 14px;
    margin-bottom: 8px;
  }
  section li {
    padding: 8px 0;
    overflow-wrap: anywhere;
    font-size: 14px;
  }
  section li + li {
    border-top: 1px solid var(--line);
  }
  .small {
    font-size: 12.5px;
    color: var(--muted);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    margin-top: 6px;
  }
  .row > input {
    flex: 1;
    min-width: 0;
    width: auto;
  }
  .asked {
    font-weight: 600;
  }
  blockquote {
    margin-top: 4px;
    padding-inline-start: 10px;
    border-inline-start: 3px solid var(--line);
    color: var(--muted);
    font-size: 13px;
  }
  details summary {
    min-height: 24px;
    padding-block: 3px;
    cursor: pointer;
    font-size: 13px;
  }
  form > label {
    display: block;
    margin-top: 8px;
  }
  form > .row,
  form > div > p {
    margin-block: 8px;
  }
  fieldset {
    margin: 8px 0 0;
    padding: 8px 10px;
    border: 1px solid var(--line);
    border-radius: 10px;
  }
  legend,
  label {
    font-size: 13px;
    font-weight: 600;
  }
  fieldset label {
    display: block;
    font-weight: 400;
    padding: 3px 0;
  }
  input[type='checkbox'] {
    width: auto;
    margin-inline-end: 6px;
  }
  select {
    width: 100%;
    padding: 7px 10px;
    border: 1px solid var(--strong-line);
    border-radius: 10px;
    background: var(--surface);
    color: inherit;
  }
  .status {
    padding: 1px 8px;
    border-radius: 9px;
    background: var(--raised);
    font-size: 12.5px;
    font-weight: 600;
  }
`;
