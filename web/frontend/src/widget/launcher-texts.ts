/** The launcher's own texts in every language: the loader has no others. */
import { launcher as de } from '../texts/widget/de.json';
import { launcher as en } from '../texts/widget/en.json';
import { launcher as es } from '../texts/widget/es.json';
import { launcher as fr } from '../texts/widget/fr.json';
import { launcher as zh } from '../texts/widget/zh.json';
import type { Config } from './config';

export type LauncherTexts = typeof en;

const KNOWN = { en, zh, es, fr, de };

/** In the page's language, with the page's own words where it has some. */
export function launcherTexts({ language, label, texts }: Config): LauncherTexts {
  const own = (texts as { launcher?: Partial<LauncherTexts> } | null)?.launcher;
  return { ...KNOWN[language], ...(label ? { open: label } : {}), ...(typeof own === 'object' ? own : {}) };
}
