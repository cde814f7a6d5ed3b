/** Buttons, fields and notes of the widget's cards and views. */
import { css } from 'lit';

export const controls = css`
  .primary,
  .quiet {
    min-height: 40px;
    padding: 8px 18px;
    border-radius: 999px;
    font-size: 14.5px;
    font-weight: 600;
  }
  .primary {
    border: 0;
    background: var(--accent);
    color: var(--on-accent);
  }
  .quiet {
    border: 1px solid var(--strong-line);
    background: none;
  }
  .quiet:hover {
    background: var(--raised);
  }
  .danger {
    color: var(--bad);
    border-color: currentColor;
  }
  .primary[aria-disabled='true'] {
    background: var(--raised);
    color: var(--muted);
    cursor: default;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .box {
    display: grid;
    gap: 10px;
    padding: 14px;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--surface);
  }
  .box h3 {
    font-size: 15.5px;
    font-weight: 650;
    line-height: 1.3;
  }
  label,
  .label {
    display: grid;
    gap: 4px;
    font-size: 13.5px;
    font-weight: 550;
  }
  input:not([type='checkbox'], [type='radio']),
  textarea {
    width: 100%;
    min-width: 0;
    padding: 8px 12px;
    border: 1px solid var(--strong-line);
    border-radius: 10px;
    background: var(--surface);
    /* Smaller text makes phones zoom in. */
    font-size: 16px;
    font-weight: 400;
  }
  textarea {
    resize: vertical;
    min-height: 60px;
  }
  [aria-invalid='true'] {
    border-color: var(--bad) !important;
  }
  .problem {
    font-size: 13px;
    font-weight: 600;
    color: var(--bad);
  }
  .muted {
    font-size: 13.5px;
  }
`;
