/** The open widget: header, handoff banner, conversation, composer. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Place } from '../shared/parts/context';
import { endsGroup, messageView, startsGroup } from '../shared/parts/message';
import { messageStyles } from '../shared/parts/styles';
import { theme } from '../shared/parts/theme';
import { fill, texts } from '../shared/texts';
import type { Message } from '../shared/types';
import { liveButtons, type ChatState, type Outgoing } from './chat-state';
import './composer';
import type { AisleComposer } from './composer';
import type { Conversation } from './conversation';
import { closeIcon, downIcon, markIcon, personIcon } from './icons';
import { panelStyles } from './panel-styles';

const t = texts.widget;
/** So close to the end the reader is taken to follow the conversation. */
const NEAR_END_PX = 80;
/** Understood by the server at any time, even while the assistant is down. */
const ASK_PERSON = '/ask_human';

@customElement('aisle-panel')
export class AislePanel extends LitElement {
  static override styles = [theme, messageStyles, panelStyles];

  @property({ attribute: false }) conversation!: Conversation;
  @property({ attribute: false }) place!: Place;
  @property() heading = '';

  @state() private chat!: ChatState;
  @state() private behind = false;

  @query('.scroll') private scroller!: HTMLElement;
  @query('aisle-composer') private composer!: AisleComposer;

  private unsubscribe: (() => void) | null = null;
  private following = true;

  override connectedCallback(): void {
    this.chat = this.conversation.state.value;
    this.unsubscribe = this.conversation.state.subscribe((chat) => (this.chat = chat));
    super.connectedCallback();
    visualViewport?.addEventListener('resize', this.fit);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
    visualViewport?.removeEventListener('resize', this.fit);
  }

