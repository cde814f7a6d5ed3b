/** Where the shopper writes: grows with the text, Enter sends, Shift+Enter begins a line; takes photos too. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { fill, texts } from '../shared/widget-texts';
import { composerStyles } from './composer-styles';
import { attachIcon, sendIcon } from './icons';

const t = texts.widget;
/** As much as the server takes in one message, unless it says otherwise. */
const MOST_CHARACTERS = 2000;
/** With fewer left than this they are counted down. */
const COUNT_FROM = 200;
const LOWEST_PX = 38;
const HIGHEST_PX = 140;

@customElement('aisle-composer')
export class AisleComposer extends LitElement {
  static override styles = [theme, composerStyles];

  @property({ type: Number }) most = MOST_CHARACTERS;
  /** What may be attached, as an `accept` attribute has it. */
  @property() accept = '';
  @state() private text = '';
  @query('textarea') private field!: HTMLTextAreaElement;
  @query('input') private picker!: HTMLInputElement;

  focusField(): void {
    this.field?.focus({ preventScroll: true });
  }

  /** Puts a text in, to be sent or changed; what the shopper has begun stays. */
  propose(text: string): void {
    if (!this.text.trim()) this.text = text.slice(0, this.most);
  }

  protected override render(): TemplateResult {
    const left = this.most - this.text.length;
    return html`<form @submit=${this.onSubmit}>
        <input type="file" tabindex="-1" aria-hidden="true" accept=${this.accept} multiple @change=${this.onPick} />
        <button type="button" class="attach" aria-label=${t.attach} title=${t.attach} @click=${() => this.picker.click()}>
          ${attachIcon}
        </button>
        <textarea
          rows="1"
          dir="auto"
          maxlength=${this.most}
          aria-label=${t.composer}
          placeholder=${t.placeholder}
          enterkeyhint="send"
          autocomplete="off"
          .value=${this.text}
          @input=${this.onInput}
          @keydown=${this.onKey}
          @paste=${this.onPaste}
        ></textarea>
        <button type="submit" aria-label=${t.send} aria-disabled=${!this.text.trim()}>${sendIcon}</button>
      </form>
      ${left < COUNT_FROM ? html`<p role="status">${fill(t.counter, { left })}</p>` : nothing}`;
  }

  protected override updated(): void {
    this.field.style.height = '';
    // Zero while the panel is hidden.
    const height = Math.max(LOWEST_PX, Math.min(HIGHEST_PX, this.field.scrollHeight));
    this.field.style.height = `${height}px`;
    this.field.style.overflowY = this.field.scrollHeight > HIGHEST_PX ? 'auto' : 'hidden';
  }

  private onInput(): void {
    this.text = this.field.value;
    this.dispatchEvent(new CustomEvent('aisle-typing', { detail: this.text }));
  }

  private onKey(event: KeyboardEvent): void {
    // Enter also ends the composing of a Chinese or Japanese word; that one is not for us.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    this.submit();
    this.focusField();
  }

  private onPick(): void {
    this.attach(this.picker.files);
    this.picker.value = '';
    this.focusField();
  }

  private onPaste(event: ClipboardEvent): void {
    const files = event.clipboardData?.files;
    if (!files?.length) return;
    event.preventDefault();
    this.attach(files);
  }

  private attach(files: FileList | null): void {
    if (files?.length) this.dispatchEvent(new CustomEvent('aisle-files', { detail: [...files] }));
  }

  private submit(): void {
    const text = this.text.trim();
    if (!text) return;
    this.text = '';
    this.dispatchEvent(new CustomEvent('aisle-typing', { detail: '' }));
    this.dispatchEvent(new CustomEvent('aisle-send', { detail: text }));
  }
}
