/** The texts of the page's language, loaded when it is not English, with the page's own words on top. */
import { useTexts } from '../shared/widget-texts';
import type { Config } from './config';
import type { Language } from './language';

const OTHERS: Record<Exclude<Language, 'en'>, () => Promise<{ default: unknown }>> = {
  zh: () => import('../texts/widget/zh.json'),
  es: () => import('../texts/widget/es.json'),
  fr: () => import('../texts/widget/fr.json'),
  de: () => import('../texts/widget/de.json'),
};

/** Never raises: what cannot be loaded stays English. */
export async function loadTexts({ language, texts }: Pick<Config, 'language' | 'texts'>): Promise<void> {
  if (language !== 'en') {
    try {
      useTexts((await OTHERS[language]()).default);
    } catch (error) {
      console.warn('aisle: the texts could not be loaded', error);
    }
  }
  useTexts(texts);
}
