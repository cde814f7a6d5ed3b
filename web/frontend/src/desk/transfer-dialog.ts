import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { fill, texts } from '../shared/texts';
import { controls } from './controls';
import { dialogStyles } from './dialog-styles';
import { sideStyles } from './side-styles';
import type { Colleague } from './types';

const t = texts.desk;

/** Asks to whom a conversation goes: `aisle-transfer` carries the agent's id, or null for the queue. */
@customElement('aisle-transfer-dialog')
export class AisleTransferDialog extends LitElement {
  static override styles = [theme, controls, sideStyles, dialogStyles];

  @property({ attribute: false }) team: readonly Colleague[] = [];
  /** Who has it now. */
  @property({ attribute: false }) owner: number | null = null;
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('select') private field!: HTMLSelectElement;

  show(): void {
    // Otherwise it may still be what was there for the conversation before.
    this.field.selectedIndex = 0;
    this.dialog.showModal();
    this.field.focus();
  }

  protected override render(): TemplateResult {
    const others = this.team.filter((one) => one.active && one.id !== this.owner);
    return html`<dialog aria-labelledby="title">
      <form @submit=${this.submit}>
        <h2 id="title">${t.transfer_title}</h2>
        <label for="to">${t.transfer_to}</label>
        <select id="to" name="to">
          ${this.owner === null ? '' : html`<option value="">${t.transfer_queue}</option>`}
          ${others.map((one) => html`<option value=${one.id}>${optionOf(one)}</option>`)}
        </select>
        <div class="buttons">
          <button type="button" class="plain" @click=${() => this.dialog.close()}>${t.cancel}</button>
          <button class="primary">${t.transfer}</button>
        </div>
      </form>
    </dialog>`;
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.dialog.close();
    const detail = this.field.value ? Number(this.field.value) : null;
    this.dispatchEvent(new CustomEvent('aisle-transfer', { detail }));
  }
}

function optionOf(one: Colleague): string {
  const state = one.present ? (one.away ? t.state_away : t.state_present) : t.state_gone;
  return fill(t.transfer_option, { name: one.name, state, count: one.conversations });
}
