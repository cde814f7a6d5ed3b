import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/texts';
import { controls } from './controls';
import { dialogStyles } from './dialog-styles';

const t = texts.desk;
const MOST_CHARACTERS = 1000;

/** Asks for the note that goes to the assistant with the conversation. */
@customElement('aisle-return-dialog')
export class AisleReturnDialog extends LitElement {
  static override styles = [theme, controls, dialogStyles];

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('textarea') private field!: HTMLTextAreaElement;

  show(): void {
    this.field.value = '';
    this.dialog.showModal();
    this.field.focus();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title">
      <form @submit=${this.submit}>
        <h2 id="title">${t.return_title}</h2>
        <label for="note">${t.return_note}</label>
        <textarea id="note" rows="3" maxlength=${MOST_CHARACTERS} aria-describedby="hint" @keydown=${this.onKey}></textarea>
        <p id="hint" class="muted">${t.return_note_hint}</p>
        <div class="buttons">
          <button type="button" class="plain" @click=${() => this.dialog.close()}>${t.cancel}</button>
          <button class="primary">${t.return}</button>
        </div>
      </form>
    </dialog>`;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.dialog.close();
    this.dispatchEvent(new CustomEvent('aisle-return', { detail: this.field.value }));
  }
}
