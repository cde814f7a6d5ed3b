import { describe, expect, it, vi } from 'vitest';
import type { Outgoing } from '../src/widget/chat-state';
import { Outbox, type Delivery } from '../src/widget/outbox';
import { memory, until } from './helpers';

const SENT: Delivery = { kind: 'sent' };

function outbox(deliver: (entry: Outgoing) => Promise<Delivery>, shelf = memory()): Outbox {
  return new Outbox({ shelf, key: 'aisle-outbox', subject: () => null, deliver, onChange: () => undefined });
}

describe('Outbox', () => {
  it('delivers one at a time, in order', async () => {
    const log: string[] = [];
    const box = outbox(async ({ text }) => {
      log.push(`${text} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`${text} ends`);
      return SENT;
    });
    box.add('a');
    box.add('b');
    await until(() => box.all.length === 0);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('repeats under the same id, and later ones wait', async () => {
    const ids: string[] = [];
    const box = outbox(async ({ clientId }) => {
      ids.push(clientId);
      return ids.length < 3 ? { kind: 'again', pauseMs: 1 } : SENT;
    });
    box.add('a');
    box.add('b');
    await until(() => box.all.length === 0);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(new Set(ids).size).toBe(2);
  });

  it('says that an entry failed when delivering breaks, and goes on', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const box = outbox(async ({ text }) => {
      if (text === 'a') throw new TypeError('a mistake of ours');
      return SENT;
    });
    box.add('a');
    box.add('b');
    await until(() => box.all.length === 1 && box.all[0]?.status === 'failed');
    expect(said).toHaveBeenCalledOnce();
  });

  it('can be hurried out of a long pause', async () => {
    let tries = 0;
    const box = outbox(async () => ((tries += 1) === 1 ? { kind: 'again', pauseMs: 60_000 } : SENT));
    box.add('a');
    await until(() => tries === 1 && box.all[0]?.status === 'queued');
    box.hurry();
    await until(() => box.all.length === 0);
  });

  it('keeps its entries over a reload and forgets what was acknowledged', async () => {
    const shelf = memory();
    const never = new Promise<Delivery>(() => undefined);
    const before = outbox(() => never, shelf);
    before.add('a');
    before.add('b', 'B');
    before.acknowledge(before.all[0]?.clientId ?? '');
    const after = outbox(async () => SENT, shelf);
    expect(after.all).toMatchObject([{ text: 'b', label: 'B', status: 'queued' }]);
    await after.run();
    expect(outbox(() => never, shelf).all).toEqual([]);
  });

  it.each([['{not json'], [{ a: 1 }], [[null, 7, { clientId: 1 }]]])('starts empty on foreign storage: %j', (found) => {
    const shelf = memory();
    shelf.write('aisle-outbox', found);
    expect(outbox(async () => SENT, shelf).all).toEqual([]);
  });

  it('makes ids the server takes', () => {
    const box = outbox(() => new Promise(() => undefined));
    for (let i = 0; i < 50; i += 1) box.add('x');
    const ids = box.all.map((entry) => entry.clientId);
    expect(new Set(ids).size).toBe(50);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });
});
