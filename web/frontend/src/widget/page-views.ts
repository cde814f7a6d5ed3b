/** Tells the server which kinds of page the shopper reads and for how long, only while the shopper agrees. */
import { asApiError } from '../shared/http';
import { consented, pageKind, type Config } from './config';
import type { Session } from './session';

// As much as the server takes; a page left open overnight says nothing more.
const MOST_SECONDS = 3600;
const NAME = /^[a-z][a-z0-9_]{0,39}$/;

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
      if (event.persisted) this.again();
    });
  }

  /** Reports this page, once: when it is left, or when the chat opens and the assistant may want to know. */
  report(): void {
    const who = this.session.current;
    if (this.sent || !this.listening || !who || !consented(this.config)) return;
    this.sent = true;
    const seconds = Math.min(MOST_SECONDS, Math.round((Date.now() - this.since) / 1000));
    this.session.api.pageView(who, this.config.pageKind, seconds).catch((error: unknown) => this.failed(error, who));
  }

  /**
   * What the page tells: `page` for another page of an application that never reloads, with `productId` and `kind`;
   * any other name is counted, with the shopper's consent only.
   */
  track(name: string, detail: { productId?: unknown; kind?: unknown } = {}): void {
    if (name === 'page') {
      this.report();
      const { productId, kind } = detail;
      this.config.productId = typeof productId === 'string' && productId ? productId : null;
      this.config.pageKind = pageKind(kind, productId);
      this.config.pageUrl = location.origin + location.pathname;
      this.again();
      void this.session.tellChanges();
      return;
    }
    if (!NAME.test(name)) {
      console.warn('aisle: track() takes names such as "added_to_basket"');
      return;
    }
    const who = this.session.current;
    if (!who || !consented(this.config)) return;
    this.session.api.track(who, name).catch((error: unknown) => this.failed(error, who));
  }

  private again(): void {
    this.sent = false;
    this.since = Date.now();
  }

  private failed(error: unknown, who: { id: string; token: string }): void {
    if (asApiError(error)?.gone) this.session.forget(who);
  }
}
