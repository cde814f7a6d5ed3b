/** Tells the other side that somebody is typing, without a frame for each key. */

const REPEAT_MS = 3_000;
const IDLE_MS = 5_000;

export class TypingSignal {
  private sentAt = 0;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (on: boolean) => void) {}

  /** A key was pressed. */
  touch(): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.stop(), IDLE_MS);
    if (Date.now() - this.sentAt < REPEAT_MS) return;
    this.sentAt = Date.now();
    this.send(true);
  }

  /** The text was sent or left. */
  stop(): void {
    clearTimeout(this.idle);
    if (!this.sentAt) return;
    this.sentAt = 0;
    this.send(false);
  }
}
