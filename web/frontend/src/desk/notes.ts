/** Notes for colleagues; a shopper never sees them. */
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { clock } from '../shared/format';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/texts';
import { controls } from './controls';
import { sideStyles } from './side-styles';
import type { Note } from './types';

const t = texts.desk;

@customElement('aisle-notes')
export class AisleNotes extends LitElement {
  static override styles = [theme, controls, sideStyles];

  @property({ attribute: false }) notes: readonly Note[] = [];
  @property({ attribute: false }) add!: (text: string) => Promise<boolean>;
  @query('textarea') private field!: HTMLTextAreaElement;

  focusField(): void {
    this.field.focus();
    this.field.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    return html`<section aria-labelledby="title">
      <h3 id="title">${t.notes} <kbd aria-hidden="true">n</kbd></h3>
      <ul aria-live="polite">
        ${this.notes.map(
          (note) => html`<li><p class="small">${note.agent.name}, ${clock(note.at)}</p><p class="note">${note.text}</p></li>`,
        )}
      </ul>
      <form @submit=${this.submit}>
        <textarea rows="2" maxlength="1000" aria-label=${t.note} aria-describedby="hint" @keydown=${this.onKey}></textarea>
        <p id="hint" class="small">${t.note_hint}</p>
        <div class="row"><button class="plain">${t.note_add}</button></div>
      </form>
    </section>`;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.field.value.trim();
    if (text) void this.send(text);
  }

  private async send(text: string): Promise<void> {
    this.field.value = '';
    if (!(await this.add(text))) this.field.value = text;
  }
}
