/** One shopper's conversation: keeps the state, the socket, the outbox and the fallback to plain HTTP together. */
import type { ChatApi } from '../shared/chat-api';
import { ApiError, asApiError } from '../shared/http';
import { LiveSocket, type SocketState } from '../shared/live-socket';
import { Store } from '../shared/store';
import type { About, ApiErrorBody, Credentials, Frame, Message } from '../shared/types';
import {
  applyAbout,
  applyConnection,
  applyFrame,
  applyHistory,
  applyMessages,
  EMPTY,
  lastSeq,
  type ChatState,
  type Connection,
  type Outgoing,
} from './chat-state';
import type { Drawer } from './orphans';
import { Outbox, type Delivery } from './outbox';
import type { Session } from './session';
import { TypingSignal } from '../shared/typing-signal';

export interface Timing {
  /** How long the server may take to show that it has a message sent by socket. */
  ackMs: number;
  /** How long a message waits for a socket that is being opened. */
  socketMs: number;
  /** Pause between polls while there is no socket. */
  pollMs: number;
  /** Pause before a failed delivery is tried again, doubled each time up to the longest. */
  retryMs: number;
  longestRetryMs: number;
}

export const TIMING: Timing = { ackMs: 5_000, socketMs: 1_500, pollMs: 4_000, retryMs: 1_000, longestRetryMs: 15_000 };
const MOST_SERVER_ERRORS = 4;
const MOST_RENEWALS = 2;
const AGENT_TYPING_MS = 10_000;
/** Errors of the socket that end the conversation, and the HTTP status of those a message may be refused with. */
const LOST = new Set(['unauthorised', 'forbidden', 'conversation_not_found']);
const STATUS: Record<string, number> = { rate_limited: 429, unavailable: 503, internal: 500 };

export interface ConversationOptions {
  session: Session;
  api: ChatApi;
  /** Where unsent messages are kept. */
  drawer: Drawer;
  timing?: Timing;
  WebSocket?: typeof WebSocket;
  /** Whether the browser knows that it has no network. */
  offline?: () => boolean;
}

interface Flight {
  entry: Outgoing;
  after: number;
  settle: (outcome: 'taken' | 'silent' | ApiError) => void;
}

export class Conversation {
  readonly state: Store<ChatState>;
  readonly typing = new TypingSignal((on) => this.socket?.send({ type: 'typing', on }));
  private readonly outbox: Outbox;
  private readonly timing: Timing;
  private who: Credentials | null = null;
  private socket: LiveSocket | null = null;
  private flight: Flight | null = null;
  private failures = 0;
  private renewals = 0;
  /** How often the server has told who has the conversation. */
  private toldMode = 0;
  private pollTimer: ReturnType<typeof setTimeout> | undefined;
  private agentTimer: ReturnType<typeof setTimeout> | undefined;
  private socketWaiters: (() => void)[] = [];

  constructor(private readonly options: ConversationOptions) {
    this.timing = options.timing ?? TIMING;
    this.outbox = new Outbox({
      shelf: options.drawer.shelf,
      key: options.drawer.key,
      subject: () => options.session.subject,
      deliver: (entry) => this.deliver(entry),
      onChange: (outgoing) => this.state.update((state) => ({ ...state, outgoing })),
    });
    this.state = new Store<ChatState>({ ...EMPTY, outgoing: this.outbox.all });
  }

  /** Takes up the stored conversation, if there is one, and sends what was left unsent. */
  async start(): Promise<void> {
    const { session, drawer } = this.options;
    const who = session.current;
    if (!who) this.state.update((state) => ({ ...state, loaded: true }));
    this.outbox.adopt(await drawer.adopt(session.subject));
    if (who) await this.attach(who);
    void this.outbox.run();
  }

  /** Ends every connection; the conversation itself stays. */
  stop(): void {
    this.detach();
    this.typing.stop();
  }

  /** Sends a text, or a button's payload under its title. */
  send(text: string, label: string = text): void {
    const trimmed = text.trim();
    if (!trimmed) return;
    this.typing.stop();
    this.outbox.add(trimmed, label.trim());
  }

  retry(clientId: string): void {
    this.outbox.retry(clientId);
  }

  /** The network may be back: try everything now. */
  hurry(): void {
    this.socket?.hurry();
    this.outbox.hurry();
    if (this.socket?.open) this.connection('online');
    else void this.sync();
  }

  /** Takes up the conversation that another tab has begun. */
  adopt(): void {
    const who = this.options.session.current;
    if (who) void this.attach(who);
  }

