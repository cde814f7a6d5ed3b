import { css } from 'lit';

export const composerStyles = css`
  :host {
    display: block;
    padding: 8px 12px 4px;
  }
  form {
    display: flex;
    align-items: flex-end;
    gap: 2px;
    padding: 5px;
    border: 1px solid var(--strong-line);
    border-radius: 24px;
    background: var(--surface);
  }
  form:focus-within {
    border-color: var(--focus);
    outline: 1px solid var(--focus);
  }
  input {
    display: none;
  }
  textarea {
    flex: 1;
    min-width: 0;
    resize: none;
    border: 0;
    outline: 0;
    background: none;
    padding: 7px 4px;
    height: 38px;
    line-height: 24px;
    /* Smaller text makes phones zoom in. */
    font-size: 16px;
  }
  textarea:focus-visible {
    outline: 0;
  }
  textarea::placeholder {
    color: var(--muted);
    opacity: 1;
    white-space: nowrap;
  }
  button {
    flex: none;
    display: grid;
    place-items: center;
    width: 38px;
    height: 38px;
    border: 0;
    border-radius: 50%;
    background: var(--accent);
    color: var(--on-accent);
    transition: opacity 0.15s;
  }
  .attach {
    background: none;
    color: var(--muted);
  }
  .attach:hover {
    background: var(--raised);
  }
  button[aria-disabled='true'] {
    background: var(--raised);
    color: var(--muted);
    cursor: default;
  }
  p {
    padding: 4px 12px 0;
    font-size: 12px;
    color: var(--muted);
    text-align: end;
  }
`;
