/** The list of conversations: who waits, whose are mine, all. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { elapsed } from '../shared/format';
import { theme } from '../shared/parts/theme';
import { fill, texts } from '../shared/texts';
import { controls } from './controls';
import type { DeskController } from './controller';
import { listed, type DeskState } from './desk-state';
import { languageOf, moodOf, nameOf, reasonOf, stateOf } from './labels';
import { queueStyles } from './queue-styles';
import type { Entry, Filter } from './types';

const t = texts.desk;
const FILTERS: readonly Filter[] = ['waiting', 'mine', 'all'];
const TICK_MS = 1_000;
/** From here on a waiting time is shown as too long. */
const LONG_WAIT_MS = 2 * 60_000;

@customElement('aisle-queue')
export class AisleQueue extends LitElement {
  static override styles = [theme, controls, queueStyles];

  @property({ attribute: false }) controller!: DeskController;
  @property({ attribute: false }) desk!: DeskState;
  @state() private now = Date.now();
  private timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => (this.now = Date.now()), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render(): TemplateResult {
    const entries = listed(this.desk);
    const empty = { waiting: t.empty_waiting, mine: t.empty_mine, all: t.empty_all }[this.desk.filter];
    return html`<div class="filters" role="group" aria-label=${t.filters}>
        ${FILTERS.map((filter) => this.filter(filter))}
      </div>
      ${this.desk.filter === 'all' ? this.search() : nothing}
      <nav aria-label=${t.queue}>
        ${entries.length === 0 ? html`<p class="empty">${empty}</p>` : nothing}
        <ul>
          ${repeat(
            entries,
            (entry) => entry.id,
            (entry) => html`<li>${this.entry(entry)}</li>`,
          )}
        </ul>
      </nav>
      <p class="sr" role="status">${fill(t.waiting_count, { count: listed(this.desk, 'waiting').length })}</p>`;
  }

  /** Puts the cursor into the search field, which is there under All. */
  focusSearch(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>('input')?.focus());
  }

  private search(): TemplateResult {
    return html`<form role="search" @submit=${this.onSearch}>
      <input type="search" name="words" maxlength="100" aria-label=${t.search} placeholder=${t.search_hint} .value=${this.desk.query} @search=${this.onSearch} />
      <p class="sr" role="status">${this.desk.found ? fill(t.found, { count: this.desk.found.size }) : ''}</p>
    </form>`;
  }

  private onSearch(event: Event): void {
    event.preventDefault();
    void this.controller.search(this.renderRoot.querySelector('input')?.value ?? '');
  }

  private filter(filter: Filter): TemplateResult {
    const count = filter === 'all' ? 0 : listed(this.desk, filter).length;
    return html`<button
      type="button"
      aria-pressed=${this.desk.filter === filter}
      @click=${() => this.controller.show(filter)}
    >
      ${t[filter]}${count ? html` <span class="count">${count}</span>` : nothing}
    </button>`;
  }

  private entry(entry: Entry): TemplateResult {
    const waiting = entry.state === 'waiting' && entry.waiting_since;
    const long = waiting && this.now - new Date(waiting).getTime() > LONG_WAIT_MS;
    const about = entry.summary?.what ?? entry.last?.text ?? '';
    return html`<button
      type="button"
      class="entry"
      aria-current=${entry.id === this.desk.selected ? 'true' : 'false'}
      @click=${() => void this.controller.select(entry.id)}
    >
      <span class="line">
        <strong>${nameOf(entry)}</strong>
        ${waiting
          ? html`<span class="time" data-long=${Boolean(long)}>${fill(t.waited, { time: elapsed(waiting, this.now) })}</span>`
          : html`<span class="time">${stateOf(entry, this.desk)}</span>`}
      </span>
      ${entry.reason || entry.unread || entry.language
        ? html`<span class="line">
            <span class="reason">${entry.reason ? reasonOf(entry.reason) : ''} ${chips(entry)}</span>
            ${entry.unread ? html`<span class="count" aria-label=${fill(t.unread, { count: entry.unread })}>${entry.unread}</span>` : nothing}
          </span>`
        : nothing}
      <span class="about">${about}</span>
    </button>`;
  }
}

/** Mood, language and address, where they matter. */
function chips(entry: Entry): TemplateResult {
  const moody = entry.mood && entry.mood !== 'neutral' ? entry.mood : null;
  const foreign = entry.language && !entry.language.startsWith('en') ? languageOf(entry.language) : null;
  const written = entry.summary?.language ?? foreign;
  return html`${moody ? html`<span class="chip" data-mood=${moody}>${moodOf(moody)}</span>` : nothing}
    ${written ? html`<span class="chip">${written}</span>` : nothing}
    ${entry.contact ? html`<span class="chip">${fill(t.reply_by, { email: entry.contact })}</span>` : nothing}`;
}
