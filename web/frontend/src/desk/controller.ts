/** Keeps the desk's state, its socket and the API together. */
import { asApiError } from '../shared/http';
import { LiveSocket } from '../shared/live-socket';
import { Store } from '../shared/store';
import { fill, texts } from '../shared/texts';
import { TypingSignal } from '../shared/typing-signal';
import type { DeskApi } from './desk-api';
import { applyDeskFrame, applyEntries, applyLists, applyMessages, applyNotes, listed, NO_DESK, neighbour, type DeskState } from './desk-state';
import type { DeskFrame, Filter, Me, Page, TypingFrame } from './types';

const t = texts.desk;
/** Whoever goes on typing says so more often than this. */
const TYPING_MS = 10_000;
/** The close code of a desk whose agent has signed out, in this tab or another one. */
const SIGNED_OUT = 4401;

export class DeskController {
  readonly state = new Store<DeskState>(NO_DESK);
  readonly typing = new TypingSignal((on) => {
    const conversation = this.state.value.selected;
    if (conversation) this.socket?.send({ type: 'typing', conversation, on });
  });
  private socket: LiveSocket | null = null;
  private readonly typingTimers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    readonly api: DeskApi,
    private readonly WebSocketClass?: typeof WebSocket,
    /** What is shown first. */
    private readonly home: Page = 'inbox',
  ) {}

  /** Finds out who is signed in. */
  async start(): Promise<void> {
    try {
      await this.entered(await this.api.me());
    } catch {
      this.state.update(() => ({ ...NO_DESK, ready: true }));
    }
  }

  /** Signs in; the text to show when that failed, else null. */
  async login(email: string, password: string): Promise<string | null> {
    try {
      await this.entered(await this.api.login(email, password));
      return null;
    } catch (error) {
      const status = asApiError(error)?.status ?? 0;
      if (status === 429) return t.login_limited;
      return status === 0 || status >= 500 ? t.login_failed : t.login_wrong;
    }
  }

  async logout(): Promise<void> {
    this.stop();
    await this.api.logout().catch(() => undefined);
    this.left();
  }

  stop(): void {
    this.socket?.stop();
    this.socket = null;
    this.typing.stop();
    for (const timer of this.typingTimers.values()) clearTimeout(timer);
  }

  /** The browser lost its network: say so at once, not at the next time-out. */
  lost(): void {
    this.state.update((state) => (state.me ? { ...state, live: false } : state));
  }

  /** The network is back: what happened in the meantime is fetched, on a new connection if need be. */
  back(): void {
    if (!this.socket) return;
    this.socket.hurry();
    if (!this.socket.open) return;
    this.state.update((state) => ({ ...state, live: true }));
    void this.catchUp();
  }

  show(filter: Filter): void {
    this.state.update((state) => ({ ...state, filter, page: 'inbox' }));
  }

  open(page: Page): void {
    this.state.update((state) => ({ ...state, page, problem: null }));
    if (page === 'team') void this.loadTeam();
  }

  /** Shows what was said with those words, under All. */
  async search(query: string): Promise<void> {
    const words = query.trim();
    this.state.update((state) => ({ ...state, query: words, filter: 'all', found: words ? state.found : null }));
    if (!words) return;
    try {
      const entries = await this.api.list('all', words);
      const found = new Set(entries.map(({ id }) => id));
      this.state.update((state) => (state.query === words ? { ...applyEntries(state, entries), found } : state));
    } catch (error) {
      this.failed(error);
    }
  }

  move(step: number): void {
    const id = neighbour(this.state.value, step);
    if (id) void this.select(id);
  }

  async select(id: string | null): Promise<void> {
    this.typing.stop();
    this.state.update((state) => ({ ...state, selected: id, problem: null }));
    if (id) await this.load(id);
  }

  take(id: string, over = false): Promise<boolean> {
    return this.act(id, () => this.api.take(id, over));
  }

  transfer(id: string, agent: number | null): Promise<boolean> {
    return this.act(id, () => this.api.transfer(id, agent));
  }

  resolve(id: string): Promise<boolean> {
    return this.act(id, () => this.api.resolve(id));
  }

  note(id: string, text: string): Promise<boolean> {
    return this.act(id, () => this.api.note(id, text));
  }

  async setAway(away: boolean): Promise<void> {
    try {
      await this.api.presence(away);
      await this.loadTeam();
    } catch (error) {
      this.failed(error);
    }
  }

  async loadTeam(): Promise<void> {
    try {
      const [team, canned] = await Promise.all([this.api.team(), this.api.canned()]);
      this.state.update((state) => ({ ...state, team, canned }));
    } catch (error) {
      this.failed(error);
    }
  }

  /** Runs what a page of the desk asks for; false, and the reason shown, when that failed. */
  async attempt(work: () => Promise<unknown>): Promise<boolean> {
    this.state.update((state) => ({ ...state, problem: null }));
    try {
      await work();
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  giveBack(id: string, note: string): Promise<boolean> {
    return this.act(id, () => this.api.giveBack(id, note.trim()));
  }

  /** Sends a reply; false when it was not taken, so that the text can be kept. */
  send(id: string, text: string): Promise<boolean> {
    this.typing.stop();
    return this.act(id, () => this.api.send(id, text));
  }

  private async act(id: string, action: () => Promise<unknown>): Promise<boolean> {
    this.state.update((state) => ({ ...state, problem: null }));
    try {
      await action();
    } catch (error) {
      this.failed(error);
      await this.load(id);
      return false;
    }
    await this.load(id);
    return true;
  }

  private async load(id: string): Promise<void> {
    try {
      const { entry, messages, notes } = await this.api.one(id);
      this.state.update((state) => {
        const mentions = state.mentions.filter(({ conversation }) => conversation !== id);
        return applyNotes(applyMessages(applyEntries({ ...state, mentions }, [entry]), id, messages), id, notes);
      });
    } catch (error) {
      this.failed(error);
    }
  }

  private failed(problem: unknown): void {
    const error = asApiError(problem);
    if (!error) throw problem;
    if (error.status === 401) {
      this.left();
      return;
    }
    const reason = error.status === 0 ? t.login_failed : error.message;
    this.state.update((state) => ({ ...state, problem: fill(t.action_failed, { reason }) }));
  }

  private async entered(me: Me): Promise<void> {
    this.state.update(() => ({ ...NO_DESK, me, page: this.home, ready: true }));
    await this.refresh();
    // Somebody who already has conversations wants to see those.
    if (this.home === 'inbox' && listed(this.state.value, 'mine').length) this.show('mine');
    void this.loadTeam();
    this.connect();
  }

  private left(): void {
    this.stop();
    this.state.update(() => ({ ...NO_DESK, ready: true }));
  }

  private async refresh(): Promise<void> {
    const asked = this.state.value.entries;
    const lists = await Promise.all([this.api.list('all'), this.api.list('waiting'), this.api.list('mine')]);
    const mentions = await this.api.mentions();
    this.state.update((state) => applyLists({ ...state, mentions }, asked, lists.flat()));
  }

  private connect(): void {
    const socket: LiveSocket = new LiveSocket({
      url: () => this.api.socketUrl,
      onFrame: (frame) => this.receive(frame as DeskFrame),
      onState: (now) => {
        if (socket !== this.socket) return;
        this.state.update((state) => ({ ...state, live: now === 'open' }));
        if (now === 'open') void this.catchUp();
      },
      onLost: (_opened, code) => {
        if (socket !== this.socket) return;
        // The session may also have ended without a word; then the lists say so.
        if (code === SIGNED_OUT) this.left();
        else void this.catchUp();
      },
      ...(this.WebSocketClass ? { WebSocket: this.WebSocketClass } : {}),
    });
    this.socket = socket;
    socket.start();
  }

  /** What happened while there was no connection. */
  private async catchUp(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      if (asApiError(error)?.status === 401) this.left();
      return;
    }
    const { selected } = this.state.value;
    if (selected) await this.load(selected);
  }

  /** A shopper who has gone does not say that they stopped. */
  private expireTyping(frame: TypingFrame): void {
    clearTimeout(this.typingTimers.get(frame.conversation));
    this.typingTimers.delete(frame.conversation);
    if (!frame.on) return;
    const expire = (): void => this.state.update((state) => applyDeskFrame(state, { ...frame, on: false }));
    this.typingTimers.set(frame.conversation, setTimeout(expire, TYPING_MS));
  }

  private receive(frame: DeskFrame | null): void {
    if (!frame || typeof frame !== 'object') return;
    this.state.update((state) => applyDeskFrame(state, frame));
    if (frame.type === 'typing' && frame.from === 'shopper') this.expireTyping(frame);
    const { selected } = this.state.value;
    // Fetching it also tells the server that it was read.
    if (frame.type === 'message' && frame.conversation === selected && frame.message.from === 'shopper' && !document.hidden) {
      void this.load(selected);
    }
  }
}
