import { WebSocket as NodeWebSocket } from 'ws';
import { ChatApi } from '../src/shared/chat-api';
import type { Message } from '../src/shared/types';
import type { Config } from '../src/widget/config';
import { Conversation, TIMING, type Timing } from '../src/widget/conversation';
import type { Drawer } from '../src/widget/orphans';
import { Session } from '../src/widget/session';
import { shelf, type Shelf } from '../src/widget/storage';

/** Node's `ws` client keeps the browser's WebSocket interface as far as we use it. */
export const Socket = NodeWebSocket as unknown as typeof WebSocket;

export function message(seq: number, from: Message['from'], text = `m${seq}`): Message {
  return { seq, from, text, at: '2026-01-31T12:00:00.000Z' };
}

/** Browser storage in memory. */
export function memory(): Shelf {
  const items = new Map<string, string>();
  return shelf(
    () =>
      ({
        getItem: (key: string) => items.get(key) ?? null,
        setItem: (key: string, value: string) => void items.set(key, value),
        removeItem: (key: string) => void items.delete(key),
        key: (index: number) => [...items.keys()][index] ?? null,
        get length() {
          return items.size;
        },
      }) as unknown as Storage,
  );
}

export function config(base: string, more: Partial<Config> = {}): Config {
  return {
    base,
    assets: `${base}static/`,
    pageUrl: 'https://shop.example/p/tent',
    identityToken: null,
    productId: null,
    pageKind: 'information',
    consent: null,
    askConsent: false,
    title: null,
    accent: null,
    language: 'en',
    locale: 'en',
    direction: 'ltr',
    texts: null,
    theme: 'auto',
    side: 'right',
    launcher: 'icon',
    label: null,
    ...more,
  };
}

/** The drawer of a tab whose browser has no locks. */
export function drawer({ tab }: Browser): Drawer {
  return { key: 'aisle-outbox', shelf: tab, adopt: () => Promise.resolve([]) };
}

export const QUICK: Timing = { ...TIMING, ackMs: 150, socketMs: 300, pollMs: 60, retryMs: 20, longestRetryMs: 80 };

export interface Browser {
  local: Shelf;
  tab: Shelf;
}

export function open(base: string, browser: Browser, more: Partial<Config> = {}): Conversation {
  const api = new ChatApi(base);
  const session = new Session(api, config(base, more), browser.local);
  return new Conversation({ session, api, drawer: drawer(browser), timing: QUICK, WebSocket: Socket });
}

export async function until(condition: () => boolean, what = 'condition'): Promise<void> {
  const end = Date.now() + 6_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
