/** The open widget: header, conversation or privacy, composer. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Place } from '../shared/parts/context';
import { endsGroup, messageView, startsGroup } from '../shared/parts/message';
import type { AddToBasket } from '../shared/parts/products';
import { messageStyles } from '../shared/parts/styles';
import { theme } from '../shared/parts/theme';
import type { Message } from '../shared/types';
import { fill, texts } from '../shared/widget-texts';
import { liveMessage, type ChatState } from './chat-state';
import type { Chime } from './chime';
import './composer';
import type { AisleComposer } from './composer';
import type { Conversation } from './conversation';
import { save, saveJson } from './download';
import { backIcon, closeIcon, downIcon, markIcon, personIcon } from './icons';
import './leave-form';
import './menu';
import type { Entry } from './menu';
import { Modal } from './modal';
import { notice, uploads, writing } from './notices';
import { panelStyles } from './panel-styles';
import { consentCard, formOf, outgoing, welcome } from './panel-views';
import { personBanner, wantsAddress } from './person';
import { PlaceKeeper } from './place-keeper';
import './privacy';
import './rating';
import { FILE_LIMITS, type Requests } from './requests';

const t = texts.widget;
/** Understood by the server at any time, even while the assistant is down. */
const ASK_PERSON = '/ask_human';

export interface PanelParts {
  conversation: Conversation;
  requests: Requests;
  keeper: PlaceKeeper;
  chime: Chime;
  place: Place;
  /** The shopper's choice about page views, or that the widget has to ask for one. */
  consent: () => boolean | 'ask';
  choose: (yes: boolean) => void;
  basket: () => AddToBasket | null;
  rated: (stars: number) => void;
}

@customElement('aisle-panel')
export class AislePanel extends LitElement {
  static override styles = [theme, messageStyles, panelStyles];

  @property({ attribute: false }) parts!: PanelParts;
  @property() heading = '';

  @state() private chat!: ChatState;
  @state() private behind = false;
  @state() private view: 'chat' | 'privacy' = 'chat';
  @state() private rating = false;
  @state() private trouble: string | null = null;

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('.scroll') private scroller!: HTMLElement | null;
  @query('aisle-composer') private composer!: AisleComposer | null;

  private unsubscribe: (() => void) | null = null;
  private following = true;
  private placed = false;
  private lastTop = 0;
  private readonly modal = new Modal(() => this.dialog);
  /** Cards and pictures take their place after the message they belong to. */
  private readonly grown = new ResizeObserver(() => this.following && this.settle());
  private watched: Element | null = null;

  override connectedCallback(): void {
    this.chat = this.parts.conversation.state.value;
    this.unsubscribe = this.parts.conversation.state.subscribe((chat) => (this.chat = chat));
    this.following = !this.parts.keeper.elsewhere;
    super.connectedCallback();
    visualViewport?.addEventListener('resize', this.fit);
    visualViewport?.addEventListener('scroll', this.fit);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
    visualViewport?.removeEventListener('resize', this.fit);
    visualViewport?.removeEventListener('scroll', this.fit);
  }

  /** Shows the panel where the shopper left it; `focus` moves the keyboard into the composer. */
  show(focus: boolean, draft = ''): void {
    this.hidden = false;
    void this.updateComplete.then(() => {
      this.modal.open();
      this.fit();
      this.composer?.propose(draft || this.parts.keeper.draft);
      this.settle();
      if (focus) this.composer?.focusField();
    });
  }

  hide(): void {
    this.modal.close();
    this.hidden = true;
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('chat') as ChatState | undefined;
    if (!before) return;
    // What the shopper sends is always shown to them, wherever they have scrolled.
    const sending = this.chat.outgoing.length > before.outgoing.length || this.chat.uploads.length > before.uploads.length;
    if (sending) {
      this.following = true;
      this.rating = false;
    }
    if (!this.following && before.loaded && this.chat.messages !== before.messages) this.behind = true;
    if (this.chat.resolved && !before.resolved && this.chat.messages.length) this.rating = true;
    if (!this.chat.messages.length && before.messages.length) this.rating = false;
  }

  protected override updated(): void {
    const flow = this.renderRoot.querySelector('.flow');
    if (flow !== this.watched) {
      this.grown.disconnect();
      if (flow) this.grown.observe(flow);
      this.watched = flow;
    }
    if (!this.hidden) this.settle();
  }

  protected override render(): TemplateResult {
    const chatting = this.view === 'chat';
    return html`<dialog class="panel" aria-label=${this.heading} @keydown=${this.onKey} @cancel=${this.onCancel}
      @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${this.onDrop}>
      ${chatting ? this.header() : this.privacyHeader()}
      ${chatting ? html`${personBanner(this.chat, Date.now())} ${this.conversation()}` : this.privacy()}
    </dialog>`;
  }

