/** One conversation: summary, history, reply field, and the actions take and return. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { clock } from '../shared/format';
import { endsGroup, messageView, startsGroup } from '../shared/parts/message';
import { messageStyles } from '../shared/parts/styles';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/texts';
import type { Message } from '../shared/types';
import { controls } from './controls';
import { conversationStyles } from './conversation-styles';
import type { DeskController } from './controller';
import { isMine, type DeskState } from './desk-state';
import './canned-dialog';
import type { AisleCannedDialog } from './canned-dialog';
import './end-dialog';
import type { AisleEndDialog } from './end-dialog';
import { filled, languageOf, mayTakeOver, mayTransfer, moodOf, nameOf, reasonOf, stateOf, triedOf } from './labels';
import './reply';
import type { AisleReply } from './reply';
import './return-dialog';
import type { AisleReturnDialog } from './return-dialog';
import './side';
import type { AisleSide } from './side';
import './transfer-dialog';
import type { AisleTransferDialog } from './transfer-dialog';
import type { Entry } from './types';

const t = texts.desk;
const NEAR_END_PX = 80;

@customElement('aisle-conversation-view')
export class AisleConversationView extends LitElement {
  static override styles = [theme, messageStyles, controls, conversationStyles];

  @property({ attribute: false }) controller!: DeskController;
  @property({ attribute: false }) desk!: DeskState;
  @state() private busy = false;
  @query('.scroll') private scroller!: HTMLElement | null;
  @query('aisle-reply') private reply!: AisleReply | null;
  @query('aisle-return-dialog') private returning!: AisleReturnDialog | null;
  @query('aisle-end-dialog') private ending!: AisleEndDialog | null;
  @query('aisle-transfer-dialog') private transferring!: AisleTransferDialog | null;
  @query('aisle-canned-dialog') private picking!: AisleCannedDialog | null;
  @query('aisle-side') private side!: AisleSide | null;
  @state() private details = false;
  private following = true;
  private toFocus = false;
  /** What was typed while a conversation is being taken; null at other times. */
  private ahead: string | null = null;

  /** Takes the conversation that is shown, if it waits for somebody. */
  take(): void {
    if (this.entry?.state === 'waiting') this.takeIt(this.entry.id, false);
  }

  /** Takes it from the assistant, or (a lead) from a colleague. */
  takeOver(): void {
    if (this.entry && mayTakeOver(this.desk, this.entry)) this.takeIt(this.entry.id, true);
  }

  askTransfer(): void {
    if (!this.entry || !mayTransfer(this.desk, this.entry)) return;
    void this.controller.loadTeam();
    this.transferring?.show();
  }

  /** Asks and ends the conversation, if it is this agent's. */
  askEnd(): void {
    if (this.entry && isMine(this.desk, this.entry)) this.ending?.show();
  }

  pickCanned(): void {
    if (this.reply) this.picking?.show();
  }

  insertSuggestion(): void {
    if (this.reply) this.side?.insertFirst();
  }

  /** Puts the keyboard on the first errand of the shopper's orders. */
  doErrand(): void {
    this.details = true;
    void this.updateComplete.then(() => this.side?.doErrand());
  }

  writeNote(): void {
    this.details = true;
    void this.updateComplete.then(() => this.side?.writeNote());
  }

  /** Shows or hides the help beside the conversation where there is no room for both. */
  toggleDetails(): void {
    this.details = !this.details;
  }

  /** Whether a key is the beginning of a reply to the conversation that is just being taken; then it is kept. */
  typeAhead(key: string): boolean {
    if (this.ahead === null) return false;
    if (key.length === 1) this.ahead += key;
    return true;
  }

  private takeIt(id: string, over: boolean): void {
    void this.during(async () => {
      this.ahead = '';
      if (await this.controller.take(id, over)) this.controller.show('mine');
      else this.ahead = null;
    }).then(() => this.focusReply());
  }

  /** Asks for a note and returns the conversation, if it is this agent's. */
  askReturn(): void {
    if (this.entry && isMine(this.desk, this.entry)) this.returning?.show();
  }

  /** As soon as there is a field: a conversation that was just taken has none yet. */
  focusReply(): void {
    this.toFocus = true;
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('desk') as DeskState | undefined;
    if (before?.selected !== this.desk.selected) this.following = true;
    if (before && before.selected !== this.desk.selected) {
      this.toFocus = false;
      this.ahead = null;
    }
  }

  protected override updated(): void {
    const { reply } = this;
    if (this.toFocus && reply) {
      this.toFocus = false;
      void reply.updateComplete.then(() => {
        reply.focusField();
        if (this.ahead) reply.insert(this.ahead);
        this.ahead = null;
      });
    }
    if (this.following && this.scroller) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  protected override render(): TemplateResult {
    const { entry } = this;
    if (!entry) {
      return html`<div class="nothing"><h2>${t.choose}</h2><p class="muted">${t.choose_detail}</p></div>`;
    }
    const messages = this.desk.messages.get(entry.id) ?? [];
    const mine = isMine(this.desk, entry);
    return html`<div class="talk"><div class="bar">${this.actions(entry, mine)}</div>
      <div role="alert">${this.desk.problem ? html`<p class="problem">${this.desk.problem}</p>` : nothing}</div>
      ${this.summary(entry)}
      <div class="scroll" tabindex="0" role="log" aria-label=${t.history} @scroll=${this.onScroll}>
        ${repeat(
          messages,
          (message) => message.seq,
          (message, index) => this.message(messages, message, index),
        )}
        ${this.desk.typing.has(entry.id) ? html`<p class="note">${t.shopper_typing}…</p>` : nothing}
      </div>
      ${mine
        ? html`<aisle-reply
            .conversation=${entry.id}
            .send=${(text: string) => this.controller.send(entry.id, text)}
            .canned=${(shortcut: string) => this.cannedText(entry, shortcut)}
            @aisle-typing=${() => this.controller.typing.touch()}
          ></aisle-reply>`
        : html`<p class="closed">${entry.state === 'waiting' ? t.take_first : stateOf(entry, this.desk)}</p>`}
      <aisle-return-dialog
        @aisle-return=${(event: CustomEvent<string>) => void this.giveBack(entry.id, event.detail)}
      ></aisle-return-dialog>
      <aisle-end-dialog @aisle-end=${() => void this.end(entry.id)}></aisle-end-dialog>
      <aisle-transfer-dialog
        .team=${this.desk.team}
        .owner=${entry.agent?.id ?? null}
        @aisle-transfer=${(event: CustomEvent<number | null>) => void this.transfer(entry.id, event.detail)}
      ></aisle-transfer-dialog>
      <aisle-canned-dialog
        .canned=${this.desk.canned}
        @aisle-insert=${(event: CustomEvent<string>) => this.insert(filled(event.detail, entry, this.desk))}
      ></aisle-canned-dialog></div>
      <aside aria-label=${t.side} data-open=${this.details} @aisle-insert=${(event: CustomEvent<string>) => this.insert(event.detail)}>
        <button type="button" class="quiet details" @click=${this.toggleDetails}>${t.close} <kbd aria-hidden="true">i</kbd></button>
        <aisle-side .controller=${this.controller} .desk=${this.desk} .entry=${entry}></aisle-side>
      </aside>`;
  }

  private cannedText(entry: Entry, shortcut: string): string | null {
    const one = this.desk.canned.find((canned) => canned.shortcut === shortcut);
    return one ? filled(one.text, entry, this.desk) : null;
  }

  private insert(text: string): void {
    this.reply?.insert(text);
  }

  private transfer(id: string, agent: number | null): Promise<void> {
    return this.during(async () => {
      await this.controller.transfer(id, agent);
    });
  }

  private get entry(): Entry | null {
    return this.desk.selected ? (this.desk.entries.get(this.desk.selected) ?? null) : null;
  }

  private actions(entry: Entry, mine: boolean): TemplateResult {
    return html`<button type="button" class="quiet back" @click=${() => void this.controller.select(null)}>${t.back}</button>
      <div class="title">
        <h2>${nameOf(entry)}</h2>
        <p class="muted">${stateOf(entry, this.desk)}</p>
      </div>
      ${entry.state === 'waiting'
        ? html`<button type="button" class="primary" ?disabled=${this.busy} @click=${this.take}>
            ${t.take} <kbd aria-hidden="true">t</kbd>
          </button>`
        : nothing}
      ${mayTakeOver(this.desk, entry)
        ? html`<button type="button" class="plain" ?disabled=${this.busy} @click=${this.takeOver}>
            ${t.take_over} <kbd aria-hidden="true">o</kbd>
          </button>`
        : nothing}
      ${mayTransfer(this.desk, entry)
        ? html`<button type="button" class="plain" ?disabled=${this.busy} @click=${this.askTransfer}>
            ${t.transfer} <kbd aria-hidden="true">x</kbd>
          </button>`
        : nothing}
      ${mine
        ? html`<button type="button" class="plain" ?disabled=${this.busy} @click=${this.askReturn}>
              ${t.return} <kbd aria-hidden="true">r</kbd>
            </button>
            <button type="button" class="plain" ?disabled=${this.busy} @click=${this.askEnd}>
              ${t.resolve} <kbd aria-hidden="true">e</kbd>
            </button>`
        : nothing}
      <button type="button" class="quiet details" aria-expanded=${this.details} @click=${this.toggleDetails}>
        ${t.details} <kbd aria-hidden="true">i</kbd>
      </button>`;
  }

  private summary(entry: Entry): TemplateResult | typeof nothing {
    const { summary } = entry;
    const who = [entry.shopper?.name, entry.shopper?.email].filter(Boolean).join(', ') || summary?.who;
    const rows: [string, string | null | undefined][] = [
      [t.summary_who, who],
      [t.summary_what, summary?.what],
      [t.summary_order, summary?.order],
      [t.summary_language, summary?.language ?? (entry.language ? languageOf(entry.language) : null)],
      [t.summary_mood, entry.mood ? moodOf(entry.mood) : null],
      [t.summary_contact, entry.contact],
      [t.summary_tried, triedOf(summary?.tried)],
      [t.summary_reason, entry.reason ? reasonOf(entry.reason) : null],
      [t.summary_waiting, clock(entry.waiting_since)],
    ];
    const known = rows.filter(([, value]) => value);
    if (known.length === 0) return nothing;
    return html`<section class="summary" tabindex="0" aria-label=${t.summary}>
      <dl>${known.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    </section>`;
  }

  private message(messages: readonly Message[], message: Message, index: number): TemplateResult {
    const names = { shopper: this.entry ? nameOf(this.entry) : '', assistant: texts.widget.assistant, agent: message.name ?? '', system: '' };
    return messageView(message, {
      place: { base: location.href, trusted: [] },
      picture: (file) => this.controller.api.photo(this.entry?.id ?? '', file),
      own: 'agent',
      name: startsGroup(messages, index) ? names[message.from] || null : null,
      pressed: messages.slice(index + 1).find((later) => later.from === 'shopper')?.text ?? null,
      showTime: endsGroup(messages, index),
    });
  }

  private end(id: string): Promise<void> {
    return this.during(async () => {
      await this.controller.resolve(id);
    });
  }

  private giveBack(id: string, note: string): Promise<void> {
    return this.during(async () => {
      await this.controller.giveBack(id, note);
    });
  }

  private async during(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await work();
    } finally {
      this.busy = false;
    }
  }

  private onScroll(): void {
    if (!this.scroller) return;
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.following = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }
}
