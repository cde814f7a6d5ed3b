/** How conversations are named at the desk. */
import { fill, texts } from '../shared/texts';
import { isMine, type DeskState } from './desk-state';
import type { Entry } from './types';

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

function inWords(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1).replace(/_/g, ' ');
}

export function stateOf(entry: Entry, desk: DeskState): string {
  if (entry.state === 'waiting') return t.state_waiting;
  if (entry.state === 'assistant') return t.state_assistant;
  return isMine(desk, entry) ? t.state_mine : fill(t.state_agent, { name: entry.agent?.name ?? '' });
}