  /** The browser lost its network: say so at once, not at the next time-out. */
  lost(): void {
    if (this.who) this.connection('offline');
  }

  /** The page signed the shopper in or out. */
  async identify(token: string | null): Promise<void> {
    const before = this.options.session.subject;
    if (!this.options.session.identify(token)) return;
    // A visitor who signs in keeps what they wrote; what a customer wrote is not the next one's to send.
    if (before !== null) this.outbox.clear();
    this.reset();
    await this.start();
  }

  /** The conversation, begun and listened to if it was not yet. Raises ApiError. */
  async ensure(): Promise<Credentials> {
    const who = await this.options.session.ensure();
    void this.attach(who);
    return who;
  }

  /** The conversation as it is, or null when there is none. */
  get current(): Credentials | null {
    return this.options.session.current;
  }

  /** Shows messages that a request brought, and what it said of the conversation. */
  take(messages: readonly Message[], about: About = {}): void {
    this.noticeOwn(messages);
    this.state.update((state) => applyAbout(applyMessages(state, messages), about));
  }

  /** The conversation was deleted: nothing of it is shown any more, and the next message begins another one. */
  forget(): void {
    this.outbox.clear();
    if (this.who) this.renew(this.who);
    else this.state.update((state) => ({ ...EMPTY, loaded: state.loaded }));
  }

  private async attach(who: Credentials): Promise<void> {
    if (this.who?.id === who.id) return;
    if (this.who) this.reset();
    this.who = who;
    this.openSocket(who);
    await this.sync();
  }

  private detach(): void {
    clearTimeout(this.pollTimer);
    clearTimeout(this.agentTimer);
    const socket = this.socket;
    this.socket = null;
    this.who = null;
    socket?.stop();
    this.flight?.settle('silent');
  }

  private reset(): void {
    this.detach();
    this.state.update(() => ({ ...EMPTY, outgoing: this.outbox.all }));
  }

  private openSocket(who: Credentials): void {
    const socket: LiveSocket = new LiveSocket({
      url: () => this.options.api.socketUrl(who),
      hello: () => ({ type: 'hello', token: who.token, after: lastSeq(this.state.value) }),
      onFrame: (frame) => this.receive(frame),
      onState: (state) => {
        if (socket === this.socket) this.socketChanged(state);
      },
      onLost: () => {
        if (socket === this.socket) void this.sync();
      },
      ...(this.options.WebSocket ? { WebSocket: this.options.WebSocket } : {}),
    });
    this.socket = socket;
    socket.start();
  }

  private socketChanged(state: SocketState): void {
    if (state === 'open') {
      clearTimeout(this.pollTimer);
      this.connection('online');
      for (const waiter of this.socketWaiters.splice(0)) waiter();
      this.outbox.hurry();
    } else if (state === 'closed') {
      this.flight?.settle('silent');
    } else if (this.state.value.connection === 'idle') {
      this.connection('connecting');
    }
  }

  private connection(connection: Connection): void {
    this.state.update((state) => applyConnection(state, connection));
  }

  private receive(value: unknown): void {
    const frame = value as Partial<Frame> | null;
    if (!frame || typeof frame !== 'object' || typeof frame.type !== 'string') return;
    const known = frame as Frame;
    if (known.type === 'deleted') {
      this.forget();
      return;
    }
    if (known.type === 'error' && this.refused(known.error)) return;
    if (known.type === 'message') this.noticeOwn([known.message]);
    if (known.type === 'handoff') this.toldMode += 1;
    if (known.type === 'typing' && known.from === 'agent') this.expireAgentTyping();
    this.state.update((state) => applyFrame(state, known));
  }

  /** Whether the error was about the message on its way, or about the conversation itself. */
  private refused(error: ApiErrorBody): boolean {
    if (LOST.has(error.code)) {
      if (this.who) this.renew(this.who);
      return true;
    }
    if (!this.flight || error.client_id !== this.flight.entry.clientId) return error.client_id !== undefined;
    this.flight.settle(new ApiError(STATUS[error.code] ?? 400, error.code, error.message));
    return true;
  }