  private header(): TemplateResult {
    const { mode } = this.chat;
    const subtitle = { assistant: t.subtitle, waiting: t.subtitle_waiting, agent: t.subtitle_agent }[mode];
    return html`<div class="top">
      <span class="mark" data-mode=${mode}>${mode === 'agent' ? personIcon : markIcon}</span>
      <div class="titles" tabindex="-1">
        <h2>${this.heading}</h2>
        <p>${subtitle}</p>
      </div>
      ${mode !== 'assistant'
        ? nothing
        : html`<button type="button" class="person" ?disabled=${this.personAsked} @click=${this.askForPerson}>
            ${t.person}
          </button>`}
      <aisle-menu label=${t.menu_label} .entries=${this.entries()}></aisle-menu>
      ${this.closer()}
    </div>`;
  }

  private closer(): TemplateResult {
    return html`<button type="button" class="icon" aria-label=${t.close} @click=${this.close}>${closeIcon}</button>`;
  }

  private entries(): Entry[] {
    const { chime } = this.parts;
    const begun = this.chat.messages.length > 0;
    const sound = {
      label: t.menu_sound,
      on: chime.on,
      run: () => {
        chime.on = !chime.on;
        this.requestUpdate();
      },
    };
    const of = (label: string, run: () => void): Entry => ({ label, run });
    return [
      sound,
      ...(begun ? [of(t.menu_rate, () => this.askRating()), of(t.menu_transcript, () => void this.download())] : []),
      of(t.menu_privacy, () => this.turn('privacy')),
      ...(begun && !this.chat.resolved ? [of(t.menu_end, () => void this.end())] : []),
    ];
  }

