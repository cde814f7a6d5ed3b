/** The interface texts. Every language file has the shape of `en.json`; English is built in. */
import en from '../texts/en.json';

export { fill } from './texts-fill';

export type Texts = typeof en;

export const texts: Texts = en;
