/** Colours, type and plain elements, for the widget and the desk alike. */
import { css } from 'lit';

/**
 * What the page may set stands in docs/widget.md. The accent is only ever a ground under `--aisle-on-accent`, never the
 * colour of text, so that any accent keeps the contrast. Whether it is light or dark is told by `color-scheme`, which
 * is inherited: by the system's choice unless an element further out says otherwise.
 */
export const theme = css`
  :host {
    --accent: var(--aisle-accent, #1c5a4c);
    --on-accent: var(--aisle-on-accent, #fff);
    --ink: var(--aisle-ink, light-dark(#16201d, #edf2f0));
    --muted: var(--aisle-muted, light-dark(#55615d, #a5b2ad));
    --surface: var(--aisle-surface, light-dark(#fff, #151b19));
    --raised: var(--aisle-raised, light-dark(#f2f5f3, #212926));
    --line: light-dark(#dbe2df, #313b37);
    --strong-line: light-dark(#7b8783, #7d8a85);
    --good: light-dark(#14683f, #86dcae);
    --good-ground: light-dark(#e3f4ea, #153324);
    --bad: light-dark(#a3262a, #ffb0b0);
    --bad-ground: light-dark(#fdeaea, #40191b);
    --busy: light-dark(#7a4a00, #f5cf8b);
    --busy-ground: light-dark(#fdf1dc, #3a2b10);
    --focus: light-dark(#1a56c4, #8db8ff);
    --shadow: 0 24px 64px -12px light-dark(rgb(10 25 20 / 0.32), rgb(0 0 0 / 0.7)),
      0 0 0 1px light-dark(rgb(10 25 20 / 0.06), #2c3532);
    --corner: var(--aisle-radius, 20px);
    font: 400 15px/1.45 var(--aisle-font, Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif);
    color: var(--ink);
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
  select,
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
