import { css } from 'lit';

/** Buttons and fields of the desk. */
export const controls = css`
  input,
  textarea,
  select {
    width: 100%;
    padding: 9px 12px;
    border: 1px solid var(--strong-line);
    border-radius: 10px;
    background: var(--surface);
  }
  .primary,
  .plain,
  .quiet {
    min-height: 36px;
    padding: 6px 14px;
    border-radius: 10px;
    border: 1px solid transparent;
    font-weight: 600;
    font-size: 14px;
  }
  .primary {
    background: var(--accent);
    color: var(--on-accent);
  }
  .primary:disabled {
    background: var(--raised);
    color: var(--muted);
  }
  .plain {
    background: var(--surface);
    border-color: var(--strong-line);
  }
  .quiet {
    background: none;
    color: var(--muted);
    padding-inline: 10px;
  }
  .plain:hover,
  .quiet:hover {
    background: var(--raised);
  }
  kbd {
    display: inline-block;
    min-width: 20px;
    padding: 0 5px;
    border: 1px solid var(--line);
    border-radius: 5px;
    background: var(--raised);
    color: var(--muted);
    font: 600 12px/18px ui-monospace, monospace;
    text-align: center;
  }
  .primary kbd {
    background: none;
    color: inherit;
    border-color: currentColor;
  }
  .problem {
    padding: 8px 12px;
    border-radius: 10px;
    background: var(--bad-ground);
    color: var(--bad);
    font-size: 14px;
  }
`;
