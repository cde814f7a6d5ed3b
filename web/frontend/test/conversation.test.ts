import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Conversation } from '../src/widget/conversation';
import { ChatServer } from './chat-server';
import { config, drawer, memory, open, QUICK, Socket, until, type Browser } from './helpers';

let server: ChatServer;
let base: string;
let browser: Browser;
const opened: Conversation[] = [];

beforeEach(async () => {
  server = new ChatServer();
  base = await server.listen();
  browser = { local: memory(), tab: memory() };
});

afterEach(async () => {
  for (const conversation of opened.splice(0)) conversation.stop();
  await server.close();
});

async function start(more = {}, where = browser): Promise<Conversation> {
  const conversation = open(base, where, more);
  opened.push(conversation);
  await conversation.start();
  return conversation;
}

function shown(conversation: Conversation): string[] {
  return conversation.state.value.messages.map((message) => message.text);
}

const settled = (conversation: Conversation, count: number): Promise<void> =>
  until(() => shown(conversation).length === count && conversation.state.value.outgoing.length === 0, `${count} messages`);

describe('a conversation', () => {
  it('begins with the first message, not before', async () => {
    const conversation = await start();
    expect(server.created).toHaveLength(0);
    expect(conversation.state.value.loaded).toBe(true);
    conversation.send('  hello ');
    await settled(conversation, 2);
    expect(shown(conversation)).toEqual(['hello', 'You said: hello']);
    expect(server.created).toEqual([{ consent: { personalisation: false }, language: 'en', page: { url: 'https://shop.example/p/tent' } }]);
    expect(conversation.state.value.connection).toBe('online');
  });

  it('does not send empty texts', async () => {
    const conversation = await start();
    conversation.send(' \n ');
    expect(conversation.state.value.outgoing).toEqual([]);
  });

  it('sends what was written at once in order, each once', async () => {
    const conversation = await start();
    const texts = Array.from({ length: 12 }, (_, i) => `text ${i}`);
    for (const text of texts) conversation.send(text);
    await settled(conversation, 24);
    expect(server.texts('shopper')).toEqual(texts);
    expect(server.conversations.size).toBe(1);
  });

  it('goes on after a reload', async () => {
    const first = await start();
    first.send('one');
    await settled(first, 2);
    first.stop();
    const second = await start();
    expect(shown(second)).toEqual(['one', 'You said: one']);
    second.send('two');
    await settled(second, 4);
    expect(server.conversations.size).toBe(1);
  });

  it('keeps who has it, told while the history was on its way', async () => {
    const first = await start();
    first.send('one');
    await settled(first, 2);
    first.stop();
    let release = (): void => undefined;
    const before = server.histories;
    server.historyAfter = new Promise((resolve) => (release = resolve));
    const second = open(base, browser);
    opened.push(second);
    const started = second.start();
    await until(() => server.only().sockets.size === 1 && server.histories > before, 'a socket and the question');
    server.only().state = 'waiting';
    server.push(server.only(), { type: 'handoff', state: 'waiting', agent: null });
    await until(() => second.state.value.mode === 'waiting', 'the queue');
    release();
    await started;
    await until(() => second.state.value.loaded, 'the history');
    expect(second.state.value.mode).toBe('waiting');
  });

  it('is the same in two tabs, and shows there what the other sends', async () => {
    const first = await start();
    first.send('one');
    await settled(first, 2);
    const second = await start({}, { local: browser.local, tab: memory() });
    second.send('two');
    await settled(first, 4);
    await settled(second, 4);
    expect(shown(first)).toEqual(shown(second));
  });

  it('that another tab begins is taken up here', async () => {
    const first = await start();
    const second = await start({}, { local: browser.local, tab: memory() });
    second.send('one');
    await settled(second, 2);
    first.adopt();
    await settled(first, 2);
  });

  it('sends after a reload what was not sent before it, once', async () => {
    const first = await start();
    first.send('one');
    await settled(first, 2);
    server.down = true;
    server.drop();
    first.send('two');
    first.send('three');
    await until(() => first.state.value.connection !== 'online');
    first.stop();
    server.down = false;
    const second = await start();
    await settled(second, 6);
    expect(server.texts('shopper')).toEqual(['one', 'two', 'three']);
  });

  it('survives a network that comes and goes', async () => {
    const conversation = await start();
    conversation.send('one');
    await settled(conversation, 2);
    server.down = true;
    server.drop();
    await until(() => conversation.state.value.connection === 'connecting');
    conversation.send('two');
    server.add(server.only(), { from: 'assistant', text: 'said meanwhile' });
    server.down = false;
    conversation.hurry();
    await settled(conversation, 5);
    expect(server.texts('shopper')).toEqual(['one', 'two']);
    expect(shown(conversation)).toContain('said meanwhile');
    await until(() => conversation.state.value.connection === 'online');
  });

  it('understands the errors of the loader, which is another bundle', async () => {
    vi.resetModules();
    const loader = await import('../src/widget/session');
    const { ChatApi } = await import('../src/shared/chat-api');
    const api = new ChatApi(base);
    const session = new loader.Session(api, config(base), browser.local);
    const conversation = new Conversation({ session, api, drawer: drawer(browser), timing: QUICK, WebSocket: Socket });
    opened.push(conversation);
    await conversation.start();
    server.down = true;
    conversation.send('one');
    await until(() => conversation.state.value.error?.code === 'unreachable');
    server.down = false;
    await settled(conversation, 2);
    server.drop();
    server.conversations.clear();
    conversation.send('two');
    await settled(conversation, 2);
    expect(server.texts('shopper')).toEqual(['two']);
  });

  it('falls back to requests and polls where sockets do not pass', async () => {
    server.noSockets = true;
    const conversation = await start();
    conversation.send('one');
    await settled(conversation, 2);
    await until(() => conversation.state.value.connection === 'polling');
    server.add(server.only(), { from: 'agent', text: 'from a person' });
    await settled(conversation, 3);
    expect(conversation.state.value.typing.assistant).toBe(false);
  });

  it('falls back to a request when the socket swallows a message', async () => {
    const conversation = await start();
    conversation.send('one');
    await settled(conversation, 2);
    server.deaf = true;
    conversation.send('two');
    await settled(conversation, 4);
    expect(server.texts('shopper')).toEqual(['one', 'two']);
  });

  it('begins another one when the server has forgotten it, and loses no word', async () => {
    const first = await start();
    first.send('one');
    await settled(first, 2);
    server.drop();
    server.conversations.clear();
    first.send('two');
    await settled(first, 2);
    expect(shown(first)).toEqual(['two', 'You said: two']);
    expect(server.texts('shopper')).toEqual(['two']);
  });

  it('shows an empty conversation when the stored one is gone', async () => {
    browser.local.write('aisle-conversation', { id: 'gone', token: 'x', subject: null });
    const conversation = await start();
    await until(() => conversation.state.value.loaded);
    expect(browser.local.read('aisle-conversation')).toBeNull();
    conversation.send('hello');
    await settled(conversation, 2);
  });

  it('says that a refused message was not sent, sends the next, and can try again', async () => {
    server.noSockets = true;
    server.refusals.push(400);
    const conversation = await start();
    conversation.send('bad');
    conversation.send('good');
    await until(() => shown(conversation).length === 2);
    const [entry] = conversation.state.value.outgoing;
    expect(entry).toMatchObject({ label: 'bad', status: 'failed' });
    conversation.retry(entry?.clientId ?? '');
    await settled(conversation, 4);
    expect(server.texts('shopper')).toEqual(['good', 'bad']);
  });

  it('waits and sends again when it was too fast', async () => {
    server.noSockets = true;
    server.refusals.push(429, 503);
    const conversation = await start();
    conversation.send('one');
    await settled(conversation, 2);
    expect(server.texts('shopper')).toEqual(['one']);
  });

  it('shows a pressed button by its title until the server does', async () => {
    const conversation = await start();
    conversation.send('/cancel{"id": 1}', 'Cancel it');
    expect(conversation.state.value.outgoing[0]).toMatchObject({ text: '/cancel{"id": 1}', label: 'Cancel it' });
    await settled(conversation, 2);
  });

  it('appends deltas and replaces them by the message', async () => {
    server.answer = () => null;
    const conversation = await start();
    conversation.send('question');
    await settled(conversation, 1);
    const kept = server.only();
    for (const text of ['Returns ', 'take ', '30 days.']) server.push(kept, { type: 'delta', text });
    await until(() => conversation.state.value.draft === 'Returns take 30 days.');
    server.add(kept, { text: 'Returns take 30 days.' });
    await settled(conversation, 2);
    expect(conversation.state.value.draft).toBe('');
    server.push(kept, { type: 'delta', text: 'late' });
    server.push(kept, { type: 'typing', from: 'agent', on: true });
    await until(() => conversation.state.value.typing.agent);
    expect(conversation.state.value.draft).toBe('');
  });

  it('ignores frames that mean nothing to it', async () => {
    const conversation = await start();
    conversation.send('one');
    await settled(conversation, 2);
    const kept = server.only();
    for (const frame of [null, 7, 'text', [], {}, { type: 'future', x: 1 }]) server.push(kept, frame);
    for (const socket of kept.sockets) socket.send('{not json');
    conversation.send('two');
    await settled(conversation, 4);
  });
});

