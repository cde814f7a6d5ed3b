import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BeginApi, Told } from '../src/shared/chat-api';
import { PageViews } from '../src/widget/page-views';
import { Session } from '../src/widget/session';
import { config, memory } from './helpers';

const WHO = { id: 'c1', token: 't1' };

function visit(): { views: PageViews; told: Told[]; create: ReturnType<typeof vi.fn> } {
  const told: Told[] = [];
  const create = vi.fn(() => Promise.resolve(WHO));
  const tell = (_who: unknown, one: Told): Promise<void> => {
    told.push(JSON.parse(JSON.stringify(one)) as Told);
    return Promise.resolve();
  };
  const given = config('https://chat.example/', { productId: 'p-tent', pageKind: 'product' });
  const session = new Session({ create, tell } as unknown as BeginApi, given, memory());
  return { views: new PageViews(session, given), told, create };
}

/** What the shopper's browser remembers of their choice. */
function choose(choice: 'yes' | 'no' | null): void {
  vi.stubGlobal('localStorage', { getItem: () => choice });
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  choose(null);
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('location', new URL('https://shop.example/p/tent'));
});
afterEach(() => vi.unstubAllGlobals());

describe('what a page tells', () => {
  it('is nothing before a yes', async () => {
    const { views, told, create } = visit();
    views.begin();
    views.track('basket_add', { productId: 'p-tent' });
    views.report();
    await settled();
    expect(told).toEqual([]);
    expect(create).not.toHaveBeenCalled();
  });

  it('is told by the names of the server, and begins the conversation it belongs to', async () => {
    choose('yes');
    const { views, told, create } = visit();
    views.begin();
    views.track('search', { query: 'green tent' });
    views.track('purchase', { orderId: 'A1', products: ['p-tent'], id: 'once' });
    await settled();
    expect(create).toHaveBeenCalledTimes(1);
    expect(told).toEqual([
      { type: 'track', name: 'search', detail: { query: 'green tent' } },
      { type: 'track', name: 'purchase', detail: { order_id: 'A1', products: ['p-tent'] }, client_id: 'once' },
    ]);
  });

  it('names the product of a page that is left', async () => {
    choose('yes');
    const { views, told } = visit();
    views.begin();
    await settled();
    views.report();
    views.report();
    expect(told).toEqual([{ type: 'page_view', kind: 'product', seconds: 0, product_id: 'p-tent' }]);
  });

  it('ends with a no, which is told before anything else', async () => {
    choose('yes');
    const { views, told } = visit();
    views.begin();
    await settled();
    choose('no');
    views.track('page', { productId: 'p-lamp' });
    views.track('basket_add', { productId: 'p-lamp' });
    await settled();
    expect(told).toEqual([
      { type: 'consent', personalisation: false },
      { type: 'page', product_id: 'p-lamp' },
    ]);
  });

  it('stays here when the answer is no while a conversation begins', async () => {
    choose('yes');
    const { views, told } = visit();
    views.begin();
    views.track('basket_add', { productId: 'p-lamp' });
    choose('no');
    await settled();
    expect(told).toEqual([]);
  });
});
