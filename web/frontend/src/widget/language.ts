/** Which language the interface speaks. Small: the loader carries it. */

export const LANGUAGES = ['en', 'zh', 'es', 'fr', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/i;

/** The first of the wished languages that we have; English if none. Regions count for nothing: "zh-TW" is "zh". */
export function languageOf(wished: readonly (string | null | undefined)[]): Language {
  for (const tag of wished) {
    const primary = tag?.toLowerCase().split(/[-_]/, 1)[0];
    const found = LANGUAGES.find((language) => language === primary);
    if (found) return found;
  }
  return 'en';
}

/** The writing direction of a language tag. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.test(tag) ? 'rtl' : 'ltr';
}
