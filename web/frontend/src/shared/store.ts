/** A value that tells its readers when it changes. */
export class Store<S> {
  private readonly readers = new Set<(state: S) => void>();

  constructor(private current: S) {}

  get value(): S {
    return this.current;
  }

  /** Replaces the value by what `change` makes of it; readers hear of it only when it is another value. */
  update(change: (state: S) => S): void {
    const next = change(this.current);
    if (next === this.current) return;
    this.current = next;
    for (const reader of [...this.readers]) reader(next);
  }

  /** Calls `reader` on every change until the returned function is called. */
  subscribe(reader: (state: S) => void): () => void {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  }
}
