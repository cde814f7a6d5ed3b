/** The button with three dots, and what is behind it. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { moreIcon } from './icons';

export interface Entry {
  label: string;
  run: () => void;
  /** Present where the entry is a switch. */
  on?: boolean;
}

@customElement('aisle-menu')
export class AisleMenu extends LitElement {
  static override styles = [
    theme,
    css`
      :host {
        position: relative;
        flex: none;
      }
      .opener {
        display: grid;
        place-items: center;
        width: 36px;
        height: 36px;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--muted);
      }
      .opener:hover,
      .opener[aria-expanded='true'] {
        background: var(--raised);
      }
      ul {
        position: absolute;
        inset: 42px 0 auto auto;
        z-index: 3;
        width: max-content;
        min-width: 220px;
        max-width: min(280px, 80vw);
        padding: 6px;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--surface);
        box-shadow: var(--shadow);
      }
      :host(:dir(rtl)) ul {
        inset: 42px auto auto 0;
      }
      li button {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 16px;
        width: 100%;
        min-height: 40px;
        padding: 8px 12px;
        border: 0;
        border-radius: 9px;
        background: none;
        font-size: 14.5px;
        text-align: start;
      }
      li button:hover {
        background: var(--raised);
      }
      .switch {
        flex: none;
        width: 34px;
        height: 20px;
        padding: 2px;
        border: 1px solid var(--strong-line);
        border-radius: 999px;
        background: var(--raised);
      }
      .switch::after {
        content: '';
        display: block;
        width: 14px;
        height: 14px;
        border-radius: 50%;
        background: var(--strong-line);
      }
      [aria-checked='true'] .switch {
        background: var(--accent);
        border-color: var(--accent);
      }
      [aria-checked='true'] .switch::after {
        margin-inline-start: 14px;
        background: var(--on-accent);
      }
    `,
  ];

  @property({ attribute: false }) entries: readonly Entry[] = [];
  @property() label = '';
  @state() private open = false;
  @query('.opener') private opener!: HTMLButtonElement;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('focusout', this.left);
  }

  protected override render(): TemplateResult {
    return html`<div @keydown=${this.onKey}>
      <button type="button" class="opener" aria-label=${this.label} aria-expanded=${this.open} @click=${() => (this.open = !this.open)}>
        ${moreIcon}
      </button>
      ${this.open ? html`<ul>${this.entries.map((entry) => this.entry(entry))}</ul>` : nothing}
    </div>`;
  }

  private entry(entry: Entry): TemplateResult {
    if (entry.on === undefined) {
      return html`<li><button type="button" @click=${() => this.choose(entry)}>${entry.label}</button></li>`;
    }
    return html`<li>
      <button type="button" role="switch" aria-checked=${entry.on} @click=${() => entry.run()}>
        ${entry.label}<span class="switch" aria-hidden="true"></span>
      </button>
    </li>`;
  }

  private choose(entry: Entry): void {
    this.open = false;
    this.opener.focus();
    entry.run();
  }

  private onKey(event: KeyboardEvent): void {
    if (!this.open) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      this.open = false;
      this.opener.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.move(event.key === 'ArrowDown' ? 1 : -1);
    }
  }

  private move(way: number): void {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLButtonElement>('li button')];
    const at = buttons.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLButtonElement);
    buttons[(at + way + buttons.length) % buttons.length]?.focus();
  }

  /** Focus or a press elsewhere closes it; moves within it do not come out of the shadow tree. */
  private readonly left = (): void => {
    this.open = false;
  };
}
