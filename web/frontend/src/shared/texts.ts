/** The texts of the desk, with those it shares with the widget. */
import en from '../texts/en.json';
import { texts as shared } from './widget-texts';

export { fill } from './texts-fill';

export const texts = { ...en, message: shared.message, widget: shared.widget };
