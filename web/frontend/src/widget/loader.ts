/**
 * What every page of the shop loads: the launcher, `<aisle-chat>` and `window.Aisle`. All the rest comes on opening.
 * Keep it small: `npm run build` fails when it outgrows its budget.
 */
import { launcher as texts } from '../texts/en.json';
import { ChatApi } from '../shared/chat-api';
import { fill } from '../shared/texts-fill';
import { CONSENT_KEY, readConfig } from './config';
import { Emitter, type EventName, type Listener } from './emitter';
import type { AppModule, ChatApp } from './app-seam';
import { applyAccent } from './accent';
import { LAUNCHER_CSS, launcherElements } from './launcher';
import { PageViews } from './page-views';
import { Session } from './session';
import { shelf } from './storage';

declare const __APP_FILE__: string;

const TAG = 'aisle-chat';
const OPEN_KEY = 'aisle-open';
/** Set while a person may answer: then a closed widget listens on other pages too. */
const LIVE_KEY = 'aisle-live';

const script = document.currentScript as HTMLScriptElement;
const config = readConfig(script);
const events = new Emitter();
const tab = shelf(() => sessionStorage);
const session = new Session(new ChatApi(config.base), config, shelf(() => localStorage));
const views = new PageViews(session, config);

class AisleChat extends HTMLElement {
  private readonly root = this.attachShadow({ mode: 'open' });
  private readonly parts = launcherElements(texts.open);
  private app: ChatApp | null = null;
  private loading: Promise<ChatApp> | null = null;
  private unread = 0;
  private isOpen = false;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LAUNCHER_CSS);
    this.root.adoptedStyleSheets = [sheet];
    this.root.append(this.parts.note, this.parts.button);
    this.parts.button.addEventListener('click', () => (this.isOpen ? this.close() : void this.open()));
  }

  connectedCallback(): void {
    if (config.accent) applyAccent(this, config.accent);
    if (tab.read(OPEN_KEY)) void this.open(false);
    else if (tab.read(LIVE_KEY)) void this.load();
  }

  /** Opens the panel; `focus` false when the page, not the shopper, opens it. */
  async open(focus = true): Promise<void> {
    if (this.isOpen) return;
    this.parts.note.textContent = '';
    this.show(true);
    try {
      const app = await this.load();
      if (!this.isOpen) return;
      app.show(focus);
      views.report();
      events.emit('open', {});
    } catch (error) {
      this.show(false);
      this.parts.note.textContent = texts.failed;
      console.error('aisle: the chat could not be loaded', error);
    }
  }

  close(): void {
    if (!this.isOpen) return;
    this.show(false);
    this.app?.hide();
    this.parts.button.focus();
    events.emit('close', {});
  }

  identify(token: string | null): void {
    if (this.app) void this.app.identify(token);
    else session.identify(token);
  }

  private show(open: boolean): void {
    this.isOpen = open;
    if (open) tab.write(OPEN_KEY, 1);
    else tab.remove(OPEN_KEY);
    if (open) this.unread = 0;
    this.paint();
  }

  private paint(): void {
    const { button, badge } = this.parts;
    const opened = this.isOpen && this.app !== null;
    button.toggleAttribute('data-open', opened);
    button.toggleAttribute('data-busy', this.isOpen && !opened);
    button.setAttribute('aria-expanded', String(opened));
    const label = this.unread ? fill(texts.unread, { count: this.unread }) : texts.open;
    button.setAttribute('aria-label', opened ? texts.close : label);
    badge.hidden = !this.unread;
    badge.textContent = String(this.unread);
  }

  private load(): Promise<ChatApp> {
    this.loading ??= this.start().catch((error: unknown) => {
      this.loading = null; // the next click tries again
      throw error;
    });
    return this.loading;
  }

  private async start(): Promise<ChatApp> {
    const module = (await import(/* @vite-ignore */ new URL(__APP_FILE__, config.assets).href)) as AppModule;
    const app = module.createApp({
      config,
      session,
      tab,
      close: () => this.close(),
      received: (message) => {
        events.emit('message', message);
        if (this.isOpen) return;
        this.unread += 1;
        this.paint();
      },
      modeChanged: (mode) => {
        if (mode === 'assistant') tab.remove(LIVE_KEY);
        else tab.write(LIVE_KEY, 1);
        events.emit('handoff', { state: mode });
      },
    });
    this.root.prepend(app.element);
    this.app = app;
    this.paint();
    return app;
  }
}

function element(): AisleChat {
  const present = document.querySelector<AisleChat>(TAG);
  if (present) return present;
  const created = document.createElement(TAG) as AisleChat;
  document.body.append(created);
  return created;
}

function begin(): void {
  const chat = element();
  const api = Object.freeze({
    open: () => chat.open(),
    close: () => chat.close(),
    identify: (token: string | null) => chat.identify(token),
    on: (name: EventName, listener: Listener) => events.on(name, listener),
  });
  Object.defineProperty(window, 'Aisle', { value: api, configurable: true });
  views.begin();
  // Capturing, because the event may be sent to the document and not bubble.
  window.addEventListener(CONSENT_KEY, () => views.begin(), true);
  window.dispatchEvent(new Event('aisle-ready'));
}

// A page that names the script twice gets one widget.
if (!customElements.get(TAG)) {
  customElements.define(TAG, AisleChat);
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin);
}
