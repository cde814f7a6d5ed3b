/** A chat server over real HTTP and WebSockets that keeps the chat API's contract, for the client's tests. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Message, Mode } from '../src/shared/types';

interface Kept {
  token: string;
  messages: Message[];
  state: Mode;
  sockets: Set<WebSocket>;
  events: unknown[];
}

export class ChatServer {
  readonly conversations = new Map<string, Kept>();
  readonly created: unknown[] = [];
  /** Requests and upgrades that are cut off, as by a broken network. */
  down = false;
  /** Sockets are refused, as by a proxy that knows no WebSocket. */
  noSockets = false;
  /** Messages by socket are swallowed. */
  deaf = false;
  /** What the answer with the history waits for once it is made. */
  historyAfter: Promise<void> = Promise.resolve();
  histories = 0;
  /** Status codes the next POSTs of messages are answered with. */
  readonly refusals: number[] = [];
  answer: (text: string) => Partial<Message> | null = (text) => ({ text: `You said: ${text}` });
  private readonly http: Server;
  private readonly ws = new WebSocketServer({ noServer: true });

  constructor() {
    this.http = createServer((request, response) => void this.serve(request, response));
    this.http.on('upgrade', (request, socket, head) => {
      const [, id] = /conversations\/([^/]+)\/socket/.exec(request.url ?? '') ?? [];
      if (this.down || this.noSockets || !id) {
        socket.destroy();
        return;
      }
      this.ws.handleUpgrade(request, socket, head, (client) => this.socket(client, id));
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.drop();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  /** Cuts every socket. */
  drop(): void {
    for (const { sockets } of this.conversations.values()) for (const socket of sockets) socket.terminate();
  }

  only(): Kept {
    const [kept] = this.conversations.values();
    if (!kept || this.conversations.size !== 1) throw new Error(`${this.conversations.size} conversations`);
    return kept;
  }

  texts(from: Message['from']): string[] {
    return this.only().messages.filter((message) => message.from === from).map((message) => message.text);
  }

  push(kept: Kept, frame: unknown): void {
    for (const socket of kept.sockets) socket.send(JSON.stringify(frame));
  }

  add(kept: Kept, part: Partial<Message>): Message {
    const message = { seq: kept.messages.length + 1, from: 'assistant', text: '', at: new Date().toISOString(), ...part } as Message;
    kept.messages.push(message);
    this.push(kept, { type: 'message', message });
    return message;
  }

  private take(kept: Kept, text: string, clientId: string): Message[] {
    if (kept.messages.some((message) => message.client_id === clientId)) return [];
    this.add(kept, { from: 'shopper', text, client_id: clientId });
    const reply = kept.state === 'assistant' ? this.answer(text) : null;
    return reply ? [this.add(kept, { from: 'assistant', ...reply })] : [];
  }

  private socket(client: WebSocket, id: string): void {
    client.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Record<string, unknown>;
      const kept = this.conversations.get(id);
      if (frame['type'] === 'hello') {
        if (!kept || kept.token !== frame['token']) {
          client.send(JSON.stringify({ type: 'error', error: { code: 'conversation_not_found', message: '' } }));
          client.close(4400);
          return;
        }
        kept.sockets.add(client);
        client.on('close', () => kept.sockets.delete(client));
        for (const message of kept.messages.filter(({ seq }) => seq > Number(frame['after']))) {
          client.send(JSON.stringify({ type: 'message', message }));
        }
        client.send(JSON.stringify({ type: 'handoff', state: kept.state, agent: null }));
      } else if (frame['type'] === 'message' && kept && !this.deaf) {
        this.take(kept, String(frame['text']), String(frame['client_id']));
      }
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    if (this.down) {
      request.socket.destroy();
      return;
    }
    const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
    const send = (status: number, content: unknown): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(content));
    };
    const fail = (status: number, code: string): void => send(status, { error: { code, message: code } });
    if (request.url === '/api/conversations') {
      if (body['identity_token'] === 'expired') return fail(401, 'identity_expired');
      const id = `c${this.conversations.size + this.created.push(body)}`;
      this.conversations.set(id, { token: `t-${id}`, messages: [], state: 'assistant', sockets: new Set(), events: [] });
      return send(201, { id, token: `t-${id}`, messages: [], state: 'assistant' });
    }
    const [, id = '', what = ''] = /conversations\/([^/]+)\/(\w+)/.exec(request.url ?? '') ?? [];
    const kept = this.conversations.get(id);
    if (!kept) return fail(404, 'conversation_not_found');
    if (request.headers.authorization !== `Bearer ${kept.token}`) return fail(403, 'forbidden');
    if (what === 'events') {
      kept.events.push(body);
      response.writeHead(204).end();
    } else if (request.method === 'POST') {
      const refusal = this.refusals.shift();
      if (refusal) return fail(refusal, refusal === 429 ? 'rate_limited' : 'refused');
      send(200, { messages: this.take(kept, String(body['text']), String(body['client_id'])) });
    } else {
      const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after'));
      const content = { messages: kept.messages.filter(({ seq }) => seq > after), state: kept.state, agent: null };
      this.histories += 1;
      await this.historyAfter;
      send(200, content);
    }
  }
}
