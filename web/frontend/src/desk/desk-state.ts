/** What the desk shows, and how each frame changes it. Pure functions. */
import type { Message } from '../shared/types';
import { mergeMessages } from '../widget/chat-state';
import type { Canned, Colleague, DeskFrame, Entry, Filter, Me, Mention, Note, Page } from './types';

export interface DeskState {
  me: Me | null;
  /** Whether it is known yet who is signed in. */
  ready: boolean;
  filter: Filter;
  entries: ReadonlyMap<string, Entry>;
  selected: string | null;
  /** Messages of the conversations opened so far. */
  messages: ReadonlyMap<string, readonly Message[]>;
  /** What agents wrote to each other on the conversations opened so far. */
  notes: ReadonlyMap<string, readonly Note[]>;
  /** Notes that name me and that I have not seen. */
  mentions: readonly Mention[];
  team: readonly Colleague[];
  canned: readonly Canned[];
  page: Page;
  /** What is searched for under All, and the ids that were found. */
  query: string;
  found: ReadonlySet<string> | null;
  typing: ReadonlySet<string>;
  live: boolean;
  problem: string | null;
}

export const NO_DESK: DeskState = {
  me: null,
  ready: false,
  filter: 'waiting',
  entries: new Map(),
  selected: null,
  messages: new Map(),
  notes: new Map(),
  mentions: [],
  team: [],
  canned: [],
  page: 'inbox',
  query: '',
  found: null,
  typing: new Set(),
  live: false,
  problem: null,
};

export function isMine(state: DeskState, entry: Entry): boolean {
  return entry.state === 'agent' && entry.agent?.id === state.me?.id;
}

/** The conversations under a filter: who waits longest first, under All what was said last first. */
export function listed(state: DeskState, filter: Filter = state.filter): Entry[] {
  const entries = [...state.entries.values()];
  const { found } = state;
  if (filter === 'all' && found) return entries.filter((entry) => found.has(entry.id)).sort(newestFirst);
  if (filter === 'all') return entries.sort(newestFirst);
  const wanted = (entry: Entry): boolean => (filter === 'waiting' ? entry.state === 'waiting' : isMine(state, entry));
  return entries.filter(wanted).sort((a, b) => (a.waiting_since ?? '').localeCompare(b.waiting_since ?? ''));
}

function newestFirst(a: Entry, b: Entry): number {
  return (b.last?.at ?? '').localeCompare(a.last?.at ?? '');
}

/** The id that many places further down the list (up when negative), or the first when none is selected. */
export function neighbour(state: DeskState, step: number): string | null {
  const ids = listed(state).map((entry) => entry.id);
  const at = state.selected ? ids.indexOf(state.selected) : -1;
  if (at < 0) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}

export function applyEntries(state: DeskState, more: readonly Entry[]): DeskState {
  const entries = new Map(state.entries);
  for (const entry of more) entries.set(entry.id, entry);
  return { ...state, entries };
}

/**
 * Lists that were asked for when the entries were `asked`, in place of what is known. What was told in the meantime
 * stays: lists from before an agent took a conversation must not close the reply field it was given.
 */
export function applyLists(state: DeskState, asked: ReadonlyMap<string, Entry>, lists: readonly Entry[]): DeskState {
  const told = [...state.entries.values()].filter((entry) => asked.get(entry.id) !== entry);
  return applyEntries({ ...state, entries: new Map() }, [...lists, ...told]);
}

/** The whole queue: whatever is with a person or waits for one. What is missing went back to the assistant. */
export function applyQueue(state: DeskState, queue: readonly Entry[]): DeskState {
  const present = new Set(queue.map((entry) => entry.id));
  const entries = new Map(state.entries);
  for (const [id, entry] of entries) {
    if (entry.state === 'assistant' || present.has(id)) continue;
    entries.set(id, { ...entry, state: 'assistant', agent: null, waiting_since: null, unread: 0 });
  }
  return applyEntries({ ...state, entries }, queue);
}

export function applyMessages(state: DeskState, id: string, more: readonly Message[]): DeskState {
  const known = state.messages.get(id) ?? [];
  const merged = mergeMessages(known, more);
  const typing = new Set(state.typing);
  // A history that is fetched again says nothing about what the shopper does now.
  const newest = known.at(-1)?.seq ?? 0;
  if (more.some((message) => message.from === 'shopper' && message.seq > newest)) typing.delete(id);
  return { ...state, typing, messages: new Map(state.messages).set(id, merged) };
}

/** Notes on a conversation that is open here; those of others come with it when it is opened. */
export function applyNotes(state: DeskState, id: string, more: readonly Note[]): DeskState {
  const known = new Map((state.notes.get(id) ?? []).map((note) => [note.id, note]));
  for (const note of more) known.set(note.id, note);
  const sorted = [...known.values()].sort((a, b) => a.id - b.id);
  return { ...state, notes: new Map(state.notes).set(id, sorted) };
}

export function applyDeskFrame(state: DeskState, frame: DeskFrame): DeskState {
  if (frame.type === 'queue') return applyQueue(state, frame.conversations);
  if (frame.type === 'message') {
    // A conversation nobody has opened here is fetched whole when somebody does.
    return state.messages.has(frame.conversation) ? applyMessages(state, frame.conversation, [frame.message]) : state;
  }
  if (frame.type === 'note') return applyNotes(state, frame.conversation, [frame.note]);
  if (frame.type === 'mention') {
    const mention = { ...frame.note, conversation: frame.conversation };
    return { ...state, mentions: [mention, ...state.mentions.filter(({ id }) => id !== mention.id)] };
  }
  if (frame.type === 'typing' && frame.from === 'shopper') {
    const typing = new Set(state.typing);
    if (frame.on) typing.add(frame.conversation);
    else typing.delete(frame.conversation);
    return { ...state, typing };
  }
  return state;
}
