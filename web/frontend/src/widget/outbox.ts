/** What the shopper wrote and the server has not yet taken: sent in order, each once, kept over a reload. */
import type { Outgoing } from './chat-state';
import type { Shelf } from './storage';

/** What lies in the storage: the entries, and whose they are. */
export interface Kept {
  subject: string | null;
  entries: Outgoing[];
}

/** How a delivery ended: taken by the server, worth another try after a pause, or refused for good. */
export type Delivery = { kind: 'sent' } | { kind: 'again'; pauseMs: number } | { kind: 'refused' };

export interface OutboxOptions {
  shelf: Shelf;
  key: string;
  /** Whose messages these are: another shopper's are not sent. */
  subject: () => string | null;
  deliver: (entry: Outgoing) => Promise<Delivery>;
  onChange: (entries: readonly Outgoing[]) => void;
  newId?: () => string;
}

export class Outbox {
  private entries: readonly Outgoing[];
  private running = false;
  private wake: (() => void) | null = null;

  constructor(private readonly options: OutboxOptions) {
    const kept = options.shelf.read<Partial<Kept>>(options.key);
    const own = kept?.subject === options.subject() && Array.isArray(kept.entries) ? kept.entries : [];
    this.entries = queued(own);
  }

  get all(): readonly Outgoing[] {
    return this.entries;
  }

  /** Queues a text; `label` is what the shopper sees in its place. */
  add(text: string, label: string = text): void {
    const clientId = (this.options.newId ?? randomId)();
    this.set([...this.entries, { clientId, text, label, status: 'queued' }]);
    void this.run();
  }

  /** Puts what another tab could not send any more before what is queued here; what is already known stays once. */
  adopt(entries: readonly Outgoing[]): void {
    const known = new Set(this.entries.map((entry) => entry.clientId));
    const more = entries.filter((entry) => !known.has(entry.clientId));
    if (more.length) this.set([...queued(more), ...this.entries]);
  }

  /** Drops everything: it was another shopper's. */
  clear(): void {
    if (this.entries.length) this.set([]);
  }

  /** Takes up the queue; returns when it is empty or only refused entries are left. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (let entry = this.next(); entry; entry = this.next()) await this.attempt(entry);
    } finally {
      this.running = false;
    }
  }

  /** Ends the pause before the next try, e.g. when the network is back. */
  hurry(): void {
    this.wake?.();
  }

  /** Queues a refused entry again, at its place. */
  retry(clientId: string): void {
    this.mark(clientId, 'queued');
    void this.run();
  }

  /** The server shows that it has this entry. */
  acknowledge(clientId: string): void {
    if (this.entries.some((entry) => entry.clientId === clientId)) {
      this.set(this.entries.filter((entry) => entry.clientId !== clientId));
    }
  }

  private async attempt(entry: Outgoing): Promise<void> {
    this.mark(entry.clientId, 'sending');
    const delivery = await this.delivered(entry);
    if (delivery.kind === 'sent') {
      this.acknowledge(entry.clientId);
    } else if (delivery.kind === 'refused') {
      this.mark(entry.clientId, 'failed');
    } else {
      this.mark(entry.clientId, 'queued');
      await this.pause(delivery.pauseMs);
    }
  }

  private async delivered(entry: Outgoing): Promise<Delivery> {
    try {
      return await this.options.deliver(entry);
    } catch (error) {
      // A mistake of ours: the shopper may try again, and the later ones still go.
      console.error(error);
      return { kind: 'refused' };
    }
  }

  private next(): Outgoing | undefined {
    return this.entries.find((entry) => entry.status === 'queued');
  }

  private mark(clientId: string, status: Outgoing['status']): void {
    this.set(this.entries.map((entry) => (entry.clientId === clientId ? { ...entry, status } : entry)));
  }

  private set(entries: readonly Outgoing[]): void {
    this.entries = entries;
    const { shelf, key, subject } = this.options;
    if (entries.length) shelf.write(key, { subject: subject(), entries } satisfies { subject: string | null; entries: readonly Outgoing[] });
    else shelf.remove(key);
    this.options.onChange(entries);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), ms);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
    });
  }
}

function queued(entries: readonly Outgoing[]): Outgoing[] {
  return entries.filter(validEntry).map((entry) => ({ ...entry, status: 'queued' }));
}

export function validEntry(entry: Partial<Outgoing> | null): entry is Outgoing {
  return typeof entry?.clientId === 'string' && typeof entry.text === 'string' && typeof entry.label === 'string';
}

/** `crypto.randomUUID` is missing on plain-http pages. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
