import { css } from 'lit';

export const dialogStyles = css`
  dialog {
    width: min(440px, calc(100vw - 32px));
    margin: auto;
    padding: 24px;
    border: 1px solid var(--line);
    border-radius: 16px;
    background: var(--surface);
    color: var(--ink);
    box-shadow: var(--shadow);
  }
  dialog::backdrop {
    background: rgb(8 16 13 / 0.5);
  }
  h2 {
    font-size: 18px;
    margin-bottom: 14px;
  }
  label {
    display: block;
    margin-bottom: 6px;
    font-size: 14px;
    font-weight: 600;
  }
  #hint {
    margin-top: 6px;
    font-size: 13px;
  }
  .buttons {
    display: flex;
    justify-content: flex-end;
    gap: 10px;
    margin-top: 20px;
  }
  .choices {
    display: grid;
    gap: 6px;
    max-height: 50vh;
    margin-top: 12px;
    overflow-y: auto;
  }
  .choices button {
    width: 100%;
    text-align: start;
    font-weight: 400;
  }
  dl {
    display: grid;
    gap: 8px;
  }
  dl > div {
    display: grid;
    grid-template-columns: 92px 1fr;
  }
`;
