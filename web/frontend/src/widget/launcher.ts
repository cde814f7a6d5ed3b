/** The launcher button, built without a framework: it is on every page. */
import type { LauncherKind } from './config';

/** The page may set the custom properties of `aisle-chat`; what each does stands in docs/widget.md. */
export const LAUNCHER_CSS = `
:host{all:initial;--x:var(--aisle-inset-x,20px);--y:var(--aisle-inset-y,20px);--s:0 8px 24px rgb(10 25 20/.28);position:fixed;inset:auto var(--x) var(--y) auto;z-index:var(--aisle-z,2147483000);color-scheme:light dark}
:host([side=left]){inset:auto auto var(--y) var(--x)}
:host([theme=light]){color-scheme:light}
:host([theme=dark]){color-scheme:dark}
button{all:unset;box-sizing:border-box;position:relative;display:grid;place-items:center;width:var(--aisle-launcher,60px);height:var(--aisle-launcher,60px);border-radius:99px;cursor:pointer;background:var(--aisle-accent,#1c5a4c);color:var(--aisle-on-accent,#fff);box-shadow:var(--s),0 0 0 1px rgb(255 255 255/.18);transition:transform .15s}
button:hover{transform:translateY(-2px)}
button:focus-visible{outline:3px solid #1a56c4;outline-offset:3px;box-shadow:0 0 0 3px #fff}
svg{width:28px;height:28px;grid-area:1/1;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;transition:opacity .15s,transform .15s}
svg+svg,[data-open] svg:first-of-type{opacity:0;transform:rotate(-45deg)}
[data-open] svg+svg{opacity:1;transform:none}
[data-busy] svg{animation:p 1s infinite alternate}
b{font:600 15px/1 var(--aisle-font,system-ui,sans-serif)}
[data-kind=label]:not([data-open]){display:flex;gap:10px;width:auto;height:52px;padding:0 22px 0 18px}
[data-kind=label]:not([data-open]) svg{width:24px;height:24px}
[data-kind=label]:not([data-open]) svg+svg,[data-open] b,[data-kind=none]{display:none}
span{position:absolute;inset:-4px -4px auto auto;min-width:22px;height:22px;box-sizing:border-box;padding:0 6px;border-radius:11px;background:#b3261e;color:#fff;font:600 12px/22px system-ui,sans-serif;text-align:center}
[hidden],p:empty{display:none}
p{position:absolute;inset:auto 0 72px auto;width:240px;box-sizing:border-box;margin:0;padding:12px 14px;border-radius:12px;background:#fff;color:#16201d;font:14px/1.4 system-ui,sans-serif;box-shadow:var(--s)}
:host([side=left]) p{inset:auto auto 72px 0}
@keyframes p{to{opacity:.35}}
@media (max-width:480px){:host{--x:16px;--y:var(--aisle-inset-y,16px)}[data-open]{display:none}}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
@media print{:host{display:none}}
`;

const SVG = 'http://www.w3.org/2000/svg';
const BUBBLE = 'M12 3.5c-5 0-9 3.4-9 7.7 0 2.4 1.3 4.5 3.3 5.9-.1 1.1-.6 2.3-1.5 3.3 1.9-.1 3.6-.8 4.9-1.8.7.2 1.5.2 2.3.2 5 0 9-3.4 9-7.6S17 3.5 12 3.5Z';
const CHEVRON = 'm6 9.5 6 6 6-6';

export interface LauncherParts {
  button: HTMLButtonElement;
  badge: HTMLSpanElement;
  /** Says why nothing opened. */
  note: HTMLElement;
}

/** `label` is read out, and shown where the kind says so. */
export function launcherElements(kind: LauncherKind, label: string): LauncherParts {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset['kind'] = kind;
  button.setAttribute('aria-label', label);
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-haspopup', 'dialog');
  const badge = document.createElement('span');
  badge.hidden = true;
  badge.ariaHidden = 'true';
  const note = document.createElement('p');
  note.setAttribute('role', 'status');
  button.append(icon(BUBBLE), icon(CHEVRON));
  if (kind === 'label') {
    const shown = document.createElement('b');
    shown.textContent = label;
    button.append(shown);
  }
  button.append(badge);
  return { button, badge, note };
}

function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const shape = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.ariaHidden = 'true';
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}
