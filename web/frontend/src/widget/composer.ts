/** Where the shopper writes: grows with the text, Enter sends, Shift+Enter begins a line. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { fill, texts } from '../shared/texts';
import { sendIcon } from './icons';

const t = texts.widget;
/** As much as the server takes in one message. */
const MOST_CHARACTERS = 2000;
/** From here on the characters left are counted down. */
const COUNT_FROM = 1800;
const LOWEST_PX = 38;
const HIGHEST_PX = 140;

@customElement('aisle-composer')
export class AisleComposer extends LitElement {
  static override styles = [
    theme,
    css`
      :host {
        display: block;
        padding: 8px 12px 4px;
      }
      form {
        display: flex;
        align-items: flex-end;
        gap: 6px;
        padding: 5px;
        border: 1px solid var(--strong-line);
        border-radius: 24px;
        background: var(--surface);
      }
      form:focus-within {
        border-color: var(--focus);
        outline: 1px solid var(--focus);
      }
      textarea {
        flex: 1;
        min-width: 0;
        resize: none;
        border: 0;
        outline: 0;
        background: none;
        padding: 7px 4px 7px 12px;
        height: 38px;
        line-height: 24px;
        /* Smaller text makes phones zoom in. */
        font-size: 16px;
      }
      textarea:focus-visible {
        outline: 0;
      }
      textarea::placeholder {
        color: var(--muted);
        opacity: 1;
      }
      button {
        flex: none;
        display: grid;
        place-items: center;
        width: 38px;
        height: 38px;
        border: 0;
        border-radius: 50%;
        background: var(--accent);
        color: var(--on-accent);
        transition: opacity 0.15s;
      }
      button[aria-disabled='true'] {
        background: var(--raised);
        color: var(--muted);
        cursor: default;
      }
      p {
        padding: 4px 12px 0;
        font-size: 12px;
        color: var(--muted);
        text-align: end;
      }
    `,
  ];

  @state() private text = '';
  @query('textarea') private field!: HTMLTextAreaElement;

  focusField(): void {
    this.field.focus({ preventScroll: true });
  }

  protected override render(): TemplateResult {
    const left = MOST_CHARACTERS - this.text.length;
    return html`<form @submit=${this.onSubmit}>
        <textarea
          rows="1"
          maxlength=${MOST_CHARACTERS}
          aria-label=${t.composer}
          placeholder=${t.placeholder}
          enterkeyhint="send"
          autocomplete="off"
          .value=${this.text}
          @input=${this.onInput}
          @keydown=${this.onKey}
        ></textarea>
        <button type="submit" aria-label=${t.send} aria-disabled=${!this.text.trim()}>${sendIcon}</button>
      </form>
      ${this.text.length > COUNT_FROM ? html`<p role="status">${fill(t.counter, { left })}</p>` : nothing}`;
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
    this.dispatchEvent(new Event('aisle-typing'));
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

  private submit(): void {
    const text = this.text.trim();
    if (!text) return;
    this.text = '';
    this.dispatchEvent(new CustomEvent('aisle-send', { detail: text }));
  }
}
