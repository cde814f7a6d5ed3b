/** How conversations are named at the desk. */
import { fill, texts } from '../shared/texts';
import { isMine, type DeskState } from './desk-state';
import type { Entry, Method } from './types';

const t = texts.desk;

export function nameOf(entry: Entry): string {
  return entry.shopper?.name || entry.shopper?.email || t.anonymous;
}

/** A reason is a code ("not_understood"); one without a text is shown in its own words. */
export function reasonOf(code: string): string {
  const known: Record<string, string> = t.reasons;
  return known[code] ?? inWords(code);
}

/** What the assistant has tried, as codes ("order_status"), in words. */
export function triedOf(codes: readonly string[] | null | undefined): string | null {
  return codes?.length ? codes.map(inWords).join(', ') : null;
}

export function inWords(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1).replace(/_/g, ' ');
}

export function moodOf(code: string): string {
  const known: Record<string, string> = t.moods;
  return known[code] ?? inWords(code);
}

/** The language of a tag in the agent's own words ("German"); the tag itself where the browser has none. */
export function languageOf(tag: string): string {
  try {
    return new Intl.DisplayNames([navigator.language || 'en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A canned reply with its places filled. */
export function filled(text: string, entry: Entry, desk: DeskState): string {
  const name = entry.shopper?.name?.split(' ')[0] ?? '';
  const said = fill(text, { name, agent: desk.me?.name ?? '' });
  return name ? said : said.replace(/ +([,.!?])/g, '$1');
}

export function stateOf(entry: Entry, desk: DeskState): string {
  if (entry.state === 'waiting') return t.state_waiting;
  if (entry.resolved) return t.resolved;
  if (entry.state === 'assistant') return t.state_assistant;
  return isMine(desk, entry) ? t.state_mine : fill(t.state_agent, { name: entry.agent?.name ?? '' });
}

/** The assistant's conversations are anybody's to step into; a colleague's only a lead's. */
export function mayTakeOver(desk: DeskState, entry: Entry): boolean {
  if (entry.state === 'assistant') return entry.last !== null;
  return entry.state === 'agent' && !isMine(desk, entry) && leads(desk);
}

/** Whoever has it may give it to another; a lead may assign anybody's. */
export function mayTransfer(desk: DeskState, entry: Entry): boolean {
  return isMine(desk, entry) || (entry.state !== 'assistant' && leads(desk));
}

export function leads(desk: DeskState): boolean {
  return desk.me?.role === 'lead' || desk.me?.role === 'admin';
}

/** A payment method as people name it: "Credit card visa 1234". */
export function methodOf(method: Method): string {
  return [inWords(method.kind), method.brand, method.last_four].filter(Boolean).join(' ');
}
