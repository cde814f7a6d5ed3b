/** What the loader hands to the chunk that is loaded on opening, and gets back. */
import type { Message, Mode } from '../shared/types';
import type { Config } from './config';
import type { Detail } from './page-views';
import type { Session } from './session';
import type { Shelf } from './storage';

/** What a page puts into its basket when the shopper asks for it in the chat. */
export interface BasketRequest {
  productId: string;
  /** The variant (SKU); null where the card names none. */
  itemId: string | null;
  name: string;
  quantity: number;
}

export interface Host {
  config: Config;
  session: Session;
  /** Storage of this tab, and of this browser. */
  tab: Shelf;
  browser: Shelf;
  close: () => void;
  /** Somebody else than the shopper has written. */
  received: (message: Message) => void;
  /** So many messages were not seen yet. */
  unread: (count: number) => void;
  modeChanged: (mode: Mode) => void;
  rated: (stars: number) => void;
  /** Tells the server what the shopper did, if they agreed. */
  track: (name: string, detail: Detail) => void;
  /** Whether the page takes what is put into the basket; `added` raises when it fails. */
  takesBasket: () => boolean;
  addToBasket: (request: BasketRequest) => Promise<void>;
}

export interface ChatApp {
  element: HTMLElement;
  /** `draft`: what the page proposes to write. */
  show: (focus: boolean, draft?: string) => void;
  hide: () => void;
  identify: (token: string | null) => Promise<void>;
  /** The page began or ended to take baskets, or the consent has changed. */
  refresh: () => void;
}

export interface AppModule {
  createApp: (host: Host) => Promise<ChatApp>;
}
