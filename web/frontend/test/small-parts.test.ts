import { describe, expect, it } from 'vitest';
import { elapsed } from '../src/shared/format';
import { Store } from '../src/shared/store';
import { fill } from '../src/shared/texts';
import { readableOn } from '../src/widget/accent';
import { subjectOf } from '../src/widget/session';
import { shelf } from '../src/widget/storage';

describe('elapsed', () => {
  const start = '2026-01-31T12:00:00.000Z';
  const at = (seconds: number): number => new Date(start).getTime() + seconds * 1000;

  it.each([
    [0, '0s'],
    [59, '59s'],
    [60, '1m'],
    [3_599, '59m'],
    [7_500, '2h 5m'],
    [-30, '0s'],
  ])('%i seconds', (seconds, text) => expect(elapsed(start, at(seconds))).toBe(text));

  it.each([null, undefined, '', 'nonsense'])('is empty for %s', (since) => expect(elapsed(since, 0)).toBe(''));
});

describe('fill', () => {
  it('replaces what it knows, literally, and leaves the rest', () => {
    expect(fill('{a} {b} {a}', { a: '$&{b}' })).toBe('$&{b} {b} $&{b}');
  });
});

describe('readableOn', () => {
  it.each([
    [[255, 255, 255], '#000'],
    [[0, 0, 0], '#fff'],
    [[28, 90, 76], '#fff'],
    [[255, 204, 0], '#000'],
  ])('%j', (channels, colour) => expect(readableOn(channels)).toBe(colour));
});

describe('subjectOf', () => {
  it('is the same for every token of one shopper, and never fails', () => {
    const token = (claims: unknown): string => `a.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.b`;
    expect(subjectOf(token({ sub: 'mia', exp: 1 }))).toBe(subjectOf(token({ sub: 'mia', exp: 2 })));
    for (const odd of ['', 'x', 'a.b.c', 'a.!!.c', token(null), token({})]) expect(subjectOf(odd)).toBe(odd);
  });
});

describe('shelf', () => {
  const broken = (): Storage => {
    throw new Error('no storage here');
  };

  it('remembers for the page when the browser stores nothing', () => {
    const kept = shelf(broken);
    kept.write('a', { b: 1 });
    expect(kept.read('a')).toEqual({ b: 1 });
    kept.remove('a');
    expect(kept.read('a')).toBeNull();
  });

  it('reads what is not JSON as nothing', () => {
    expect(shelf(() => ({ getItem: () => '{' }) as unknown as Storage).read('a')).toBeNull();
  });
});

describe('Store', () => {
  it('tells its readers of changes only, and no longer than they want', () => {
    const store = new Store(1);
    const seen: number[] = [];
    const stop = store.subscribe((value) => seen.push(value));
    store.update((value) => value);
    store.update((value) => value + 1);
    stop();
    store.update((value) => value + 1);
    expect(seen).toEqual([2]);
  });
});
