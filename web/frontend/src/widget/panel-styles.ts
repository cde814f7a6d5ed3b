import { css } from 'lit';

export const panelStyles = css`
  :host([hidden]) {
    display: none;
  }
  .panel {
    position: absolute;
    inset: auto 0 calc(var(--aisle-launcher, 60px) + 16px) auto;
    margin: 0;
    padding: 0;
    border: 0;
    max-width: none;
    max-height: none;
    color: inherit;
    width: min(var(--aisle-width, 420px), calc(100vw - 40px));
    height: min(var(--aisle-height, 720px), calc(100dvh - var(--aisle-inset-y, 20px) - var(--aisle-launcher, 60px) - 36px));
    background: var(--surface);
    border-radius: var(--corner);
    box-shadow: var(--shadow);
    overflow: hidden;
  }
  .panel[open] {
    display: flex;
    flex-direction: column;
    animation: rise 0.18s ease-out;
  }
  .panel::backdrop {
    background: none;
  }
  :host([side='left']) .panel {
    inset: auto auto calc(var(--aisle-launcher, 60px) + 16px) 0;
  }
  :host([bare]) .panel {
    bottom: 0;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }
  .top {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 12px 10px 12px 16px;
    border-bottom: 1px solid var(--line);
  }
  .mark {
    flex: none;
    display: grid;
    place-items: center;
    width: 38px;
    height: 38px;
    border-radius: 12px;
    background: var(--accent);
    color: var(--on-accent);
  }
  .mark[data-mode='agent'] {
    border-radius: 50%;
  }
  .titles {
    flex: 1;
    min-width: 0;
    margin-inline-start: 6px;
  }
  aisle-menu {
    margin-inline-start: 2px;
  }
  h2 {
    font-size: 16px;
    font-weight: 680;
    line-height: 1.25;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .titles p {
    font-size: 12.5px;
    line-height: 1.3;
    color: var(--muted);
  }
  .person {
    flex: none;
    min-height: 34px;
    padding: 4px 12px;
    border: 1px solid var(--strong-line);
    border-radius: 999px;
    background: none;
    font-size: 13px;
    font-weight: 600;
  }
  .person:hover:enabled,
  .icon:hover {
    background: var(--raised);
  }
  .person:disabled {
    color: var(--muted);
    border-color: var(--line);
  }
  .back svg:dir(rtl) {
    transform: scaleX(-1);
  }
  .titles:focus {
    outline: 0;
  }
  .icon {
    flex: none;
    display: grid;
    place-items: center;
    width: 36px;
    height: 36px;
    border: 0;
    border-radius: 50%;
    background: none;
    color: var(--muted);
  }
  .banner:not(:empty) {
    padding: 9px 16px;
    font-size: 13.5px;
  }
  .banner {
    background: var(--good-ground);
    color: var(--good);
  }
  .banner[data-mode='waiting'] {
    background: var(--busy-ground);
    color: var(--busy);
  }
  .banner strong {
    font-weight: 650;
  }
  .consent {
    display: grid;
    gap: 10px;
    font-size: 14px;
  }
  .flow {
    display: flex;
    flex-direction: column;
    gap: 10px;
    padding: 20px 16px 12px;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }
  .scroll:focus-visible {
    outline-offset: -3px;
  }
  .log {
    display: flex;
    flex-direction: column;
    gap: 10px;
  }
  .log:empty {
    display: none;
  }
  .welcome {
    display: grid;
    gap: 6px;
    margin-bottom: 6px;
  }
  .welcome h3 {
    font-size: 21px;
    font-weight: 700;
    letter-spacing: -0.01em;
    line-height: 1.2;
  }
  .welcome p {
    color: var(--muted);
    max-width: 46ch;
  }
  .welcome .choices {
    margin-top: 8px;
  }
  /* Cards run out under the edge: there are more to the side. */
  .products {
    margin-inline-end: -16px;
    padding-inline-end: 16px;
    scroll-padding-inline-end: 16px;
  }
  .typing {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .draft::after {
    content: '';
    display: inline-block;
    width: 2px;
    height: 1em;
    margin-inline-start: 2px;
    vertical-align: -2px;
    background: currentColor;
    animation: blink 1s steps(2) infinite;
  }
  @keyframes blink {
    50% {
      opacity: 0;
    }
  }
  /* Shown only when it takes long enough to be worth saying. */
  .late {
    animation: late 0.2s 0.9s backwards;
  }
  @keyframes late {
    from {
      opacity: 0;
    }
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font-weight: 600;
    text-decoration: underline;
  }
  .jump {
    position: absolute;
    inset: auto 0 132px;
    margin-inline: auto;
    width: max-content;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 6px 14px;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--surface);
    box-shadow: 0 6px 18px rgb(10 25 20 / 0.2);
    font-size: 13px;
    font-weight: 600;
  }
  .jump svg {
    width: 15px;
    height: 15px;
  }
  .strip p {
    padding: 6px 16px;
    font-size: 13px;
  }
  .strip [data-tone='busy'] {
    background: var(--busy-ground);
    color: var(--busy);
  }
  .strip [data-tone='bad'] {
    background: var(--bad-ground);
    color: var(--bad);
  }
  .fine {
    padding: 2px 20px 10px;
    font-size: 11.5px;
    line-height: 1.35;
    color: var(--muted);
    text-align: center;
  }
  @media (max-width: 480px) {
    .panel,
    :host([side='left']) .panel {
      position: fixed;
      inset: var(--aisle-top, 0) 0 auto;
      width: 100%;
      height: var(--aisle-visible, 100dvh);
      border-radius: 0;
    }
    .top {
      gap: 2px;
      padding-inline: 12px 6px;
    }
  }
  @media (max-width: 359px) {
    .mark {
      display: none;
    }
    .person {
      padding-inline: 9px;
      font-size: 12.5px;
    }
  }
`;
