/** Replies the documents support, each with its sources, for the agent to check and send. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { citationList } from '../shared/parts/citations';
import { messageStyles } from '../shared/parts/styles';
import { theme } from '../shared/parts/theme';
import { fill, texts } from '../shared/texts';
import { controls } from './controls';
import type { DeskApi } from './desk-api';
import { sideStyles } from './side-styles';
import type { Suggestion } from './types';

const t = texts.desk;

@customElement('aisle-suggestions')
export class AisleSuggestions extends LitElement {
  static override styles = [theme, messageStyles, controls, sideStyles];

  @property({ attribute: false }) api!: DeskApi;
  @property() conversation = '';
  /** The place of the shopper's newest message: another one means other suggestions. */
  @property({ type: Number }) newest = 0;
  @state() private found: readonly Suggestion[] = [];
  @state() private failed = false;
  @state() private busy = true;
  private asking = 0;

  /** Puts the first suggestion into the reply. */
  first(): void {
    const [suggestion] = this.found;
    if (suggestion) this.insert(suggestion.text);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('conversation') || changed.has('newest')) void this.ask('');
  }

  protected override render(): TemplateResult {
    const none = !this.busy && !this.failed && this.found.length === 0;
    return html`<section aria-labelledby="title" aria-busy=${this.busy}>
      <h3 id="title">${t.suggestions} <kbd aria-hidden="true">s</kbd></h3>
      ${this.failed ? html`<p class="small">${t.suggestions_failed}</p>` : nothing}
      ${none ? html`<p class="small">${t.suggestions_none}</p>` : nothing}
      <ul>
        ${this.found.map((one) => this.suggestion(one))}
      </ul>
      <form class="row" @submit=${this.submit}>
        <input name="question" maxlength="500" aria-label=${t.suggestions_field} placeholder=${t.suggestions_ask} />
        <button class="plain">${t.ask}</button>
      </form>
    </section>`;
  }

  private suggestion(one: Suggestion): TemplateResult {
    return html`<li>
      <p class="small">${fill(t.for_question, { question: one.question })}</p>
      <p>${one.text}</p>
      ${citationList({ base: location.href, trusted: [] }, one.citations)}
      <div class="row">
        <button type="button" class="plain" @click=${() => this.insert(one.text)}>${t.insert}</button>
      </div>
    </li>`;
  }

  private insert(text: string): void {
    this.dispatchEvent(new CustomEvent('aisle-insert', { detail: text, bubbles: true, composed: true }));
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const question = String(new FormData(event.target as HTMLFormElement).get('question')).trim();
    if (question) void this.ask(question);
  }

  private async ask(question: string): Promise<void> {
    const asking = ++this.asking;
    this.busy = true;
    this.failed = false;
    if (!question) this.found = [];
    const found = await this.api.suggestions(this.conversation, question).catch(() => null);
    if (asking !== this.asking) return; // the agent has gone on to another one
    this.found = found ?? [];
    this.failed = found === null;
    this.busy = false;
  }
}
