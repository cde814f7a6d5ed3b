/** The events a page may listen to with `Aisle.on`. */

export type EventName = 'open' | 'close' | 'message' | 'handoff';
export type Listener = (detail: unknown) => void;

export class Emitter {
  private readonly listeners = new Map<EventName, Set<Listener>>();

  /** Returns the function that takes the listener off again. */
  on(name: EventName, listener: Listener): () => void {
    const group = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, group.add(listener));
    return () => group.delete(listener);
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
}
