/** A WebSocket that comes back: reconnects with growing, jittered pauses until it is stopped. */

export type SocketState = 'connecting' | 'open' | 'closed';

export interface LiveSocketOptions {
  url: () => string;
  /** First frame of every connection. */
  hello?: () => unknown;
  onFrame: (frame: unknown) => void;
  onState: (state: SocketState) => void;
  /** The connection ended with that close code, or never came about (`opened` false). */
  onLost?: (opened: boolean, code?: number) => void;
  WebSocket?: typeof WebSocket;
  pauses?: { firstMs: number; longestMs: number };
}

const PAUSES = { firstMs: 500, longestMs: 15_000 };
// A proxy that swallows the handshake must not hold us for the browser's own two minutes.
const HANDSHAKE_MS = 8_000;
// A connection that ends at once is no reason to begin with the short pauses again.
const STEADY_MS = 3_000;

export class LiveSocket {
  private socket: WebSocket | null = null;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private openedAt = 0;

  constructor(private readonly options: LiveSocketOptions) {}

  get open(): boolean {
    return this.socket?.readyState === 1;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.connect();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    this.options.onState('closed');
  }

  /** Connects now instead of at the end of the pause, e.g. when the network is back. */
  hurry(): void {
    if (!this.running || this.socket) return;
    clearTimeout(this.timer);
    this.failures = 0;
    this.connect();
  }

  /** Sends a frame; false when there is no open connection. */
  send(frame: unknown): boolean {
    if (!this.open) return false;
    this.socket?.send(JSON.stringify(frame));
    return true;
  }

  private connect(): void {
    const Socket = this.options.WebSocket ?? WebSocket;
    this.options.onState('connecting');
    let socket: WebSocket;
    try {
      socket = new Socket(this.options.url());
    } catch {
      this.again(false);
      return;
    }
    this.socket = socket;
    const handshake = setTimeout(() => socket.close(), HANDSHAKE_MS);
    let opened = false;
    socket.onopen = () => {
      clearTimeout(handshake);
      if (this.socket !== socket) return;
      opened = true;
      this.openedAt = Date.now();
      if (this.options.hello) socket.send(JSON.stringify(this.options.hello()));
      this.options.onState('open');
    };
    socket.onmessage = (event) => {
      if (this.socket === socket) this.receive(event.data);
    };
    socket.onclose = (event) => {
      clearTimeout(handshake);
      if (this.socket !== socket) return;
      this.socket = null;
      this.again(opened, event.code);
    };
    socket.onerror = () => undefined; // `close` always follows and says the same
  }

  private receive(data: unknown): void {
    if (typeof data !== 'string') return;
    let frame: unknown;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    this.options.onFrame(frame);
  }

  private again(opened: boolean, code?: number): void {
    if (opened && Date.now() - this.openedAt > STEADY_MS) this.failures = 0;
    this.options.onState('closed');
    if (this.running) {
      const { firstMs, longestMs } = this.options.pauses ?? PAUSES;
      const pause = Math.min(longestMs, firstMs * 2 ** this.failures) * (0.5 + Math.random() / 2);
      this.failures += 1;
      this.timer = setTimeout(() => this.connect(), pause);
    }
    this.options.onLost?.(opened, code);
  }
}
