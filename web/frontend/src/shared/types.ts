/** The chat API's JSON, as `web` sends it. */

export type Author = 'shopper' | 'assistant' | 'agent' | 'system';
export type Mode = 'assistant' | 'waiting' | 'agent';

export interface Button {
  title: string;
  payload: string;
}

/** An amount of money: a number, a numeric string ("12.50"), or a text that is already formatted. */
export type Amount = number | string;

/** One thing that can be bought: a product in one combination of options. */
export interface Variant {
  item_id: string;
  options: Record<string, string>;
  price: Amount;
  in_stock: boolean;
  stock?: number | null;
}

export interface ProductCard {
  product_id: string;
  name: string;
  price: Amount;
  price_to?: Amount | null;
  options_text?: string | null;
  in_stock: boolean;
  url: string;
  because?: string | null;
  /** How it goes with that one: bought together, unless it says otherwise. */
  because_kind?: 'together' | 'similar' | null;
  /** Offered without having been asked for. */
  offer?: boolean | null;
  image?: string | null;
  variants?: Variant[] | null;
}

export interface OrderItem {
  name: string;
  options_text?: string | null;
  price: Amount;
}

/** What happened to an order: "placed", "shipped", "delivered", "cancelled", ... */
export interface OrderEvent {
  what: string;
  at?: string | null;
  carrier?: string | null;
}

export interface OrderCard {
  order_id: string;
  status: string;
  placed_at?: string | null;
  timeline?: OrderEvent[] | null;
  total: Amount;
  items: OrderItem[];
  tracking?: string[] | null;
  url?: string | null;
}

export interface Citation {
  title: string;
  source: string;
  quote: string;
  url?: string | null;
}

export interface SentFile {
  id: string;
  name: string;
  type: string;
  size: number;
  width?: number | null;
  height?: number | null;
}

/** A form instead of typing; the buttons of the same message say the same without one. */
export type Form =
  | { kind: 'items'; items: (OrderItem & { payload: string })[] }
  | { kind: 'address'; country?: string | null };

export interface Message {
  seq: number;
  from: Author;
  text: string;
  at: string;
  name?: string | null;
  client_id?: string | null;
  buttons?: Button[] | null;
  products?: ProductCard[] | null;
  order?: OrderCard | null;
  citations?: Citation[] | null;
  files?: SentFile[] | null;
  form?: Form | null;
  code?: string | null;
}

export interface Agent {
  name: string;
}

export interface ApiErrorBody {
  code: string;
  message: string;
  /** The message that was refused, where it was one. */
  client_id?: string;
}

export interface Credentials {
  id: string;
  token: string;
}

/** Whether and when a person can be there. Times are ISO. */
export interface Support {
  open: boolean;
  agents: number;
  waiting: number;
  opens_at: string | null;
  closes_at: string | null;
  expected_wait_s: number | null;
  /** Nobody will come now: take a message and an email address. */
  leave_message: boolean;
}

export interface Rating {
  score: number;
  comment?: string | null;
}

export interface Contact {
  email: string;
  name?: string | null;
}

export interface Limits {
  message_chars: number;
  file_bytes: number;
  files: number;
  file_types: string[];
}

/** What belongs to a conversation beside its messages; a server may leave out what it does not know. */
export interface About {
  support?: Support | null;
  rating?: Rating | null;
  contact?: Contact | null;
  resolved?: boolean;
  limits?: Limits | null;
}

export interface Created extends Credentials, About {
  messages: Message[];
  state: Mode;
}

export interface History extends About {
  messages: Message[];
  state: Mode;
  agent: Agent | null;
}

/** What is stored of a conversation. */
export interface Stored {
  conversation: {
    created_at: string;
    language?: string | null;
    consent: boolean;
    user_id?: string | null;
    identified_id?: string | null;
    contact?: Contact | null;
    page_views: Record<string, number>;
  };
  messages: Message[];
  files: SentFile[];
  rating: Rating | null;
  /** What the pages told of the visit, and each decision to offer something. */
  events?: { at: string; kind: string }[];
  offers?: { at: string; reason: string }[];
  retention_days?: number | null;
}

export type Frame =
  | { type: 'message'; message: Message }
  | { type: 'delta'; text: string }
  | { type: 'typing'; from: 'assistant' | 'agent'; on: boolean }
  | { type: 'handoff'; state: Mode; agent: Agent | null; support?: Support | null; position?: number | null }
  | { type: 'resolved'; by: 'shopper' | 'agent' }
  | { type: 'deleted' }
  | { type: 'error'; error: ApiErrorBody };

export type PageKind = 'product' | 'information' | 'administrative';
