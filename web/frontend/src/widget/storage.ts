/** Browser storage that never throws: it may be switched off, full, or hold somebody else's text. */

export interface Shelf {
  read<T>(key: string): T | null;
  write(key: string, value: unknown): void;
  remove(key: string): void;
}

export function shelf(area: () => Storage): Shelf {
  // Without storage the widget still works for as long as the page lives.
  const spare = new Map<string, string>();
  return {
    read<T>(key: string): T | null {
      try {
        const text = area().getItem(key) ?? spare.get(key);
        return text ? (JSON.parse(text) as T) : null;
      } catch {
        const text = spare.get(key);
        return text ? (JSON.parse(text) as T) : null;
      }
    },
    write(key, value) {
      const text = JSON.stringify(value);
      try {
        area().setItem(key, text);
        spare.delete(key);
      } catch {
        spare.set(key, text);
      }
    },
    remove(key) {
      spare.delete(key);
      try {
        area().removeItem(key);
      } catch {
        // nothing was stored
      }
    },
  };
}
