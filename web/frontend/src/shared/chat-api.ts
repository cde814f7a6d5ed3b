/** The shopper's side of the chat API. */
import { requestJson } from './http';
import type { Created, Credentials, History, Message, PageKind } from './types';

export interface NewConversation {
  identity_token?: string;
  consent?: { personalisation: boolean };
  page?: { url?: string; product_id?: string };
}

export class ChatApi {
  /** `base`: address of the Aisle server, e.g. "https://chat.example/". */
  constructor(readonly base: string) {}

  create(body: NewConversation): Promise<Created> {
    return requestJson(this.url('api/conversations'), { method: 'POST', body });
  }

  history(who: Credentials, after: number): Promise<History> {
    return requestJson(`${this.of(who)}/messages?after=${after}`, { headers: bearer(who) });
  }

  /** Answered when the reply is whole. A repeated `clientId` is answered with the first result. */
  send(who: Credentials, text: string, clientId: string): Promise<{ messages: Message[] }> {
    const body = { text, client_id: clientId };
    return requestJson(`${this.of(who)}/messages`, { method: 'POST', headers: bearer(who), body });
  }

  /** Tells which product the shopper is looking at now, or that it is none. */
  page(who: Credentials, productId: string | null): Promise<void> {
    return this.event(who, { type: 'page', product_id: productId });
  }

  consent(who: Credentials, personalisation: boolean): Promise<void> {
    return this.event(who, { type: 'consent', personalisation });
  }

  pageView(who: Credentials, kind: PageKind, seconds?: number): Promise<void> {
    return this.event(who, { type: 'page_view', kind, ...(seconds === undefined ? {} : { seconds }) });
  }

  socketUrl(who: Credentials): string {
    return `${this.of(who)}/socket`.replace(/^http/, 'ws');
  }

  private event(who: Credentials, body: object): Promise<void> {
    return requestJson(`${this.of(who)}/events`, { method: 'POST', headers: bearer(who), body, keepalive: true });
  }

  private of(who: Credentials): string {
    return this.url(`api/conversations/${encodeURIComponent(who.id)}`);
  }

  private url(path: string): string {
    return new URL(path, this.base).href;
  }
}

function bearer(who: Credentials): Record<string, string> {
  return { Authorization: `Bearer ${who.token}` };
}
