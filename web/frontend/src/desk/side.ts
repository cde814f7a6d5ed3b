/** What helps the agent with the conversation that is shown. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { clock } from '../shared/format';
import { theme } from '../shared/parts/theme';
import { fill, texts } from '../shared/texts';
import { controls } from './controls';
import type { DeskController } from './controller';
import { isMine, type DeskState } from './desk-state';
import { reasonOf, stateOf } from './labels';
import './likelihood';
import './notes';
import type { AisleNotes } from './notes';
import './orders';
import type { AisleOrders } from './orders';
import { sideStyles } from './side-styles';
import './suggestions';
import type { AisleSuggestions } from './suggestions';
import type { Brief, Entry, Step } from './types';

const t = texts.desk;

@customElement('aisle-side')
export class AisleSide extends LitElement {
  static override styles = [theme, controls, sideStyles];

  @property({ attribute: false }) controller!: DeskController;
  @property({ attribute: false }) desk!: DeskState;
  @property({ attribute: false }) entry!: Entry;
  @state() private brief: Brief | null = null;
  @query('aisle-suggestions') private suggestions!: AisleSuggestions | null;
  @query('aisle-orders') private orders!: AisleOrders | null;
  @query('aisle-notes') private notes!: AisleNotes | null;
  private shown = '';

  insertFirst(): void {
    this.suggestions?.first();
  }

  doErrand(): void {
    this.orders?.focusErrand();
  }

  writeNote(): void {
    this.notes?.focusField();
  }

  protected override willUpdate(): void {
    // A new message, a photo or a change of hands may change what is known.
    const key = `${this.entry.id} ${this.newest} ${this.entry.state}`;
    if (key === this.shown) return;
    if (!this.shown.startsWith(`${this.entry.id} `)) this.brief = null;
    this.shown = key;
    void this.load();
  }

  protected override render(): TemplateResult {
    const { api } = this.controller;
    const { brief, entry } = this;
    return html`<aisle-suggestions .api=${api} .conversation=${entry.id} .newest=${this.newest}></aisle-suggestions>
      ${brief
        ? html`<aisle-orders
              .api=${api}
              .brief=${brief}
              .conversation=${entry.id}
              .mine=${isMine(this.desk, entry)}
              @aisle-changed=${this.load}
            ></aisle-orders>
            ${this.tried(brief)}`
        : nothing}
      <aisle-likelihood .api=${api} .conversation=${entry.id} .newest=${this.newest}></aisle-likelihood>
      <aisle-notes
        .notes=${this.desk.notes.get(entry.id) ?? []}
        .add=${(text: string) => this.controller.note(entry.id, text)}
      ></aisle-notes>
      ${brief ? this.past(brief) : nothing}`;
  }

  /** The place of the shopper's newest message. */
  private get newest(): number {
    return this.desk.messages.get(this.entry.id)?.findLast((message) => message.from === 'shopper')?.seq ?? 0;
  }

  private tried(brief: Brief): TemplateResult {
    return html`<section aria-labelledby="tried">
      <h3 id="tried">${t.tried}</h3>
      ${brief.tried.length === 0 ? html`<p class="small">${t.tried_none}</p>` : nothing}
      <ol>
        ${brief.tried.map((step) => html`<li><p class="asked">${step.asked}</p><p class="small">${outcomeOf(step)}</p></li>`)}
      </ol>
    </section>`;
  }

  private past(brief: Brief): TemplateResult {
    return html`<section aria-labelledby="past">
      <h3 id="past">${t.past}</h3>
      ${brief.rating ? html`<p class="small">${fill(t.rated, { score: brief.rating.score })} ${brief.rating.comment ?? ''}</p>` : nothing}
      ${brief.history.length === 0 ? html`<p class="small">${t.past_none}</p>` : nothing}
      <ul>
        ${brief.history.map(
          (one) => html`<li>
            <button type="button" class="quiet" @click=${() => void this.controller.select(one.id)}>
              ${clock(one.last?.at ?? null)} ${one.reason ? reasonOf(one.reason) : stateOf(one, this.desk)}
            </button>
            <p class="small">${one.last?.text ?? ''}</p>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private async load(): Promise<void> {
    const { id } = this.entry;
    const brief = await this.controller.api.brief(id).catch(() => null);
    if (id === this.entry.id) this.brief = brief ?? this.brief;
  }
}

function outcomeOf(step: Step): string {
  const names = { cited: t.outcome_cited, shown: t.outcome_shown, said: t.outcome_said, person: t.outcome_person };
  return step.outcome ? `${names[step.outcome]}: ${step.answer ?? ''}` : t.outcome_none;
}
