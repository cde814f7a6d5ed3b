import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/texts';
import { controls } from './controls';
import { dialogStyles } from './dialog-styles';

const t = texts.desk;

/** Asks whether a conversation is over: one key alone, typed beside the field by mistake, must not end it. */
@customElement('aisle-end-dialog')
export class AisleEndDialog extends LitElement {
  static override styles = [theme, controls, dialogStyles];

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('.plain') private safe!: HTMLButtonElement;

  show(): void {
    this.dialog.showModal();
    this.safe.focus();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" aria-describedby="hint">
      <h2 id="title">${t.end_title}</h2>
      <p id="hint" class="muted">${t.end_hint}</p>
      <div class="buttons">
        <button type="button" class="plain" @click=${() => this.dialog.close()}>${t.cancel}</button>
        <button type="button" class="primary" @click=${this.confirm}>${t.end_confirm}</button>
      </div>
    </dialog>`;
  }

  private confirm(): void {
    this.dialog.close();
    this.dispatchEvent(new Event('aisle-end'));
  }
}
