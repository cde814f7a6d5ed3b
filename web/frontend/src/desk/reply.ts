/** Where the agent writes. Each conversation keeps its unsent text while the agent looks at others. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/texts';
import { controls } from './controls';

const t = texts.desk;
const MOST_CHARACTERS = 2000;

@customElement('aisle-reply')
export class AisleReply extends LitElement {
  static override styles = [
    theme,
    controls,
    css`
      form {
        display: flex;
        align-items: flex-end;
        gap: 10px;
        padding: 12px 24px 18px;
        border-top: 1px solid var(--line);
      }
      textarea {
        resize: vertical;
        min-height: 64px;
        max-height: 240px;
      }
      .problem {
        margin: 8px 24px;
      }
    `,
  ];

  @property() conversation = '';
  @property({ attribute: false }) send!: (text: string) => Promise<boolean>;
  @state() private failed = false;
  @state() private busy = false;
  @query('textarea') private field!: HTMLTextAreaElement;
  private readonly unsent = new Map<string, string>();

  focusField(): void {
    this.field.focus();
  }

  protected override updated(changed: PropertyValues): void {
    const before = changed.get('conversation') as string | undefined;
    if (before === undefined && !changed.has('conversation')) return;
    if (before) this.unsent.set(before, this.field.value);
    this.field.value = this.unsent.get(this.conversation) ?? '';
    this.failed = false;
  }

  protected override render(): TemplateResult {
    return html`<div role="alert">${this.failed ? html`<p class="problem">${t.send_failed}</p>` : nothing}</div>
      <form @submit=${this.onSubmit}>
        <textarea
          rows="2"
          maxlength=${MOST_CHARACTERS}
          aria-label=${t.reply}
          placeholder=${t.reply_placeholder}
          @keydown=${this.onKey}
          @input=${() => this.dispatchEvent(new Event('aisle-typing'))}
        ></textarea>
        <button class="primary" ?disabled=${this.busy}>${t.send}</button>
      </form>`;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void this.submit();
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    void this.submit();
  }

  private async submit(): Promise<void> {
    const text = this.field.value.trim();
    if (!text || this.busy) return;
    const { conversation } = this;
    this.busy = true;
    this.field.value = '';
    const sent = await this.send(text);
    this.busy = false;
    this.failed = !sent && conversation === this.conversation;
    if (sent) return;
    if (conversation === this.conversation) this.field.value = [text, this.field.value].filter(Boolean).join('\n');
    else this.unsent.set(conversation, text);
  }
}