  /** Messages of the shopper that came back: they leave the outbox. */
  private noticeOwn(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.from !== 'shopper') continue;
      if (message.client_id) this.outbox.acknowledge(message.client_id);
      const flight = this.flight;
      if (!flight || message.seq <= flight.after) continue;
      const { clientId, label, text } = flight.entry;
      const same = message.client_id ? message.client_id === clientId : message.text === label || message.text === text;
      if (same) flight.settle('taken');
    }
  }

  private expireAgentTyping(): void {
    clearTimeout(this.agentTimer);
    this.agentTimer = setTimeout(
      () => this.state.update((state) => ({ ...state, typing: { ...state.typing, agent: false } })),
      AGENT_TYPING_MS,
    );
  }

  /** Fetches what is new. Without a socket this also finds out whether the server can be reached, and polls on. */
  private async sync(): Promise<void> {
    const who = this.who;
    if (!who) return;
    clearTimeout(this.pollTimer);
    try {
      const told = this.toldMode;
      const history = await this.options.api.history(who, lastSeq(this.state.value));
      if (this.who !== who) return;
      this.noticeOwn(history.messages);
      // Who has the conversation may have been told while the answer was on its way: that is newer.
      const overtaken = told !== this.toldMode;
      this.state.update((state) =>
        applyHistory(state, overtaken ? { ...history, state: state.mode, agent: state.agent } : history),
      );
      if (!this.socket?.open) this.connection('polling');
    } catch (error) {
      if (this.who !== who) return;
      if (asApiError(error)?.gone) {
        this.renew(who);
        return;
      }
      if (!this.socket?.open) this.connection(this.options.offline?.() ? 'offline' : 'connecting');
    }
    if (!this.socket?.open) this.pollTimer = setTimeout(() => void this.sync(), this.timing.pollMs);
  }

  /** The server does not know the conversation any more: the next message begins another one. */
  private renew(dead: Credentials): void {
    this.options.session.forget(dead);
    this.reset();
    this.state.update((state) => ({ ...state, loaded: true }));
    const other = this.options.session.current;
    if (other) void this.attach(other);
  }

  private async deliver(entry: Outgoing): Promise<Delivery> {
    try {
      const who = await this.ensure();
      await this.options.session.tellChanges();
      await this.socketReady();
      if (!(await this.bySocket(entry))) await this.byRequest(who, entry);
      this.failures = 0;
      this.renewals = 0;
      return { kind: 'sent' };
    } catch (error) {
      return this.failed(error);
    }
  }

  /** True when the server has shown the message back; false when the socket cannot say. */
  private async bySocket(entry: Outgoing): Promise<boolean> {
    const frame = { type: 'message', text: entry.text, client_id: entry.clientId };
    const after = lastSeq(this.state.value);
    const outcome = await new Promise<'taken' | 'silent' | ApiError>((resolve) => {
      const timer = setTimeout(() => settle('silent'), this.timing.ackMs);
      const settle = (result: 'taken' | 'silent' | ApiError): void => {
        clearTimeout(timer);
        this.flight = null;
        resolve(result);
      };
      this.flight = { entry, after, settle };
      if (!this.socket?.send(frame)) settle('silent');
    });
    if (outcome instanceof ApiError) throw outcome;
    return outcome === 'taken';
  }

  private async byRequest(who: Credentials, entry: Outgoing): Promise<void> {
    const assistant = this.state.value.mode === 'assistant';
    this.state.update((state) => ({ ...state, typing: { ...state.typing, assistant } }));
    try {
      await this.options.api.send(who, entry.text, entry.clientId);
      await this.sync();
    } finally {
      this.state.update((state) => ({ ...state, typing: { ...state.typing, assistant: false } }));
    }
  }

  private failed(problem: unknown): Delivery {
    const error = asApiError(problem);
    if (!error) throw problem;
    if (error.gone && this.renewals < MOST_RENEWALS) {
      this.renewals += 1;
      if (this.who) this.renew(this.who);
      return { kind: 'again', pauseMs: 0 };
    }
    this.state.update((state) => ({ ...state, error: { code: error.code, message: error.message } }));
    const hopeless = error.status >= 500 && this.failures >= MOST_SERVER_ERRORS;
    if (!error.passing || hopeless) {
      this.failures = 0;
      return { kind: 'refused' };
    }
    if (error.status === 0 && this.options.offline?.()) this.connection('offline');
    const pauseMs = Math.min(this.timing.longestRetryMs, this.timing.retryMs * 2 ** this.failures);
    this.failures += 1;
    return { kind: 'again', pauseMs: Math.max(pauseMs, error.retryAfterMs) };
  }

  /** Gives a socket that is being opened a moment: only by socket does the answer stream. */
  private socketReady(): Promise<void> {
    if (!this.socket || this.socket.open || this.state.value.connection !== 'connecting') return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.timing.socketMs);
      this.socketWaiters.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
