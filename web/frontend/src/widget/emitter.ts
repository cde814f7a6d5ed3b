/** The events a page may listen to with `Aisle.on`. */

export type EventName = 'open' | 'close' | 'message' | 'handoff' | 'unread' | 'basket' | 'consent' | 'rated';
export type Listener = (detail: unknown) => unknown;

export class Emitter {
  private readonly listeners = new Map<EventName, Set<Listener>>();

  /** `changed` hears when somebody begins or ends to listen. */
  constructor(private readonly changed: () => void = () => undefined) {}

  /** Returns the function that takes the listener off again. */
  on(name: EventName, listener: Listener): () => void {
    const group = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, group.add(listener));
    this.changed();
    return () => {
      group.delete(listener);
      this.changed();
    };
  }

  /** Whether anybody would hear. */
  has(name: EventName): boolean {
    return !!this.listeners.get(name)?.size;
  }

  emit(name: EventName, detail: unknown): void {
    for (const listener of [...(this.listeners.get(name) ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        // The page's mistake must not stop the chat.
        console.error(error);
      }
    }
  }

  /** Hands the detail to every listener and waits; raises what the first of them raises, or when nobody listens. */
  async ask(name: EventName, detail: unknown): Promise<void> {
    const listeners = [...(this.listeners.get(name) ?? [])];
    if (!listeners.length) throw new Error(name);
    await Promise.all(listeners.map((listener) => listener(detail)));
  }
}