describe('who the shopper is', () => {
  const token = (sub: string, exp: number): string =>
    `h.${Buffer.from(JSON.stringify({ sub, exp })).toString('base64url')}.s`;

  it('stays with a fresh token of the same shopper', async () => {
    const first = await start({ identityToken: token('ann', 1) });
    first.send('one');
    await settled(first, 2);
    first.stop();
    const second = await start({ identityToken: token('ann', 2) });
    expect(shown(second)).toHaveLength(2);
  });

  it.each([[null], [token('ben', 1)]])('hides the conversation from whoever comes next (%s)', async (identityToken) => {
    const first = await start({ identityToken: token('ann', 1) });
    first.send('my secret');
    await settled(first, 2);
    first.stop();
    const second = await start({ identityToken });
    expect(shown(second)).toEqual([]);
    second.send('hi');
    await settled(second, 2);
    expect(server.conversations.size).toBe(2);
  });

  it('changes over when the page signs the shopper in', async () => {
    const conversation = await start();
    conversation.send('one');
    await settled(conversation, 2);
    await conversation.identify(token('ann', 1));
    expect(shown(conversation)).toEqual([]);
    conversation.send('two');
    await settled(conversation, 2);
    expect(server.created.at(-1)).toMatchObject({ identity_token: token('ann', 1) });
  });

  it('goes on unknown with an expired token', async () => {
    const conversation = await start({ identityToken: 'expired' });
    conversation.send('one');
    await settled(conversation, 2);
    conversation.send('two');
    await settled(conversation, 4);
    expect(server.conversations.size).toBe(1);
  });
});

describe('the page', () => {
  it('is told before the next message when it is another product', async () => {
    const first = await start({ productId: 'p-a' });
    first.send('one');
    await settled(first, 2);
    expect(server.only().events).toEqual([]);
    first.stop();
    const second = await start({ productId: 'p-b', consent: true });
    second.send('two');
    second.send('three');
    await settled(second, 6);
    expect(server.only().events).toEqual([
      { type: 'consent', personalisation: true },
      { type: 'page', product_id: 'p-b' },
    ]);
  });
});
