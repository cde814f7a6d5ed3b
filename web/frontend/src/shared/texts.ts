/** The texts of the desk, with those it shares with the widget. */
import en from '../texts/en.json';
import { fill } from './texts-fill';
import { texts as shared } from './widget-texts';

export { fill } from './texts-fill';

export const texts = { ...en, message: shared.message, widget: shared.widget };

/** One text for one, another with its `{count}` for any other number. */
export function counted(one: string, many: string, count: number): string {
  return count === 1 ? one : fill(many, { count });
}
