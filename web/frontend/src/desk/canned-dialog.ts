import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/texts';
import { controls } from './controls';
import { dialogStyles } from './dialog-styles';
import type { Canned } from './types';

const t = texts.desk;

/** Lets the agent pick a canned reply: `aisle-insert` carries its text. */
@customElement('aisle-canned-dialog')
export class AisleCannedDialog extends LitElement {
  static override styles = [theme, controls, dialogStyles];

  @property({ attribute: false }) canned: readonly Canned[] = [];
  @state() private filter = '';
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('input') private field!: HTMLInputElement;

  show(): void {
    this.filter = this.field.value = '';
    this.dialog.showModal();
    this.field.focus();
  }

  protected override render(): TemplateResult {
    const fitting = this.fitting();
    return html`<dialog aria-labelledby="title">
      <h2 id="title">${t.canned_pick}</h2>
      <form @submit=${this.submit}>
        <input aria-label=${t.canned_filter} placeholder=${t.canned_filter} @input=${() => (this.filter = this.field.value)} />
      </form>
      ${this.canned.length === 0 ? html`<p class="muted">${t.canned_none}</p>` : nothing}
      <ul class="choices">
        ${fitting.map(
          (one) => html`<li><button type="button" class="plain" @click=${() => this.pick(one)}>
            <strong>/${one.shortcut}</strong> ${one.text}
          </button></li>`,
        )}
      </ul>
      <div class="buttons"><button type="button" class="plain" @click=${() => this.dialog.close()}>${t.close}</button></div>
    </dialog>`;
  }

  private fitting(): Canned[] {
    const words = this.filter.toLowerCase();
    return this.canned.filter((one) => `${one.shortcut} ${one.text}`.toLowerCase().includes(words));
  }

  private submit(event: Event): void {
    event.preventDefault();
    const [first] = this.fitting();
    if (first) this.pick(first);
  }

  private pick(one: Canned): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent('aisle-insert', { detail: one.text, bubbles: true, composed: true }));
  }
}
