/** The chat API's JSON, as `web` sends it. */

export type Author = 'shopper' | 'assistant' | 'agent' | 'system';
export type Mode = 'assistant' | 'waiting' | 'agent';

export interface Button {
  title: string;
  payload: string;
}

/** An amount of money: a number, a numeric string ("12.50"), or a text that is already formatted. */
export type Amount = number | string;

export interface ProductCard {
  product_id: string;
  name: string;
  price: Amount;
  price_to?: Amount | null;
  options_text?: string | null;
  in_stock: boolean;
  url: string;
  because?: string | null;
}

export interface OrderItem {
  name: string;
  options_text?: string | null;
  price: Amount;
}

export interface OrderCard {
  order_id: string;
  status: string;
  placed_at?: string | null;
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

export interface Created extends Credentials {
  messages: Message[];
  state: Mode;
}

export interface History {
  messages: Message[];
  state: Mode;
  agent: Agent | null;
}

export type Frame =
  | { type: 'message'; message: Message }
  | { type: 'delta'; text: string }
  | { type: 'typing'; from: 'assistant' | 'agent'; on: boolean }
  | { type: 'handoff'; state: Mode; agent: Agent | null }
  | { type: 'error'; error: ApiErrorBody };

export type PageKind = 'product' | 'information' | 'administrative';
