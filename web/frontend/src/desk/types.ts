/** The desk API's JSON, as `web` sends it. */
import type { Citation, Message, Mode } from '../shared/types';

export interface Me {
  id: number;
  email: string;
  name: string;
  role: Role;
}

export type Role = 'agent' | 'lead' | 'admin';

export interface Summary {
  who?: string | null;
  what?: string | null;
  order?: string | null;
  language?: string | null;
  tried?: string[] | null;
}

export interface Entry {
  id: string;
  state: Mode;
  waiting_since: string | null;
  reason: string | null;
  /** "neutral", "urgent", "frustrated" or "abusive", as the shopper wrote before the handoff. */
  mood: string | null;
  /** BCP 47, of the page the shopper writes from. */
  language: string | null;
  /** Where they want to be answered when they have left. */
  contact: string | null;
  resolved: boolean;
  shopper: { name?: string | null; email?: string | null } | null;
  summary: Summary | null;
  last: { text: string; at: string } | null;
  agent: { id: number; name: string } | null;
  unread: number;
}

export interface Note {
  id: number;
  text: string;
  at: string;
  agent: { id: number; name: string };
}

export interface Mention extends Note {
  conversation: string;
}

export interface Colleague {
  id: number;
  name: string;
  email: string;
  role: Role;
  active: boolean;
  present: boolean;
  away: boolean;
  conversations: number;
}

export interface Canned {
  id: number;
  shortcut: string;
  text: string;
}

export interface Step {
  asked: string;
  answer: string | null;
  outcome: 'cited' | 'shown' | 'said' | 'person' | null;
}

export interface Leave {
  allowed: boolean;
  why: string | null;
}

export interface DeskOrder {
  order_id: string;
  status: string;
  placed_at: string | null;
  total: string;
  items: DeskItem[];
  address: DeskAddress & { country: string };
  tracking: string[];
  refund_methods: Method[];
  /** What putting other variants in the place of units would be now. */
  swap: 'change' | 'exchange';
  errands: Record<'cancel' | 'return' | 'address' | 'swap', Leave>;
}

export interface DeskItem {
  position: number;
  name: string;
  options_text: string | null;
  price: string;
  returnable: boolean;
  /** What could take its place, in stock. */
  variants: { item_id: string; options_text: string; price: string }[];
}

export type DeskAddress = Record<'street' | 'more' | 'city' | 'state' | 'zip', string>;

export interface Method {
  method_id: string;
  kind: string;
  brand: string | null;
  last_four: string | null;
}

export interface Swap {
  position: number;
  item_id: string;
}

/** What a swap comes to, negative for what goes back; who could pay or get it. */
export interface SwapQuote {
  difference: string;
  methods: Method[];
}

/** What an agent should know before answering. `orders` is null when it is not known who the shopper is. */
export interface Brief {
  tried: Step[];
  shopper: { name?: string | null; email?: string | null } | null;
  verified: boolean;
  orders: DeskOrder[] | null;
  reasons: string[];
  rating: { score: number; comment: string | null } | null;
  contact: { email: string; name: string | null } | null;
  history: Entry[];
}

export interface Suggestion {
  question: string;
  text: string;
  citations: Citation[];
}

export interface Question {
  id: number;
  question: string;
  times: number;
  at: string;
  draft: string | null;
  conversation: string;
}

export type QuestionState = 'open' | 'draft' | 'done' | 'dismissed';

export interface Spread {
  median: number;
  p90: number;
}

export interface Numbers {
  days: number;
  now: { waiting: number; active: number; agents: number; longest_wait_s: number | null };
  totals: {
    conversations: number;
    handoffs: number;
    handoff_rate: number | null;
    first_response_s: Spread | null;
    wait_s: Spread | null;
    resolution_s: Spread | null;
    not_found: number;
    rating: number | null;
    rated: number;
  };
  daily: {
    day: string;
    conversations: number;
    handoffs: number;
    not_found: number;
    first_response_s: number | null;
    rating: number | null;
  }[];
  hourly: number[];
  reasons: { reason: string; count: number }[];
  ratings: { score: number; count: number }[];
}

export interface AuditLine {
  id: number;
  at: string;
  agent: string | null;
  action: string;
  conversation: string | null;
  detail: string | null;
  ip: string | null;
}

export type Outcome = 'clicked' | 'added' | 'bought';

/** A share with its 95 % interval; of nobody, the rate is null. */
export interface Share {
  count: number;
  of: number;
  rate: number | null;
  low: number;
  high: number;
}

export type Group = { arm: 'offered' | 'held_out'; shoppers: number } & Record<Outcome, Share>;

/** A difference of shares with its 95 % interval; `distinguishable` when zero is outside of it. */
export interface Effect {
  value: number;
  low: number;
  high: number;
  distinguishable: boolean;
}

export interface Risen {
  name: string;
  shown: string;
  /** Shoppers in the last days. */
  recent: number;
  growth: number;
}

export interface Insights {
  days: number;
  events: number;
  decisions: number;
  groups: Group[];
  effect: Record<Outcome, Effect | null>;
  daily: { day: string; offered: number; taken: number; accepted: number; refused: number }[];
  reasons: { reason: string; count: number }[];
  likelihood: {
    bins: { low: number; high: number; count: number; predicted: number | null; bought: Share }[];
    ended: number;
    needed: number;
    error: number | null;
  };
  trends: {
    products: Risen[];
    searches: Risen[];
    top: { product_id: string; name: string; viewed: number; added: number; bought: number }[];
  };
}

export interface Likely {
  consent: boolean;
  likelihood: { probability: number | null; variant: string | null; why: [string, number][] } | null;
}

export type Page = 'inbox' | 'questions' | 'numbers' | 'team' | 'insights';

export type Filter = 'waiting' | 'mine' | 'all';

export interface TypingFrame {
  type: 'typing';
  conversation: string;
  from: 'shopper' | 'agent';
  on: boolean;
}

export type DeskFrame =
  | { type: 'queue'; conversations: Entry[] }
  | { type: 'message'; conversation: string; message: Message }
  | { type: 'note'; conversation: string; note: Note }
  | { type: 'mention'; conversation: string; note: Note }
  | TypingFrame;
