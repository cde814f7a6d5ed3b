/** Colours, type and plain elements, for the widget and the desk alike. */
import { css } from 'lit';

/**
 * The page may set `--aisle-accent`, `--aisle-on-accent` and `--aisle-font`. The accent is only ever a ground
 * under `--aisle-on-accent`, never the colour of text, so that any accent keeps the contrast.
 */
export const theme = css`
  :host {
    --accent: var(--aisle-accent, #1c5a4c);
    --on-accent: var(--aisle-on-accent, #fff);
    --ink: #16201d;
    --muted: #55615d;
    --surface: #fff;
    --raised: #f2f5f3;
    --line: #dbe2df;
    --strong-line: #7b8783;
    --good: #14683f;
    --good-ground: #e3f4ea;
    --bad: #a3262a;
    --bad-ground: #fdeaea;
    --busy: #7a4a00;
    --busy-ground: #fdf1dc;
    --focus: #1a56c4;
    --shadow: 0 24px 64px -12px rgb(10 25 20 / 0.32), 0 4px 16px rgb(10 25 20 / 0.1);
    font: 400 15px/1.45 var(--aisle-font, Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif);
    color: var(--ink);
    color-scheme: light dark;
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --ink: #edf2f0;
      --muted: #a5b2ad;
      --surface: #151b19;
      --raised: #212926;
      --line: #313b37;
      --strong-line: #7d8a85;
      --good: #86dcae;
      --good-ground: #153324;
      --bad: #ffb0b0;
      --bad-ground: #40191b;
      --busy: #f5cf8b;
      --busy-ground: #3a2b10;
      --focus: #8db8ff;
      --shadow: 0 24px 64px -12px rgb(0 0 0 / 0.7), 0 0 0 1px #2c3532;
    }
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  blockquote {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  button,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
  }
  a {
    color: inherit;
    text-underline-offset: 2px;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  .muted {
    color: var(--muted);
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.001ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0.001ms !important;
      scroll-behavior: auto !important;
    }
  }
`;
