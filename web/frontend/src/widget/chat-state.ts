/** What the widget shows, and how each frame changes it. Pure functions. */
import type { About, Agent, ApiErrorBody, Contact, Frame, History, Limits, Message, Mode, Rating, Support } from '../shared/types';

export type Connection = 'idle' | 'connecting' | 'online' | 'polling' | 'offline';

export interface Outgoing {
  clientId: string;
  /** What is sent. */
  text: string;
  /** What the shopper sees: the title of a pressed button, else the text. */
  label: string;
  status: 'queued' | 'sending' | 'failed';
}

/** A file on its way; only in memory, like the file itself. */
export interface Upload {
  clientId: string;
  name: string;
  status: 'sending' | 'failed';
}

export interface ChatState {
  /** Ascending by `seq`, each once. */
  messages: readonly Message[];
  outgoing: readonly Outgoing[];
  uploads: readonly Upload[];
  /** The reply as far as it has been written. */
  draft: string;
  typing: { assistant: boolean; agent: boolean };
  mode: Mode;
  agent: Agent | null;
  /** The agent has just given the conversation back. */
  returned: boolean;
  /** Who could be there, as the server last said. */
  support: Support | null;
  /** Place in the queue, from 1 on, while waiting. */
  position: number | null;
  rating: Rating | null;
  contact: Contact | null;
  /** The conversation was ended; writing opens it again. */
  resolved: boolean;
  limits: Limits | null;
  connection: Connection;
  loaded: boolean;
  error: ApiErrorBody | null;
}

export const EMPTY: ChatState = {
  messages: [],
  outgoing: [],
  uploads: [],
  draft: '',
  typing: { assistant: false, agent: false },
  mode: 'assistant',
  agent: null,
  returned: false,
  support: null,
  position: null,
  rating: null,
  contact: null,
  resolved: false,
  limits: null,
  connection: 'idle',
  loaded: false,
  error: null,
};

/** `seq` of the newest message, 0 when there is none. */
export function lastSeq(state: ChatState): number {
  return state.messages.at(-1)?.seq ?? 0;
}

/** Whether the assistant owes an answer; only then may streamed text belong to anything. */
export function expectsReply(state: ChatState): boolean {
  return (
    state.typing.assistant ||
    state.outgoing.some((entry) => entry.status === 'sending') ||
    state.messages.at(-1)?.from === 'shopper'
  );
}

/** Adds messages in order of `seq`; what is already there stays (sockets, polls and replays overlap). */
export function mergeMessages(known: readonly Message[], more: readonly Message[]): readonly Message[] {
  const seen = new Set(known.map((message) => message.seq));
  const fresh = more.filter((message) => {
    if (!Number.isInteger(message.seq) || seen.has(message.seq)) return false;
    seen.add(message.seq);
    return true;
  });
  if (fresh.length === 0) return known;
  return [...known, ...fresh].sort((a, b) => a.seq - b.seq);
}

export function applyMessages(state: ChatState, more: readonly Message[]): ChatState {
  const messages = mergeMessages(state.messages, more);
  if (messages === state.messages) return state;
  const authors = new Set(more.map((message) => message.from));
  const answered = authors.has('assistant') || authors.has('agent') || authors.has('system');
  return {
    ...state,
    messages,
    draft: answered ? '' : state.draft,
    typing: {
      assistant: authors.has('assistant') ? false : state.typing.assistant,
      agent: authors.has('agent') ? false : state.typing.agent,
    },
    returned: state.returned && !authors.has('shopper'),
    resolved: state.resolved && !authors.has('shopper'),
    error: null,
  };
}

export function applyHistory(state: ChatState, history: History): ChatState {
  const next = applyAbout(applyMode(applyMessages(state, history.messages), history.state, history.agent), history);
  return next.loaded ? next : { ...next, loaded: true };
}

/** Takes over what the server says of the conversation; what it leaves out stays. */
export function applyAbout(state: ChatState, about: About): ChatState {
  const { support, rating, contact, resolved, limits } = about;
  return {
    ...state,
    ...(support === undefined ? {} : { support }),
    ...(rating === undefined ? {} : { rating }),
    ...(contact === undefined ? {} : { contact }),
    ...(resolved === undefined ? {} : { resolved }),
    ...(limits === undefined ? {} : { limits }),
  };
}

export function applyMode(state: ChatState, mode: Mode, agent: Agent | null): ChatState {
  if (mode === state.mode && agent?.name === state.agent?.name) return state;
  return {
    ...state,
    mode,
    agent: mode === 'agent' ? agent : null,
    returned: mode === 'assistant' && state.mode === 'agent',
    typing: { assistant: false, agent: false },
    draft: '',
  };
}

export function applyFrame(state: ChatState, frame: Frame): ChatState {
  switch (frame.type) {
    case 'message':
      return applyMessages(state, [frame.message]);
    case 'delta':
      // Streamed text travels another way than messages: what arrives after its message is dropped.
      return expectsReply(state) ? { ...state, draft: state.draft + frame.text } : state;
    case 'typing':
      return { ...state, typing: { ...state.typing, [frame.from]: frame.on } };
    case 'handoff':
      return {
        ...applyAbout(applyMode(state, frame.state, frame.agent), frame.support === undefined ? {} : { support: frame.support }),
        position: frame.state === 'waiting' ? (frame.position ?? null) : null,
      };
    case 'resolved':
      return { ...state, resolved: true };
    case 'error':
      return { ...state, error: frame.error, draft: '', typing: { assistant: false, agent: false } };
    default:
      return state; // a newer server may know more frames
  }
}

/** Another connection: what was half-written belongs to the old one. */
export function applyConnection(state: ChatState, connection: Connection): ChatState {
  if (connection === state.connection) return state;
  return { ...state, connection, draft: '', typing: { assistant: false, agent: false } };
}

/** The message whose buttons and form may still be used: the newest, while nothing is on its way. */
export function liveMessage(state: ChatState): Message | null {
  if (state.outgoing.some((entry) => entry.status !== 'failed')) return null;
  const last = state.messages.findLast((message) => message.from !== 'system');
  return last && last.from !== 'shopper' && (last.buttons?.length || last.form) ? last : null;
}

/** How many messages of others stand after the one that was seen last. */
export function unreadCount(state: ChatState, seen: number): number {
  return state.messages.filter((message) => message.seq > seen && message.from !== 'shopper').length;
}
