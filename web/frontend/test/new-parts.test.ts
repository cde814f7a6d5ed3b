import { afterEach, describe, expect, it, vi } from 'vitest';
import { fileSize, upcoming, useLocale } from '../src/shared/format';
import { stepsOf } from '../src/shared/parts/order-card';
import type { OrderCard, Support } from '../src/shared/types';
import { texts, useTexts } from '../src/shared/widget-texts';
import de from '../src/texts/widget/de.json';
import en from '../src/texts/widget/en.json';
import es from '../src/texts/widget/es.json';
import fr from '../src/texts/widget/fr.json';
import zh from '../src/texts/widget/zh.json';
import { applyFrame, applyHistory, EMPTY, liveMessage, unreadCount, type ChatState } from '../src/widget/chat-state';
import { Emitter } from '../src/widget/emitter';
import { directionOf, languageOf } from '../src/widget/language';
import { drawerOf, type Locks } from '../src/widget/orphans';
import { wantsAddress } from '../src/widget/person';
import { memory, message } from './helpers';

const SUPPORT: Support = {
  open: true,
  agents: 1,
  waiting: 1,
  opens_at: null,
  closes_at: null,
  expected_wait_s: null,
  leave_message: false,
};

/** Every text by its path. */
function leaves(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]]);
  return new Map(Object.entries(value as object).flatMap(([name, part]) => [...leaves(part, `${path}/${name}`)]));
}

describe('the texts', () => {
  it.each(Object.entries({ de, es, fr, zh }))('of %s are all there, with the same places to fill', (_name, other) => {
    const [english, translated] = [leaves(en), leaves(other)];
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
    const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const [path, text] of english) {
      expect([path, holes(translated.get(path) ?? '')]).toEqual([path, holes(text)]);
      expect(translated.get(path)).not.toBe('');
    }
  });

  it('take the place of those of the same name, and nothing else', () => {
    useTexts({ widget: { title: 'Ask us', suggestions: ['One?', 2], unknown: 'x' }, message: 'no', __proto__: { title: 'x' } });
    expect(texts.widget.title).toBe('Ask us');
    expect(texts.widget.suggestions).toEqual(['One?']);
    expect(texts.widget).not.toHaveProperty('unknown');
    expect(texts.message.sources).toBe('Sources');
    useTexts(en);
  });
});

describe('the language', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [[undefined, '', 'zh-Hant-TW'], 'zh'],
    [['pt', 'fr'], 'fr'],
    [['pt'], 'en'],
    [[], 'en'],
  ])('of %j is %s', (wished, language) => expect(languageOf(wished)).toBe(language));

  it('says which way it is written', () => {
    expect(directionOf('he-IL')).toBe('rtl');
    expect(directionOf('en')).toBe('ltr');
  });
});

describe('formats', () => {
  afterEach(() => useLocale('en'));

  it('tell when people are back', () => {
    useLocale('en-US');
    const now = new Date(2026, 0, 31, 20, 0).getTime();
    expect(upcoming(new Date(2026, 0, 31, 22, 0).toISOString(), now)).toMatch(/^10:00.PM$/);
    expect(upcoming(new Date(2026, 1, 2, 9, 0).toISOString(), now)).toMatch(/^Monday.*9:00.AM$/);
    expect(upcoming(new Date(2026, 3, 2, 9, 0).toISOString(), now)).toMatch(/^Apr 2/);
    expect(upcoming('nonsense', now)).toBe('');
  });

  it('write sizes', () => {
    useLocale('en-US');
    expect(fileSize(10)).toBe('1 kB');
    expect(fileSize(8 * 1024 * 1024)).toBe('8 MB');
  });
});

describe('an order’s way', () => {
  const order = (status: string, more: Partial<OrderCard> = {}): OrderCard => ({ order_id: '#1', status, total: 1, items: [], ...more });
  const told = (card: OrderCard): string[] => stepsOf(card).map(({ name, state }) => `${name} ${state}`);

  it.each([
    ['shipped', ['pending done', 'processed done', 'shipped now', 'delivered open']],
    ['pending (items modified)', ['pending now', 'processed open', 'shipped open', 'delivered open']],
    ['cancelled', ['pending done', 'cancelled now']],
    ['return requested', ['pending done', 'processed done', 'shipped done', 'delivered done', 'return_requested now']],
    ['lost in space', []],
  ])('%s', (status, steps) => expect(told(order(status))).toEqual(steps));

  it('has the days that are known', () => {
    const card = order('delivered', { placed_at: '2026-01-01', timeline: [{ what: 'delivered', at: '2026-01-05' }] });
    expect(stepsOf(card).map((step) => step.at)).toEqual(['2026-01-01', null, null, '2026-01-05']);
  });
});

