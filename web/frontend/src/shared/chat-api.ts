/** The shopper's side of the chat API, in two parts: what every page needs, and what an open widget does. */
import { requestBlob, requestJson } from './http';
import type { Contact, Created, Credentials, History, Message, Mode, PageKind, Rating, Stored, Support } from './types';

export interface NewConversation {
  identity_token?: string;
  consent?: { personalisation: boolean };
  page?: { url?: string; product_id?: string };
  language?: string;
}

/** What may be told: the product in front of the shopper, their choice, a page they read, what they did there. */
export type Told =
  | { type: 'page'; product_id: string | null }
  | { type: 'consent'; personalisation: boolean }
  | { type: 'language'; language: string }
  | { type: 'page_view'; kind: PageKind; seconds: number; product_id: string | null }
  | { type: 'track'; name: string; detail: object; client_id: unknown };

/** To begin a conversation and tell it of the page: small, the loader carries it. */
export class BeginApi {
  /** `base`: address of the Aisle server, e.g. "https://chat.example/". */
  constructor(readonly base: string) {}

  create(body: NewConversation): Promise<Created> {
    return requestJson(this.url('api/conversations'), { method: 'POST', body });
  }

  /** Tells something of the page or of the shopper. */
  tell(who: Credentials, told: Told): Promise<void> {
    return requestJson(`${this.of(who)}/events`, { method: 'POST', headers: bearer(who), body: told, keepalive: true });
  }

  protected of(who: Credentials): string {
    return this.url(`api/conversations/${encodeURIComponent(who.id)}`);
  }

  protected url(path: string): string {
    return new URL(path, this.base).href;
  }
}

export class ChatApi extends BeginApi {
  history(who: Credentials, after: number): Promise<History> {
    return requestJson(`${this.of(who)}/messages?after=${after}`, { headers: bearer(who) });
  }

  /** Answered when the reply is whole. A repeated `clientId` is answered with the first result. */
  send(who: Credentials, text: string, clientId: string): Promise<{ messages: Message[] }> {
    const body = { text, client_id: clientId };
    return requestJson(`${this.of(who)}/messages`, { method: 'POST', headers: bearer(who), body });
  }

  /** Whether a person can be there; no conversation is needed to ask. */
  support(): Promise<Support> {
    return requestJson(this.url('api/support'));
  }

  /** Leaves a message, with an address to answer to, for when a person is there again. */
  contact(who: Credentials, body: { email: string; message?: string }): Promise<{ contact: Contact; messages: Message[] }> {
    return this.post(who, 'contact', body);
  }

  rate(who: Credentials, score: number, comment: string): Promise<{ rating: Rating }> {
    return this.post(who, 'rating', { score, ...(comment ? { comment } : {}) });
  }

  /** The shopper ends the conversation. */
  end(who: Credentials): Promise<{ state: Mode; resolved: boolean }> {
    return this.post(who, 'end', {});
  }

  /** Sends one file; a repeated `clientId` gives the first message. */
  file(who: Credentials, file: Blob, name: string, clientId: string): Promise<{ message: Message; messages: Message[] }> {
    const form = new FormData();
    form.append('client_id', clientId); // the server wants it before the file
    form.append('file', file, name);
    return requestJson(`${this.of(who)}/files`, { method: 'POST', headers: bearer(who), body: form });
  }

  fileBytes(who: Credentials, id: string): Promise<Blob> {
    return requestBlob(`${this.of(who)}/files/${encodeURIComponent(id)}`, { headers: bearer(who) });
  }

  transcript(who: Credentials): Promise<Blob> {
    return requestBlob(`${this.of(who)}/transcript?format=txt`, { headers: bearer(who) });
  }

  stored(who: Credentials): Promise<Stored> {
    return requestJson(`${this.of(who)}/privacy`, { headers: bearer(who) });
  }

  erase(who: Credentials): Promise<void> {
    return requestJson(this.of(who), { method: 'DELETE', headers: bearer(who) });
  }

  socketUrl(who: Credentials): string {
    return `${this.of(who)}/socket`.replace(/^http/, 'ws');
  }

  private post<T>(who: Credentials, what: string, body: object): Promise<T> {
    return requestJson(`${this.of(who)}/${what}`, { method: 'POST', headers: bearer(who), body });
  }
}

function bearer(who: Credentials): Record<string, string> {
  return { Authorization: `Bearer ${who.token}` };
}
