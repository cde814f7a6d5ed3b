import { describe, expect, it } from 'vitest';
import { effectWords, likelihoodWords, percent, points, reasonWords, silenceOf } from '../src/desk/insights-words';
import type { Effect, Insights } from '../src/desk/types';

const effect = (value: number, low: number, high: number): Effect => ({ value, low, high, distinguishable: low > 0 || high < 0 });

describe('an effect in words', () => {
  it('is none while a group is empty', () => {
    expect(effectWords('bought', null)).toBe('Buying it: needs shoppers in both groups.');
  });

  it('is not claimed where chance would do', () => {
    const words = effectWords('bought', effect(0.04, -0.02, 0.1));
    expect(words).toContain('not yet distinguishable');
    expect(words).toContain('−2.0');
    expect(words).toContain('+10.0');
    expect(words).not.toContain('more');
  });

  it('is told with its interval where it is sure', () => {
    expect(effectWords('added', effect(0.08, 0.021, 0.14))).toContain('8.0 points more where it was offered (+2.1 to +14.0)');
  });

  it('that does harm is said to', () => {
    expect(effectWords('clicked', effect(-0.08, -0.14, -0.02))).toContain('harm');
  });
});

describe('numbers', () => {
  it.each([
    [0, '0 %'],
    [0.004, '0.4 %'],
    [0.0999, '10.0 %'],
    [0.314, '31 %'],
    [1, '100 %'],
  ])('a share of %d', (share, text) => expect(percent(share)).toBe(text));

  it.each([
    [0.05, '+5.0'],
    [-0.05, '−5.0'],
    [0, '+0.0'],
  ])('a difference of %d', (difference, text) => expect(points(difference)).toBe(text));
});

describe('codes', () => {
  it('are words, also those of another version', () => {
    expect(silenceOf('too_soon')).toBe('Too soon after the last');
    expect(silenceOf('full_moon')).toBe('Full moon');
    expect(reasonWords('ProductRelated', 0.3)).toBe('Product pages: speaks for it');
    expect(reasonWords('shoe_size', -0.3)).toBe('Shoe size: speaks against it');
  });
});

describe('the likelihood', () => {
  const of = (ended: number, error: number | null): Insights => ({ likelihood: { bins: [], ended, needed: 30, error } }) as unknown as Insights;

  it('is judged once enough visits have ended', () => {
    expect(likelihoodWords(of(4, null))).toContain('from 30 visits that have ended; there are 4');
    expect(likelihoodWords(of(120, 0.031))).toContain('3.1 points off');
  });
});