describe('a person', () => {
  const waiting = (support: Support | null, more: Partial<ChatState> = {}): ChatState => ({ ...EMPTY, mode: 'waiting', support, ...more });

  it('is waited for while one is there, and written to while none is', () => {
    expect(wantsAddress(waiting(SUPPORT))).toBe(false);
    expect(wantsAddress(waiting({ ...SUPPORT, leave_message: true }))).toBe(true);
    expect(wantsAddress(waiting({ ...SUPPORT, leave_message: true }, { contact: { email: 'a@b.example' } }))).toBe(false);
    expect(wantsAddress({ ...waiting({ ...SUPPORT, leave_message: true }), mode: 'agent' })).toBe(false);
  });

  it('comes nearer in the queue', () => {
    let state = applyFrame(EMPTY, { type: 'handoff', state: 'waiting', agent: null, support: SUPPORT, position: 3 });
    expect([state.position, state.support]).toEqual([3, SUPPORT]);
    state = applyFrame(state, { type: 'handoff', state: 'waiting', agent: null, position: 1 });
    expect([state.position, state.support]).toEqual([1, SUPPORT]);
    state = applyFrame(state, { type: 'handoff', state: 'agent', agent: { name: 'Kim' }, position: null });
    expect(state.position).toBeNull();
  });
});

describe('what belongs to a conversation', () => {
  it('is taken from history, and stays where a server leaves it out', () => {
    const history = { messages: [message(1, 'shopper')], state: 'assistant' as const, agent: null };
    const rated = applyHistory(EMPTY, { ...history, rating: { score: 4 }, resolved: true });
    expect([rated.rating?.score, rated.resolved]).toEqual([4, true]);
    expect(applyHistory(rated, history).rating?.score).toBe(4);
  });

  it('is opened again by writing', () => {
    const ended = applyFrame(applyFrame(EMPTY, { type: 'message', message: message(1, 'assistant') }), { type: 'resolved', by: 'agent' });
    expect(ended.resolved).toBe(true);
    expect(applyFrame(ended, { type: 'message', message: message(2, 'shopper') }).resolved).toBe(false);
  });

  it('counts what was not seen', () => {
    const state = { ...EMPTY, messages: [message(1, 'assistant'), message(2, 'shopper'), message(3, 'agent'), message(4, 'system')] };
    expect([unreadCount(state, 0), unreadCount(state, 1), unreadCount(state, 4)]).toEqual([3, 2, 0]);
  });

  it('lets a form be filled in only while it is the newest', () => {
    const form = { ...message(1, 'assistant'), form: { kind: 'address' as const } };
    expect(liveMessage({ ...EMPTY, messages: [form] })).toBe(form);
    expect(liveMessage({ ...EMPTY, messages: [form, message(2, 'shopper')] })).toBeNull();
  });
});

describe('events of the page', () => {
  it('wait for every listener, and fail with the first that fails', async () => {
    const changed = vi.fn();
    const events = new Emitter(changed);
    await expect(events.ask('basket', {})).rejects.toThrow();
    const off = events.on('basket', async () => 'put');
    expect([events.has('basket'), changed.mock.calls.length]).toEqual([true, 1]);
    await events.ask('basket', {});
    events.on('basket', () => Promise.reject(new Error('sold out')));
    await expect(events.ask('basket', {})).rejects.toThrow('sold out');
    off();
    expect(events.has('basket')).toBe(true);
  });
});

describe('unsent words of a closed tab', () => {
  const entry = { clientId: 'c1', text: 'one', label: 'one', status: 'queued' as const };
  /** Locks as a browser has them: one holder a name. */
  function locks(held = new Set<string>()): Locks {
    return {
      request: async (name, _options, callback) => {
        if (held.has(name)) return callback(null);
        held.add(name);
        const result = callback({ name, mode: 'exclusive' } as Lock);
        void Promise.resolve(result).then(() => held.delete(name));
        return result;
      },
    };
  }

  it('are taken over by the next tab, once, and only of the same shopper', async () => {
    const browser = memory();
    const items = new Map<string, string>();
    vi.stubGlobal('localStorage', new Proxy({}, { ownKeys: () => [...items.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }));
    const write = browser.write.bind(browser);
    browser.write = (key, value) => (items.set(key, ''), write(key, value));
    browser.write('aisle-outbox.dead', { subject: null, entries: [entry, { broken: true }] });
    browser.write('aisle-outbox.other', { subject: 'ada', entries: [{ ...entry, clientId: 'c2' }] });
    browser.write('aisle-outbox.alive', { subject: null, entries: [{ ...entry, clientId: 'c3' }] });
    const shared = locks(new Set(['aisle-outbox.alive']));
    const mine = await drawerOf(memory(), browser, shared);
    expect(await mine.adopt(null)).toEqual([entry]);
    expect(await mine.adopt(null)).toEqual([]);
    expect(await mine.adopt('ada')).toEqual([{ ...entry, clientId: 'c2' }]);
    vi.unstubAllGlobals();
  });

  it('a duplicated tab keeps a drawer of its own', async () => {
    const shared = locks();
    const tab = memory();
    const first = await drawerOf(tab, memory(), shared);
    const second = await drawerOf(tab, memory(), shared);
    expect(second.key).not.toBe(first.key);
  });

  it('stay in the tab where there are no locks', async () => {
    const tab = memory();
    const drawer = await drawerOf(tab, memory(), null);
    expect(drawer.shelf).toBe(tab);
    expect(await drawer.adopt(null)).toEqual([]);
  });
});
