/** The desk's frame: login or workspace, the top bar, the keyboard. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { counted, texts } from '../shared/texts';
import type { Chime } from '../widget/chime';
import { Attention } from './attention';
import type { DeskController } from './controller';
import './conversation-view';
import type { AisleConversationView } from './conversation-view';
import { deskStyles } from './desk-styles';
import type { DeskState } from './desk-state';
import './insights';
import { leads } from './labels';
import './login';
import './numbers';
import './questions';
import './queue';
import type { AisleQueue } from './queue';
import './shortcuts';
import type { AisleShortcuts } from './shortcuts';
import './team';
import type { Page } from './types';

const t = texts.desk;
/** `insights` is for leads. */
const PAGES: readonly [Page, string][] = [
  ['inbox', t.page_inbox],
  ['questions', t.page_questions],
  ['numbers', t.page_numbers],
  ['team', t.page_team],
  ['insights', t.page_insights],
];

@customElement('aisle-desk')
export class AisleDesk extends LitElement {
  static override styles = [theme, deskStyles];

  @property({ attribute: false }) controller!: DeskController;
  @property({ attribute: false }) chime!: Chime;
  @state() private desk!: DeskState;
  @query('aisle-conversation-view') private view!: AisleConversationView | null;
  @query('aisle-queue') private queue!: AisleQueue | null;
  @query('aisle-shortcuts') private shortcuts!: AisleShortcuts;
  private unsubscribe: (() => void) | null = null;

  override connectedCallback(): void {
    this.desk = this.controller.state.value;
    const attention = new Attention(this.chime);
    this.unsubscribe = this.controller.state.subscribe((desk) => {
      this.desk = desk;
      attention.look(desk);
    });
    super.connectedCallback();
    document.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
    document.removeEventListener('keydown', this.onKey);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { desk, controller } = this;
    if (!desk.ready) return nothing;
    if (!desk.me) return html`<aisle-login .controller=${controller}></aisle-login>`;
    return html`<header>
        <h1>${t.title}</h1>
        <span class="live" role="status" data-live=${desk.live}>${desk.live ? t.online : t.connecting}</span>
        <nav aria-label=${t.pages}>
          ${PAGES.filter(([page]) => page !== 'insights' || leads(desk)).map(
            ([page, name]) => html`<button type="button" class="quiet" aria-current=${desk.page === page ? 'page' : 'false'} @click=${() => controller.open(page)}>${name}</button>`,
          )}
        </nav>
        ${desk.mentions.length
          ? html`<button type="button" class="quiet" aria-label=${t.mention_open} @click=${() => this.openMention()}>
              ${counted(t.mention, t.mentions, desk.mentions.length)}
            </button>`
          : nothing}
        <label class="presence"><input type="checkbox" .checked=${!this.away} @change=${() => this.toggleAway()} />${t.presence}</label>
        <label class="presence"><input type="checkbox" .checked=${this.chime.on} @change=${() => (this.chime.on = !this.chime.on)} />${t.sound}</label>
        <span class="who">${desk.me.name}</span>
        <button type="button" class="quiet keys" @click=${() => this.shortcuts.show()}>
          ${t.shortcuts} <kbd aria-hidden="true">?</kbd>
        </button>
        <button type="button" class="quiet" @click=${() => void controller.logout()}>${t.sign_out}</button>
      </header>
      ${desk.page === 'inbox' ? nothing : html`<div role="alert">${desk.problem ? html`<p class="problem">${desk.problem}</p>` : nothing}</div>`}
      ${this.page(desk)}
      <aisle-shortcuts></aisle-shortcuts>`;
  }

  private page(desk: DeskState): TemplateResult {
    const { controller } = this;
    switch (desk.page) {
      case 'questions':
        return html`<main class="single"><aisle-questions .controller=${controller}></aisle-questions></main>`;
      case 'numbers':
        return html`<main class="single"><aisle-numbers .controller=${controller}></aisle-numbers></main>`;
      case 'insights':
        return html`<main class="single"><aisle-insights .controller=${controller} .desk=${desk}></aisle-insights></main>`;
      case 'team':
        return html`<main class="single"><aisle-team .controller=${controller} .desk=${desk}></aisle-team></main>`;
      default:
        return html`<main data-open=${desk.selected !== null}>
          <aisle-queue .controller=${controller} .desk=${desk}></aisle-queue>
          <aisle-conversation-view .controller=${controller} .desk=${desk}></aisle-conversation-view>
        </main>`;
    }
  }

  private get away(): boolean {
    return this.desk.team.find((one) => one.id === this.desk.me?.id)?.away ?? false;
  }

  private toggleAway(): void {
    void this.controller.setAway(!this.away);
  }

  private openMention(): void {
    const [mention] = this.desk.mentions;
    if (!mention) return;
    this.controller.open('inbox');
    void this.controller.select(mention.conversation);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!this.desk.me || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.composedPath()[0];
    const writing = target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea, select');
    if (writing) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    if (event.composedPath().some((node) => node instanceof HTMLDialogElement)) return;
    if (this.view?.typeAhead(event.key)) {
      event.preventDefault();
      return;
    }
    const action = this.actions()[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  private search(): void {
    this.controller.show('all');
    void this.updateComplete.then(() => this.queue?.focusSearch());
  }

  private actions(): Record<string, () => void> {
    return {
      j: () => this.controller.move(1),
      k: () => this.controller.move(-1),
      t: () => this.view?.take(),
      o: () => this.view?.takeOver(),
      x: () => this.view?.askTransfer(),
      r: () => this.view?.askReturn(),
      e: () => this.view?.askEnd(),
      c: () => this.view?.focusReply(),
      s: () => this.view?.insertSuggestion(),
      m: () => this.view?.pickCanned(),
      d: () => this.view?.doErrand(),
      n: () => this.view?.writeNote(),
      i: () => this.view?.toggleDetails(),
      '/': () => this.search(),
      a: () => this.toggleAway(),
      '@': () => this.openMention(),
      '1': () => this.controller.show('waiting'),
      '2': () => this.controller.show('mine'),
      '3': () => this.controller.show('all'),
      '4': () => this.controller.open('questions'),
      '5': () => this.controller.open('numbers'),
      '6': () => this.controller.open('team'),
      '7': () => this.controller.open('insights'),
      '?': () => this.shortcuts.show(),
    };
  }
}
