/** The agents' side of the API: a session cookie, and a header that no foreign page can send. */
import { requestBlob, requestJson } from '../shared/http';
import type { Message } from '../shared/types';
import type { SwapWish } from './swap-form';
import type {
  AuditLine, Brief, Canned, Colleague, DeskAddress, DeskOrder, Entry, Filter, Insights, Likely, Me, Mention, Note, Numbers, Question,
  QuestionState, Suggestion, Swap, SwapQuote,
} from './types';

/** A conversation in which nothing was said yet comes without most of its parts. */
const BLANK = {
  waiting_since: null, reason: null, mood: null, language: null, contact: null, resolved: false,
  shopper: null, summary: null, last: null, agent: null, unread: 0,
};
const OWN_PAGE = { 'X-Aisle-Desk': '1' };

type One = Partial<Entry> & Pick<Entry, 'id' | 'state'> & { messages: Message[]; notes?: Note[] };

export interface Account {
  email: string;
  name: string;
  password: string;
  role: string;
}

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

  async list(state: Filter, query = ''): Promise<Entry[]> {
    const words = query ? `&q=${encodeURIComponent(query)}` : '';
    return (await this.get<{ conversations: Entry[] }>(`conversations?state=${state}${words}`)).conversations;
  }

  /** The conversation and all its messages; its agent counts as having read them. */
  async one(id: string): Promise<{ entry: Entry; messages: Message[]; notes: Note[] }> {
    const { messages, notes, ...entry } = await this.get<One>(of(id));
    return { entry: { ...BLANK, ...entry }, messages, notes: notes ?? [] };
  }

  take(id: string, over = false): Promise<unknown> {
    return this.post(`${of(id)}/take`, over ? { over } : {});
  }

  send(id: string, text: string): Promise<unknown> {
    return this.post(`${of(id)}/messages`, { text });
  }

  giveBack(id: string, note: string): Promise<unknown> {
    return this.post(`${of(id)}/return`, note ? { note } : {});
  }

  /** To an agent, or to the queue (null). */
  transfer(id: string, agent: number | null): Promise<unknown> {
    return this.post(`${of(id)}/transfer`, { agent });
  }

  resolve(id: string): Promise<unknown> {
    return this.post(`${of(id)}/resolve`);
  }

  note(id: string, text: string): Promise<unknown> {
    return this.post(`${of(id)}/notes`, { text });
  }

  brief(id: string): Promise<Brief> {
    return this.get(`${of(id)}/brief`);
  }

  async suggestions(id: string, question = ''): Promise<Suggestion[]> {
    const words = question ? `?q=${encodeURIComponent(question)}` : '';
    return (await this.get<{ suggestions: Suggestion[] }>(`${of(id)}/suggestions${words}`)).suggestions;
  }

  photo(id: string, file: string): Promise<Blob> {
    return requestBlob(this.url(`${of(id)}/files/${encodeURIComponent(file)}`), { credentials: 'same-origin' });
  }

  async cancelOrder(id: string, order_id: string, reason: string): Promise<DeskOrder> {
    return (await this.post<{ order: DeskOrder }>(`${of(id)}/errands/cancel`, { order_id, reason })).order;
  }

  async returnItems(id: string, order_id: string, items: number[], method_id: string): Promise<DeskOrder> {
    return (await this.post<{ order: DeskOrder }>(`${of(id)}/errands/return`, { order_id, items, method_id })).order;
  }

  async changeAddress(id: string, order_id: string, address: DeskAddress): Promise<DeskOrder> {
    return (await this.post<{ order: DeskOrder }>(`${of(id)}/errands/address`, { order_id, address })).order;
  }

  /** What other variants would come to; nothing is changed. */
  quote(id: string, order_id: string, changes: readonly Swap[]): Promise<SwapQuote> {
    return this.post(`${of(id)}/errands/quote`, { order_id, changes });
  }

  async swap(id: string, order_id: string, wish: SwapWish): Promise<DeskOrder> {
    const { changes, method: method_id, expected } = wish;
    return (await this.post<{ order: DeskOrder }>(`${of(id)}/errands/swap`, { order_id, changes, method_id, expected })).order;
  }

  presence(away: boolean): Promise<unknown> {
    return this.post('presence', { away });
  }

  async team(): Promise<Colleague[]> {
    return (await this.get<{ agents: Colleague[] }>('agents')).agents;
  }

  async hire(account: Account): Promise<Colleague[]> {
    return (await this.post<{ agents: Colleague[] }>('agents', account)).agents;
  }

  async change(id: number, change: Partial<Pick<Colleague, 'role' | 'active'>>): Promise<Colleague[]> {
    return (await this.post<{ agents: Colleague[] }>(`agents/${id}`, change)).agents;
  }

  async mentions(): Promise<Mention[]> {
    return (await this.get<{ mentions: Mention[] }>('mentions')).mentions;
  }

  async canned(): Promise<Canned[]> {
    return (await this.get<{ canned: Canned[] }>('canned')).canned;
  }

  async keepCanned(shortcut: string, text: string, id?: number): Promise<Canned[]> {
    return (await this.post<{ canned: Canned[] }>(id === undefined ? 'canned' : `canned/${id}`, { shortcut, text })).canned;
  }

  async dropCanned(id: number): Promise<Canned[]> {
    const options = { method: 'DELETE', headers: OWN_PAGE, credentials: 'same-origin' } as const;
    return (await requestJson<{ canned: Canned[] }>(this.url(`canned/${id}`), options)).canned;
  }

  async audit(): Promise<AuditLine[]> {
    return (await this.get<{ lines: AuditLine[] }>('audit')).lines;
  }

  numbers(days: number): Promise<Numbers> {
    return this.get(`numbers?days=${days}`);
  }

  insights(days: number): Promise<Insights> {
    return this.get(`insights?days=${days}`);
  }

  /** Where the same is a table to take along. */
  insightsTable(days: number): string {
    return this.url(`insights.csv?days=${days}`);
  }

  likelihood(id: string): Promise<Likely> {
    return this.get(`${of(id)}/likelihood`);
  }

  async questions(state: QuestionState): Promise<Question[]> {
    return (await this.get<{ questions: Question[] }>(`unanswered?state=${state}`)).questions;
  }

  settle(id: number, state: QuestionState, draft?: string): Promise<unknown> {
    return this.post(`unanswered/${id}`, draft === undefined ? { state } : { state, draft });
  }

  get draftsUrl(): string {
    return this.url('drafts.md');
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
