import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeskController } from '../src/desk/controller';
import { DeskApi } from '../src/desk/desk-api';
import { applyDeskFrame, applyEntries, applyLists, applyMessages, applyQueue, listed, neighbour, NO_DESK, type DeskState } from '../src/desk/desk-state';
import type { Entry, Me } from '../src/desk/types';
import { message } from './helpers';

const ME: Me = { id: 1, email: 'ada@example.com', name: 'Ada', role: 'agent' };

function entry(id: string, more: Partial<Entry> = {}): Entry {
  return {
    id,
    state: 'waiting',
    waiting_since: `2026-01-31T12:00:0${id.length}.000Z`,
    reason: 'asked',
    mood: null,
    language: null,
    contact: null,
    resolved: false,
    shopper: null,
    summary: null,
    last: { text: id, at: '2026-01-31T12:00:00.000Z' },
    agent: null,
    unread: 0,
    ...more,
  };
}

const desk = (...entries: Entry[]): DeskState => applyEntries({ ...NO_DESK, me: ME, ready: true }, entries);
const ids = (entries: Entry[]): string[] => entries.map(({ id }) => id);
const mine = { state: 'agent' as const, agent: { id: 1, name: 'Ada' } };

describe('the lists', () => {
  it('put who waits longest first', () => {
    expect(ids(listed(desk(entry('bbb'), entry('a'), entry('cc')), 'waiting'))).toEqual(['a', 'cc', 'bbb']);
  });

  it('keep my conversations apart from my colleagues’', () => {
    const state = desk(entry('a', mine), entry('b', { state: 'agent', agent: { id: 2, name: 'Ada' } }), entry('c'));
    expect(ids(listed(state, 'mine'))).toEqual(['a']);
    expect(listed(state, 'all')).toHaveLength(3);
  });

  it('that come late leave what was told in the meantime', () => {
    const asked = desk(entry('a'), entry('b'), entry('c'));
    const taken = applyEntries(asked, [entry('a', mine)]);
    const state = applyLists(taken, asked.entries, [entry('a'), entry('b', { unread: 2 }), entry('d')]);
    expect(state.entries.get('a')?.state).toBe('agent');
    expect(state.entries.get('b')?.unread).toBe(2);
    expect([...state.entries.keys()].sort()).toEqual(['a', 'b', 'd']);
  });

  it('move by one place and stop at the ends', () => {
    const state = desk(entry('a'), entry('bb'));
    expect(neighbour(state, 1)).toBe('a');
    expect(neighbour({ ...state, selected: 'a' }, 1)).toBe('bb');
    expect(neighbour({ ...state, selected: 'bb' }, 1)).toBe('bb');
    expect(neighbour({ ...state, selected: 'a' }, -1)).toBe('a');
    expect(neighbour({ ...state, selected: 'elsewhere' }, 1)).toBe('a');
    expect(neighbour(desk(), 1)).toBeNull();
  });
});

describe('frames', () => {
  it('replace the queue; what left it is with the assistant again', () => {
    const state = applyQueue(desk(entry('a'), entry('b', mine), entry('c', { state: 'assistant' })), [entry('b', mine), entry('d')]);
    expect(state.entries.get('a')).toMatchObject({ state: 'assistant', agent: null, unread: 0 });
    expect(ids(listed(state, 'waiting'))).toEqual(['d']);
    expect(ids(listed(state, 'mine'))).toEqual(['b']);
    expect(state.entries.get('c')?.state).toBe('assistant');
  });

  it('add messages to opened conversations only, each once', () => {
    const opened = applyMessages(desk(entry('a'), entry('b')), 'a', [message(1, 'shopper')]);
    const frame = { type: 'message' as const, conversation: 'a', message: message(2, 'shopper') };
    const state = [frame, frame, { ...frame, conversation: 'b' }].reduce(applyDeskFrame, opened);
    expect(state.messages.get('a')?.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(state.messages.has('b')).toBe(false);
  });

  it('show who is typing until they have written', () => {
    const typing = applyDeskFrame(desk(entry('a')), { type: 'typing', conversation: 'a', from: 'shopper', on: true });
    expect(typing.typing.has('a')).toBe(true);
    expect(applyMessages(typing, 'a', [message(1, 'shopper')]).typing.has('a')).toBe(false);
    expect(applyDeskFrame(typing, { type: 'typing', conversation: 'a', from: 'shopper', on: false }).typing.size).toBe(0);
  });

  it('show who is typing again although their last message is fetched again', () => {
    const said = applyMessages(desk(entry('a')), 'a', [message(1, 'shopper')]);
    const typing = applyDeskFrame(said, { type: 'typing', conversation: 'a', from: 'shopper', on: true });
    expect(applyMessages(typing, 'a', [message(1, 'shopper')]).typing.has('a')).toBe(true);
    expect(applyMessages(typing, 'a', [message(1, 'shopper'), message(2, 'shopper')]).typing.has('a')).toBe(false);
  });

  it('of unknown kinds change nothing', () => {
    const state = desk(entry('a'));
    expect(applyDeskFrame(state, { type: 'future' } as never)).toBe(state);
  });
});

describe('signing in', () => {
  let server: Server;
  let status: number;
  let headers: unknown[];

  beforeEach(async () => {
    status = 401;
    headers = [];
    server = createServer((request, response) => {
      if (request.method === 'POST') headers.push(request.headers['x-aisle-desk']);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end('{"error": {"code": "x", "message": "y"}}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const controller = (): DeskController =>
    new DeskController(new DeskApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

  it('is asked for when nobody is signed in', async () => {
    const desk = controller();
    await desk.start();
    expect(desk.state.value).toMatchObject({ ready: true, me: null });
  });

  it('says why it failed, and sends the header no foreign page can', async () => {
    const desk = controller();
    const wrong = await desk.login('a@example.com', 'x');
    status = 429;
    const limited = await desk.login('a@example.com', 'x');
    status = 503;
    const down = await desk.login('a@example.com', 'x');
    expect(new Set([wrong, limited, down]).size).toBe(3);
    expect(headers).toEqual(['1', '1', '1']);
    expect(desk.state.value.me).toBeNull();
  });
});