  private conversation(): TemplateResult {
    const { chat, parts } = this;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t.log} @scroll=${this.onScroll}>
        <div class="flow">
        ${welcome(chat, this.press)} ${parts.consent() === 'ask' ? consentCard(parts.choose) : nothing}
        <div class="log" role="log" aria-label=${t.log} aria-live=${chat.loaded ? 'polite' : 'off'}>
          ${repeat(
            chat.messages,
            (message) => message.seq,
            (message, index) => this.message(message, index),
          )}
        </div>
        ${chat.outgoing.map((entry) => outgoing(entry, chat, (id) => parts.conversation.retry(id)))} ${uploads(chat, parts.requests)} ${writing(chat)}
        ${wantsAddress(chat)
          ? html`<aisle-leave-form ?written=${chat.messages.some((message) => message.from === 'shopper')}
              .leave=${(email: string, message: string) => parts.requests.leaveMessage(email, message)}></aisle-leave-form>`
          : nothing}
        ${this.rating
          ? html`<aisle-rating .given=${chat.rating} .rate=${(score: number, comment: string) => this.rate(score, comment)}></aisle-rating>`
          : nothing}
        </div>
      </div>
      ${this.behind
        ? html`<button type="button" class="jump" @click=${this.jump}>${downIcon}${t.jump}</button>`
        : nothing}
      <div class="strip" role="status">${notice(chat, this.trouble)}</div>
      <aisle-composer
        .most=${chat.limits?.message_chars ?? 2000}
        .accept=${(chat.limits ?? FILE_LIMITS).file_types.join(',')}
        @aisle-send=${(event: CustomEvent<string>) => parts.conversation.send(event.detail)}
        @aisle-files=${(event: CustomEvent<File[]>) => this.attach(event.detail)}
        @aisle-typing=${this.onTyping}
      ></aisle-composer>
      <p class="fine">${chat.mode === 'agent' ? nothing : t.notice}</p>`;
  }

  private privacyHeader(): TemplateResult {
    return html`<div class="top">
      <button type="button" class="icon back" aria-label=${t.back} @click=${() => this.turn('chat')}>${backIcon}</button>
      <div class="titles"><h2>${t.privacy_title}</h2></div>
      ${this.closer()}
    </div>`;
  }

  private privacy(): TemplateResult {
    const { requests } = this.parts;
    return html`<aisle-privacy
      ?consent=${this.parts.consent() === true}
      .load=${() => requests.stored()}
      .erase=${() => requests.erase()}
      .save=${(stored: object) => saveJson(stored, 'aisle-data.json')}
      @aisle-choice=${(event: CustomEvent<boolean>) => this.parts.choose(event.detail)}
    ></aisle-privacy>`;
  }

  private message(message: Message, index: number): TemplateResult {
    const { messages } = this.chat;
    const named = message.from === 'agent' && startsGroup(messages, index);
    const live = liveMessage(this.chat) === message;
    return messageView(message, {
      place: this.parts.place,
      own: 'shopper',
      name: named ? (message.name ?? this.chat.agent?.name ?? t.agent) : null,
      press: live ? ({ payload, title }) => this.press(payload, title) : null,
      pressed: messages.slice(index + 1).find((later) => later.from === 'shopper')?.text ?? null,
      form: live ? formOf(message, this.press) : null,
      showTime: endsGroup(messages, index) && !(this.chat.draft && index === messages.length - 1),
      basket: this.parts.basket(),
      picture: this.parts.requests.picture,
    });
  }

  private get personAsked(): boolean {
    return this.chat.outgoing.some((entry) => entry.text === ASK_PERSON);
  }

  private readonly press = (text: string, label: string = text): void => {
    // A second click may come before the button is painted as pressed.
    if (this.parts.conversation.state.value.outgoing.some((entry) => entry.status !== 'failed')) return;
    this.parts.conversation.send(text, label);
    this.composer?.focusField();
  };

  private askForPerson(): void {
    this.parts.conversation.send(ASK_PERSON, t.person);
    this.composer?.focusField();
  }

  private attach(files: readonly File[]): void {
    const { requests } = this.parts;
    this.trouble = null;
    for (const file of files) {
      const problem = requests.problem(file);
      if (problem) this.trouble = problem === 'type' ? t.attach_type : fill(t.attach_size, { size: requests.mostBytes });
      else void requests.upload(file);
    }
  }

  private onDrop(event: DragEvent): void {
    event.preventDefault();
    if (this.view === 'chat' && event.dataTransfer?.files.length) this.attach([...event.dataTransfer.files]);
  }

  private onTyping(event: CustomEvent<string>): void {
    this.parts.keeper.draft = event.detail;
    this.trouble = null;
    if (event.detail && this.chat.mode === 'agent') this.parts.conversation.typing.touch();
  }

  private async rate(score: number, comment: string): Promise<void> {
    await this.parts.requests.rate(score, comment);
    this.parts.rated(score);
  }

  private askRating(): void {
    this.rating = true;
    this.following = true;
    void this.updateComplete.then(() => {
      this.settle();
      this.renderRoot.querySelector<LitElement>('aisle-rating')?.renderRoot.querySelector<HTMLElement>('input')?.focus();
    });
  }

  private async download(): Promise<void> {
    try {
      save(await this.parts.requests.transcript(), 'conversation.txt');
    } catch {
      this.trouble = t.download_failed;
    }
  }

  private async end(): Promise<void> {
    try {
      await this.parts.requests.end();
      this.rating = true;
      this.following = true;
    } catch {
      this.trouble = t.error_other;
    }
  }

  private turn(view: 'chat' | 'privacy'): void {
    this.view = view;
    this.placed = false;
    void this.updateComplete.then(() => {
      if (view === 'privacy') {
        this.renderRoot.querySelector<HTMLElement>('.back')?.focus();
      } else {
        this.composer?.propose(this.parts.keeper.draft);
        this.composer?.focusField();
      }
    });
  }

  private close(): void {
    this.dispatchEvent(new Event('aisle-close'));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    event.stopPropagation();
    event.preventDefault();
    if (this.view === 'privacy') this.turn('chat');
    else this.close();
  }

  /** The browser closes a modal dialog by itself, e.g. by a phone's back gesture. */
  private onCancel(event: Event): void {
    event.preventDefault();
    this.close();
  }

  private onScroll(): void {
    const { scroller } = this;
    if (!scroller || !this.placed) return;
    const up = scroller.scrollTop < this.lastTop;
    this.lastTop = scroller.scrollTop;
    if (PlaceKeeper.atEnd(scroller)) this.following = true;
    // What grows below moves nobody: only going up ends the following.
    else if (up) this.following = false;
    this.parts.keeper.note(this.following ? null : scroller);
    if (this.following) this.behind = false;
  }

  private jump(): void {
    this.following = true;
    this.behind = false;
    this.composer?.focusField();
    this.settle();
  }

  /** To the end while the shopper follows; at first to the place they left on the page before. */
  private settle(): void {
    const { scroller } = this;
    if (!scroller) return;
    if (this.following) {
      scroller.scrollTop = scroller.scrollHeight;
    } else if (!this.placed && this.chat.loaded) {
      this.following = !this.parts.keeper.restore(scroller);
      if (this.following) scroller.scrollTop = scroller.scrollHeight;
    }
    if (this.chat.loaded) this.placed = true;
  }

  /** On a phone the on-screen keyboard covers part of the window; the panel keeps to what is visible. */
  private readonly fit = (): void => {
    if (!visualViewport) return;
    this.modal.follow();
    this.style.setProperty('--aisle-visible', `${visualViewport.height}px`);
    this.style.setProperty('--aisle-top', `${visualViewport.offsetTop}px`);
  };
}
