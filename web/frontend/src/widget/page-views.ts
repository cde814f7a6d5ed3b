/** Tells the server what the shopper looks at and does on the page, only while the shopper agrees. */
import type { Told } from '../shared/chat-api';
import { asApiError } from '../shared/http';
import type { Credentials } from '../shared/types';
import { consented, pageKind, type Config } from './config';
import type { Session } from './session';

/** What a name may be told with; of anything else nothing is sent. `id`: told twice under it, it counts once. */
export interface Detail {
  productId?: unknown;
  kind?: unknown;
  query?: unknown;
  orderId?: unknown;
  products?: unknown;
  id?: unknown;
}

export class PageViews {
  private listening = false;
  private sent = false;
  private since = Date.now();
  /** Until then the server may not have heard of the shopper's choice. */
  private changes = Promise.resolve();

  constructor(
    private readonly session: Session,
    private readonly config: Config,
  ) {}

  /** Begins the conversation the views belong to, and reports this page when it is left. */
  begin(): void {
    this.changes = this.session.tellChanges();
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
    const seconds = Math.round((Date.now() - this.since) / 1000);
    const { pageKind: kind, productId } = this.config;
    this.send(who, { type: 'page_view', kind, seconds, product_id: productId });
  }

  /**
   * What the page tells: `page` for another page of an application that never reloads, with `productId` and `kind`;
   * any other name is kept or counted, with the shopper's consent only (the server refuses what is no name)
   */
  track(name: string, detail: Detail = {}): void {
    if (name === 'page') {
      this.report();
      const { productId, kind } = detail;
      this.config.productId = typeof productId === 'string' && productId ? productId : null;
      this.config.pageKind = pageKind(kind, productId);
      this.config.pageUrl = location.origin + location.pathname;
      this.again();
      this.changes = this.session.tellChanges();
      return;
    }
    if (consented(this.config)) void this.tell(name, detail);
  }

  private async tell(name: string, detail: Detail): Promise<void> {
    const who = await this.session.ensure().catch(() => null);
    await this.changes;
    // The choice may have changed meanwhile.
    if (!who || !consented(this.config)) return;
    const { productId, query, orderId, products, id } = detail;
    // What is undefined, JSON leaves out.
    this.send(who, { type: 'track', name, detail: { product_id: productId, query, order_id: orderId, products }, client_id: id });
  }

  private again(): void {
    this.sent = false;
    this.since = Date.now();
  }

  private send(who: Credentials, told: Told): void {
    this.session.api.tell(who, told).catch((error: unknown) => {
      if (asApiError(error)?.gone) this.session.forget(who);
    });
  }
}
