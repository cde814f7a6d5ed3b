import { describe, expect, it } from 'vitest';
import type { DeskController } from '../src/desk/controller';
import { Period } from '../src/desk/period';

/** A page whose answers come when the test lets them. */
function page(): { period: Period<string>; answer: (days: number) => Promise<void>; drawn: () => number } {
  const asked = new Map<number, (found: string) => void>();
  let drawn = 0;
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => Boolean(await work().then(() => true));
  const controller = { api: {}, attempt } as unknown as DeskController;
  const host = { controller, requestUpdate: () => (drawn += 1) };
  const period = new Period<string>(host, (_api, days) => new Promise((resolve) => asked.set(days, resolve)), 7);
  const answer = async (days: number): Promise<void> => {
    asked.get(days)?.(`of ${days} days`);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { period, answer, drawn: () => drawn };
}

describe('the period of a page', () => {
  it('shows what was found', async () => {
    const { period, answer } = page();
    void period.load();
    expect(period.found).toBeNull();
    await answer(7);
    expect(period.found).toBe('of 7 days');
  });

  it('drops an answer that comes after another period was chosen', async () => {
    const { period, answer, drawn } = page();
    void period.load();
    period.choose(30);
    await answer(30);
    const before = drawn();
    await answer(7);
    expect([period.days, period.found]).toEqual([30, 'of 30 days']);
    expect(drawn()).toBe(before);
  });
});
