/** The texts of messages and of the widget. Every language file has the shape of `texts/widget/en.json`. */
import en from '../texts/widget/en.json';

export { fill } from './texts-fill';

export type WidgetTexts = typeof en;

/** English until `useTexts`; changed in place, because the parts hold on to its branches. */
export const texts: WidgetTexts = structuredClone(en);

/** Puts other texts in the place of those of the same name; names and shapes that are not ours are left out. */
export function useTexts(more: unknown): void {
  merge(texts, more);
}

function merge(into: object, more: unknown): void {
  if (!isRecord(more)) return;
  const target = into as Record<string, unknown>;
  for (const [name, old] of Object.entries(target)) {
    const given = Object.hasOwn(more, name) ? more[name] : undefined;
    if (Array.isArray(old)) {
      if (Array.isArray(given)) target[name] = given.filter((text) => typeof text === 'string');
    } else if (isRecord(old)) {
      merge(old, given);
    } else if (typeof given === 'string') {
      target[name] = given;
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
