/**
 * What a closed tab had not sent yet. Each tab keeps its outbox in the browser's storage under a name of its own and
 * holds a lock of that name while it lives; a name without its lock belongs to a tab that is gone.
 */
import type { Outgoing } from './chat-state';
import { validEntry, type Kept } from './outbox';
import type { Shelf } from './storage';

const PREFIX = 'aisle-outbox.';
const NAME_KEY = 'aisle-tab';
const LONGEST_WAIT_MS = 1_000;

export interface Locks {
  request: (name: string, options: LockOptions, held: (lock: Lock | null) => unknown) => Promise<unknown>;
}

export interface Drawer {
  /** Under which name this tab keeps its outbox, and where. */
  key: string;
  shelf: Shelf;
  /** Takes over the unsent messages of tabs that are gone, if they are of the same shopper. */
  adopt: (subject: string | null) => Promise<Outgoing[]>;
}

function names(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

/** The tab's own drawer. Where the browser has no locks (a page without https) it is the tab's session storage. */
export async function drawerOf(tab: Shelf, browser: Shelf, locks: Locks | null | undefined): Promise<Drawer> {
  const plain: Drawer = { key: 'aisle-outbox', shelf: tab, adopt: () => Promise.resolve([]) };
  if (!locks) return plain;
  // A duplicated tab starts with a copy of the other's session storage, its name included.
  for (const name of [tab.read<string>(NAME_KEY), fresh()]) {
    if (!name || !(await within(hold(locks, PREFIX + name), LONGEST_WAIT_MS))) continue;
    tab.write(NAME_KEY, name);
    const key = PREFIX + name;
    return { key, shelf: browser, adopt: (subject) => adoptAll(browser, locks, key, subject) };
  }
  return plain;
}

/** True once the lock is ours; it stays so until the page goes away. */
function hold(locks: Locks, name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const held = (lock: Lock | null): Promise<void> => {
      resolve(lock !== null);
      return lock ? new Promise<void>(() => undefined) : Promise.resolve();
    };
    locks.request(name, { ifAvailable: true }, held).catch(() => resolve(false));
  });
}

async function adoptAll(browser: Shelf, locks: Locks, own: string, subject: string | null): Promise<Outgoing[]> {
  const found: Outgoing[] = [];
  for (const key of names().filter((name) => name.startsWith(PREFIX) && name !== own).sort()) {
    await locks.request(key, { ifAvailable: true }, (lock) => {
      const kept = lock && browser.read<Kept>(key);
      if (!kept || kept.subject !== subject) return;
      found.push(...(Array.isArray(kept.entries) ? kept.entries : []).filter(validEntry));
      browser.remove(key);
    });
  }
  return found;
}

function within(promise: Promise<boolean>, ms: number): Promise<boolean> {
  return Promise.race([promise, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms))]);
}

function fresh(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
