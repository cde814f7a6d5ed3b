/** The agents' side of the API: a session cookie, and a header that no foreign page can send. */
import { requestJson } from '../shared/http';
import type { Message } from '../shared/types';
import type { Entry, Filter, Me } from './types';

/** A conversation in which nothing was said yet comes without most of its parts. */
const BLANK = { waiting_since: null, reason: null, shopper: null, summary: null, last: null, agent: null, unread: 0 };
const OWN_PAGE = { 'X-Aisle-Desk': '1' };

export class DeskApi {
  constructor(private readonly base: string) {}

  async login(email: string, password: string): Promise<Me> {
    return meOf(await this.post('login', { email, password }));
  }

  logout(): Promise<void> {
    return this.post('logout');
  }

  async me(): Promise<Me> {
    return meOf(await this.get('me'));
  }

  async list(state: Filter): Promise<Entry[]> {
    return (await this.get<{ conversations: Entry[] }>(`conversations?state=${state}`)).conversations;
  }

  /** The conversation and all its messages; its agent counts as having read them. */
  async one(id: string): Promise<{ entry: Entry; messages: Message[] }> {
    const { messages, ...entry } = await this.get<Partial<Entry> & Pick<Entry, 'id' | 'state'> & { messages: Message[] }>(of(id));
    return { entry: { ...BLANK, ...entry }, messages };
  }

  take(id: string): Promise<unknown> {
    return this.post(`${of(id)}/take`);
  }

  send(id: string, text: string): Promise<unknown> {
    return this.post(`${of(id)}/messages`, { text });
  }

  giveBack(id: string, note: string): Promise<unknown> {
    return this.post(`${of(id)}/return`, note ? { note } : {});
  }

  get socketUrl(): string {
    return this.url('socket').replace(/^http/, 'ws');
  }

  private get<T>(path: string): Promise<T> {
    return requestJson(this.url(path), { credentials: 'same-origin' });
  }

  private post<T>(path: string, body: unknown = {}): Promise<T> {
    return requestJson(this.url(path), { method: 'POST', body, headers: OWN_PAGE, credentials: 'same-origin' });
  }

  private url(path: string): string {
    return new URL(`desk/api/${path}`, this.base).href;
  }
}

function of(id: string): string {
  return `conversations/${encodeURIComponent(id)}`;
}

function meOf(answer: Me | { agent: Me }): Me {
  return 'agent' in answer ? answer.agent : answer;
}