  /** Shows the panel at the end of the conversation; `focus` moves the keyboard into the composer. */
  show(focus: boolean): void {
    this.hidden = false;
    this.following = true;
    void this.updateComplete.then(() => {
      this.fit();
      this.toEnd();
      if (focus) this.composer.focusField();
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('chat') as ChatState | undefined;
    // What the shopper sends is always shown to them, wherever they have scrolled.
    if (before && this.chat.outgoing.length > before.outgoing.length) this.following = true;
    if (before && !this.following && this.chat.messages !== before.messages) this.behind = true;
  }

  protected override updated(): void {
    if (this.following && !this.hidden) this.toEnd();
  }

  protected override render(): TemplateResult {
    return html`<section class="panel" role="dialog" aria-label=${this.heading} @keydown=${this.onKey}>
      ${this.header()} ${this.banner()}
      <div class="scroll" tabindex="0" role="region" aria-label=${t.log} @scroll=${this.onScroll}>
        ${this.welcome()}
        <div class="log" role="log" aria-label=${t.log} aria-live=${this.chat.loaded ? 'polite' : 'off'}>
          ${repeat(
            this.chat.messages,
            (message) => message.seq,
            (message, index) => this.message(message, index),
          )}
        </div>
        ${this.chat.outgoing.map((entry) => this.outgoing(entry))} ${this.writing()}
      </div>
      ${this.behind
        ? html`<button type="button" class="jump" @click=${this.jump}>${downIcon}${t.jump}</button>`
        : nothing}
      <div class="strip" role="status">${this.notice()}</div>
      <aisle-composer
        @aisle-send=${(event: CustomEvent<string>) => this.conversation.send(event.detail)}
        @aisle-typing=${() => this.chat.mode === 'agent' && this.conversation.typing.touch()}
      ></aisle-composer>
      <p class="fine">${this.chat.mode === 'agent' ? nothing : t.notice}</p>
    </section>`;
  }

  private header(): TemplateResult {
    const { mode } = this.chat;
    const subtitle = { assistant: t.subtitle, waiting: t.subtitle_waiting, agent: t.subtitle_agent }[mode];
    return html`<div class="top">
      <span class="mark" data-mode=${mode}>${mode === 'agent' ? personIcon : markIcon}</span>
      <div class="titles">
        <h2>${this.heading}</h2>
        <p>${subtitle}</p>
      </div>
      ${mode !== 'assistant'
        ? nothing
        : html`<button type="button" class="person" ?disabled=${this.personAsked} @click=${this.askForPerson}>
            ${t.person}
          </button>`}
      <button type="button" class="icon" aria-label=${t.close} @click=${this.close}>${closeIcon}</button>
    </div>`;
  }

  private get personAsked(): boolean {
    return this.chat.outgoing.some((entry) => entry.text === ASK_PERSON);
  }

  private banner(): TemplateResult {
    const { mode, agent, returned } = this.chat;
    const name = agent?.name ?? t.agent;
    let content: unknown = nothing;
    if (mode === 'waiting') content = html`<strong>${t.waiting_title}</strong> ${t.waiting_detail}`;
    else if (mode === 'agent') content = html`<strong>${fill(t.agent_title, { name })}</strong>`;
    else if (returned) content = html`<strong>${t.returned_title}</strong>`;
    return html`<div class="banner" role="status" data-mode=${mode}>${content}</div>`;
  }

  private welcome(): TemplateResult {
    const { loaded, messages, outgoing } = this.chat;
    const fresh = messages.length === 0 && outgoing.length === 0;
    return html`<div class="welcome">
      <h3>${t.welcome_title}</h3>
      <p>${t.welcome}</p>
      ${!loaded ? html`<p class="muted late">${t.loading}</p>` : nothing}
      ${loaded && fresh
        ? html`<div class="choices" role="group" aria-label=${t.suggestions_label}>
            ${t.suggestions.map(
              (text) => html`<button type="button" class="choice" @click=${() => this.press(text)}>${text}</button>`,
            )}
          </div>`
        : nothing}
    </div>`;
  }

  private message(message: Message, index: number): TemplateResult {
    const { messages } = this.chat;
    const named = message.from === 'agent' && startsGroup(messages, index);
    const live = liveButtons(this.chat) === message;
    return messageView(message, {
      place: this.place,
      own: 'shopper',
      name: named ? (message.name ?? this.chat.agent?.name ?? t.agent) : null,
      press: live ? (button) => this.press(button.payload, button.title) : null,
      pressed: messages.slice(index + 1).find((later) => later.from === 'shopper')?.text ?? null,
      showTime: endsGroup(messages, index) && !(this.chat.draft && index === messages.length - 1),
    });
  }

  private outgoing(entry: Outgoing): TemplateResult {
    return html`<article class="message" data-side="own" data-status=${entry.status}>
      <div class="bubble">${entry.label}</div>
      ${entry.status === 'failed'
        ? html`<p class="note failed" role="alert">
            ${t.failed}
            <button type="button" class="link" @click=${() => this.conversation.retry(entry.clientId)}>${t.retry}</button>
          </p>`
        : html`<p class="note late">${this.chat.connection === 'offline' ? t.queued : t.sending}</p>`}
    </article>`;
  }

  /** The reply while it is being written. Outside the log, so that it is read out once, when it is whole. */
  private writing(): TemplateResult | typeof nothing {
    const { draft, typing, agent } = this.chat;
    if (draft) {
      return html`<article class="message" data-side="other"><div class="bubble draft">${draft}</div></article>`;
    }
    if (!typing.assistant && !typing.agent) return nothing;
    const name = typing.agent ? (agent?.name ?? t.agent) : t.assistant;
    return html`<div class="typing">
      <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
      <span class=${typing.agent ? 'note' : 'sr'}>${fill(t.typing, { name })}</span>
    </div>`;
  }

  private notice(): TemplateResult | typeof nothing {
    const { connection, error } = this.chat;
    if (connection === 'offline') return html`<p data-tone="busy">${t.offline}</p>`;
    if (connection === 'connecting' && this.chat.loaded) return html`<p data-tone="busy" class="late">${this.chat.messages.length ? t.reconnecting : t.connecting}</p>`;
    if (!error || error.code === 'unreachable') return nothing;
    return html`<p data-tone="bad">${error.code === 'rate_limited' ? t.error_rate_limited : t.error_other}</p>`;
  }

  private press(text: string, label: string = text): void {
    this.conversation.send(text, label);
    this.composer.focusField();
  }

  private askForPerson(): void {
    this.press(ASK_PERSON, t.person);
  }

  private close(): void {
    this.dispatchEvent(new Event('aisle-close'));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    this.close();
  }

  private onScroll(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.following = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (this.following) this.behind = false;
  }

  private jump(): void {
    this.following = true;
    this.behind = false;
    this.composer.focusField();
    this.toEnd();
  }

  private toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** On a phone the on-screen keyboard covers part of the window; the panel keeps to what is visible. */
  private readonly fit = (): void => {
    if (visualViewport) this.style.setProperty('--aisle-visible', `${visualViewport.height}px`);
  };
}
