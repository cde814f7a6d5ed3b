/** What the loader hands to the chunk that is loaded on opening, and gets back. */
import type { Message, Mode } from '../shared/types';
import type { Config } from './config';
import type { Session } from './session';
import type { Shelf } from './storage';

export interface Host {
  config: Config;
  session: Session;
  /** Storage of this tab. */
  tab: Shelf;
  close: () => void;
  /** Somebody else than the shopper has written. */
  received: (message: Message) => void;
  modeChanged: (mode: Mode) => void;
}

export interface ChatApp {
  element: HTMLElement;
  show: (focus: boolean) => void;
  hide: () => void;
  identify: (token: string | null) => Promise<void>;
}

export interface AppModule {
  createApp: (host: Host) => ChatApp;
}
