/** Tells the server which kinds of page the shopper reads and for how long, only while the shopper agrees. */
import { asApiError } from '../shared/http';
import { consented, type Config } from './config';
import type { Session } from './session';

// As much as the server takes; a page left open overnight says nothing more.
const MOST_SECONDS = 3600;

export class PageViews {
  private listening = false;
  private sent = false;
  private since = Date.now();

  constructor(
    private readonly session: Session,
    private readonly config: Config,
  ) {}

  /** Begins the conversation the views belong to, and reports this page when it is left. */
  begin(): void {
    void this.session.tellChanges();
    if (this.listening || !consented(this.config)) return;
    this.listening = true;
    // A new conversation takes a round trip, which a closing page does not wait for.
    void this.session.ensure().catch(() => undefined);
    addEventListener('pagehide', () => this.report());
    addEventListener('pageshow', (event) => {
      if (!event.persisted) return;
      this.sent = false;
      this.since = Date.now();
    });
  }

  /** Reports this page, once: when it is left, or when the chat opens and the assistant may want to know. */
  report(): void {
    const who = this.session.current;
    if (this.sent || !this.listening || !who || !consented(this.config)) return;
    this.sent = true;
    const seconds = Math.min(MOST_SECONDS, Math.round((Date.now() - this.since) / 1000));
    this.session.api.pageView(who, this.config.pageKind, seconds).catch((error: unknown) => {
      if (asApiError(error)?.gone) this.session.forget(who);
    });
  }
}
