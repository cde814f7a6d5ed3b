/** What the numbers about offers say, in words nobody can misread. */
import { fill, texts } from '../shared/texts';
import { inWords } from './labels';
import type { Effect, Insights, Outcome } from './types';

const t = texts.desk.insights;

export const OUTCOMES: readonly Outcome[] = ['clicked', 'added', 'bought'];

/** "4.2 %", "31 %"; shares are between 0 and 1. */
export function percent(share: number): string {
  const value = share * 100;
  return `${Math.abs(value) < 10 && value !== 0 ? value.toFixed(1) : Math.round(value)} %`;
}

/** A difference of two shares in points, always with its sign. */
export function points(difference: number): string {
  const value = Math.abs(difference * 100).toFixed(1);
  return `${difference < 0 ? '−' : '+'}${value}`;
}

/** What offering changed; nothing is called an effect that may be chance. */
export function effectWords(outcome: Outcome, effect: Effect | null): string {
  const did = t.outcomes[outcome];
  if (!effect) return fill(t.effect_unknown, { did });
  const bounds = { did, value: points(effect.value).slice(1), low: points(effect.low), high: points(effect.high) };
  if (!effect.distinguishable) return fill(t.effect_open, bounds);
  return fill(effect.value > 0 ? t.effect_more : t.effect_less, bounds);
}

/** Why nothing was offered, in words; a code of another version in its own. */
export function silenceOf(reason: string): string {
  const known: Record<string, string> = t.silence;
  return known[reason] ?? inWords(reason);
}

export function likelihoodWords({ likelihood }: Insights): string {
  if (likelihood.error === null) return fill(t.calibration_needed, { ended: likelihood.ended, needed: likelihood.needed });
  return fill(t.calibration, { error: (likelihood.error * 100).toFixed(1), ended: likelihood.ended });
}

/** What a feature of the visit is, and whether it speaks for a purchase. */
export function reasonWords(name: string, contribution: number): string {
  const known: Record<string, string> = t.features;
  return fill(contribution > 0 ? t.speaks_for : t.speaks_against, { what: known[name] ?? inWords(name) });
}
