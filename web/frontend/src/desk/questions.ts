/** Questions the documents do not answer: the to-do list of whoever writes them. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { clock, shortDay } from '../shared/format';
import { theme } from '../shared/parts/theme';
import { counted, fill, texts } from '../shared/texts';
import { controls } from './controls';
import type { DeskController } from './controller';
import { pageStyles } from './page-styles';
import type { Question, QuestionState } from './types';

const t = texts.desk;
const STATES: readonly [QuestionState, string][] = [
  ['open', t.question_open],
  ['draft', t.question_draft],
  ['done', t.question_done],
  ['dismissed', t.question_dismissed],
];

@customElement('aisle-questions')
export class AisleQuestions extends LitElement {
  static override styles = [theme, controls, pageStyles];

  @property({ attribute: false }) controller!: DeskController;
  @state() private shown: QuestionState = 'open';
  @state() private questions: readonly Question[] | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override render(): TemplateResult {
    return html`<div class="page">
      <div class="head">
        <h2>${t.questions_title}</h2>
        <div class="tabs" role="group" aria-label=${t.questions_states}>
          ${STATES.map(
            ([name, label]) => html`<button type="button" class="quiet" aria-pressed=${this.shown === name} @click=${() => this.choose(name)}>${label}</button>`,
          )}
        </div>
      </div>
      <p class="muted">${t.questions_detail}</p>
      ${this.shown === 'draft' ? html`<p class="row"><a href=${this.controller.api.draftsUrl} download>${t.drafts_get}</a></p>` : nothing}
      ${this.questions?.length === 0 ? html`<p class="muted">${t.questions_none}</p>` : nothing}
      <ul class="list">
        ${repeat(this.questions ?? [], (one) => one.id, (one) => html`<li>${this.question(one)}</li>`)}
      </ul>
    </div>`;
  }

  private question(one: Question): TemplateResult {
    const name = fill(t.draft_for, { question: one.question });
    const move = (state: QuestionState, label: string): TemplateResult =>
      html`<button type="button" class="plain" @click=${() => this.settle(one, state)}>${label}</button>`;
    return html`<p><strong>${one.question}</strong></p>
      <p class="small">${counted(t.time, t.times, one.times)}, ${shortDay(one.at)} ${clock(one.at)}
        <button type="button" class="quiet" @click=${() => this.see(one)}>${t.see}</button></p>
      <form @submit=${(event: SubmitEvent) => this.draft(event, one)}>
        <textarea name="draft" rows="3" maxlength="20000" aria-label=${name} placeholder=${t.draft} .value=${one.draft ?? ''}></textarea>
        <div class="row">
          <button class="primary">${t.draft_save}</button>
          ${this.shown === 'draft' ? move('done', t.draft_done) : nothing}
          ${this.shown === 'open' ? move('dismissed', t.dismiss) : move('open', t.reopen)}
        </div>
      </form>`;
  }

  private see(one: Question): void {
    this.controller.open('inbox');
    void this.controller.select(one.conversation);
  }

  private draft(event: SubmitEvent, one: Question): void {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get('draft')).trim();
    if (text) void this.settle(one, 'draft', text);
  }

  private async settle(one: Question, state: QuestionState, draft?: string): Promise<void> {
    if (await this.controller.attempt(() => this.controller.api.settle(one.id, state, draft))) await this.load();
  }

  private choose(shown: QuestionState): void {
    this.shown = shown;
    this.questions = null;
    void this.load();
  }

  private async load(): Promise<void> {
    const { shown } = this;
    await this.controller.attempt(async () => {
      const questions = await this.controller.api.questions(shown);
      if (shown === this.shown) this.questions = questions;
    });
  }
}
