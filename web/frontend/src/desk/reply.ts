/** Where the agent writes. Each conversation keeps its unsent text while the agent looks at others. */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/texts';
import { controls } from './controls';

const t = texts.desk;
const MOST_CHARACTERS = 2000;

interface Sending {
  conversation: string;
  text: string;
  send: (text: string) => Promise<boolean>;
}

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
        field-sizing: content;
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
  /** The text of a canned reply by its name. */
  @property({ attribute: false }) canned: (shortcut: string) => string | null = () => null;
  @state() private failed = false;
  @query('textarea') private field!: HTMLTextAreaElement;
  private readonly unsent = new Map<string, string>();
  private queue: Sending[] = [];

  focusField(): void {
    this.field.focus();
  }

  /** Adds a text to what is written, to be looked over before it is sent. */
  insert(text: string): void {
    const before = this.field.value.trimEnd();
    this.field.value = (before ? `${before}\n${text}` : text).slice(0, MOST_CHARACTERS);
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
        <button class="primary">${t.send}</button>
      </form>`;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Tab' && !event.shiftKey && this.expand()) {
      event.preventDefault();
      return;
    }
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void this.submit();
  }

  /** "/name" before the cursor becomes the canned reply of that name. */
  private expand(): boolean {
    const at = this.field.selectionStart;
    const match = /(?:^|\s)\/([\w-]+)$/.exec(this.field.value.slice(0, at));
    const text = match?.[1] ? this.canned(match[1].toLowerCase()) : null;
    if (!text || !match?.[1]) return false;
    this.field.setRangeText(text, at - match[1].length - 1, at, 'end');
    return true;
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    void this.submit();
  }

  private async submit(): Promise<void> {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = '';
    this.queue.push({ conversation: this.conversation, text, send: this.send });
    if (this.queue.length === 1) await this.work();
  }

  /** Sends one after the other, so that whoever writes fast loses no Enter and no order. */
  private async work(): Promise<void> {
    for (let next = this.queue[0]; next; next = this.queue[0]) {
      const sent = await next.send(next.text);
      if (sent) this.queue.shift();
      else this.putBack(next.conversation);
      if (next.conversation === this.conversation) this.failed = !sent;
    }
  }

  /** What could not be sent, and what was to follow it, goes back to where it was written. */
  private putBack(conversation: string): void {
    const texts = this.queue.filter((entry) => entry.conversation === conversation).map((entry) => entry.text);
    this.queue = this.queue.filter((entry) => entry.conversation !== conversation);
    const here = conversation === this.conversation;
    const written = here ? this.field.value : (this.unsent.get(conversation) ?? '');
    const all = [...texts, written].filter(Boolean).join('\n');
    if (here) this.field.value = all;
    else this.unsent.set(conversation, all);
  }
}
