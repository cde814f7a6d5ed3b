/**
 * What every page of the shop loads: the launcher, `<aisle-chat>` and `window.Aisle`. All the rest comes on opening.
 * Keep it small: `npm run build` fails when it outgrows its budget.
 */
import { BeginApi } from '../shared/chat-api';
import { fill } from '../shared/texts-fill';
import { applyAccent } from './accent';
import type { AppModule, ChatApp } from './app-seam';
import { CONSENT_KEY, consented, readConfig } from './config';
import { Emitter, type EventName, type Listener } from './emitter';
import { LAUNCHER_CSS, launcherElements } from './launcher';
import { launcherTexts } from './launcher-texts';
import { PageViews, type Detail } from './page-views';
import { Session } from './session';
import { shelf } from './storage';

declare const __APP_FILE__: string;

const TAG = 'aisle-chat';
const OPEN_KEY = 'aisle-open';
/** Set while a person may answer: then a closed widget listens on other pages too. */
const LIVE_KEY = 'aisle-live';
const UNREAD_KEY = 'aisle-unread';

const script = document.currentScript as HTMLScriptElement;
const config = readConfig(script);
const texts = launcherTexts(config);
const tab = shelf(() => sessionStorage);
const browser = shelf(() => localStorage);
const session = new Session(new BeginApi(config.base), config, browser);
const views = new PageViews(session, config);
let chat: AisleChat | null = null;
const events = new Emitter(() => chat?.refresh());

class AisleChat extends HTMLElement {
  private readonly root = this.attachShadow({ mode: 'open' });
  private readonly parts = launcherElements(config.launcher, texts.open);
  private app: ChatApp | null = null;
  private loading: Promise<ChatApp> | null = null;
  private unread = tab.read<number>(UNREAD_KEY) ?? 0;
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
    this.dir = config.direction;
    this.lang = config.language;
    this.setAttribute('side', config.side);
    this.setAttribute('theme', config.theme);
    if (config.accent) applyAccent(this, config.accent);
    this.paint();
    if (tab.read(OPEN_KEY)) void this.open(undefined, false);
    else if (tab.read(LIVE_KEY)) void this.load();
  }

  /** Opens the panel; `focus` false when the page, not the shopper, opens it. */
  async open(draft?: string, focus = true): Promise<void> {
    if (this.isOpen) return;
    this.parts.note.textContent = '';
    this.show(true);
    try {
      const app = await this.load();
      if (!this.isOpen) return;
      app.show(focus, draft);
      views.report();
      events.emit('open', {});
    } catch (error) {
      this.show(false);
      this.parts.note.textContent = texts.failed;
      console.error('aisle', error);
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

  refresh(): void {
    this.app?.refresh();
  }

  private show(open: boolean): void {
    this.isOpen = open;
    if (open) tab.write(OPEN_KEY, 1);
    else tab.remove(OPEN_KEY);
    this.paint();
  }

  private paint(): void {
    const { button, badge } = this.parts;
    const opened = this.isOpen && this.app !== null;
    const unread = opened ? 0 : this.unread;
    button.toggleAttribute('data-open', opened);
    button.toggleAttribute('data-busy', this.isOpen && !opened);
    button.setAttribute('aria-expanded', String(opened));
    const label = unread ? fill(texts.unread, { open: texts.open, count: unread }) : texts.open;
    button.setAttribute('aria-label', opened ? texts.close : label);
    badge.hidden = !unread;
    badge.textContent = String(unread || '');
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
    const app = await module.createApp({
      config,
      session,
      tab,
      browser,
      close: () => this.close(),
      received: (message) => events.emit('message', message),
      unread: (count) => this.setUnread(count),
      modeChanged: (mode) => {
        if (mode === 'assistant') tab.remove(LIVE_KEY);
        else tab.write(LIVE_KEY, 1);
        events.emit('handoff', { state: mode });
      },
      rated: (stars) => events.emit('rated', { stars }),
      takesBasket: () => events.has('basket'),
      track: (name, detail) => views.track(name, detail),
      addToBasket: (request) => events.ask('basket', request),
    });
    this.root.prepend(app.element);
    this.app = app;
    this.paint();
    return app;
  }

  private setUnread(count: number): void {
    if (count === this.unread) return;
    this.unread = count;
    if (count) tab.write(UNREAD_KEY, count);
    else tab.remove(UNREAD_KEY);
    this.paint();
    events.emit('unread', { count });
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
  chat = element();
  const shown = chat;
  const api = Object.freeze({
    open: (options?: { text?: string }) => shown.open(options?.text),
    close: () => shown.close(),
    identify: (token: string | null) => shown.identify(token),
    track: (name: string, detail?: Detail) => views.track(name, detail),
    on: (name: EventName, listener: Listener) => events.on(name, listener),
  });
  Object.defineProperty(window, 'Aisle', { value: api, configurable: true });
  views.begin();
  // Capturing, because the event may be sent to the document and not bubble.
  window.addEventListener(
    CONSENT_KEY,
    () => {
      views.begin();
      shown.refresh();
      events.emit('consent', { given: consented(config) });
    },
    true,
  );
  window.dispatchEvent(new Event('aisle-ready'));
}

// A page that names the script twice gets one widget.
if (!customElements.get(TAG)) {
  customElements.define(TAG, AisleChat);
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin);
}
