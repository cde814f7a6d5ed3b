/** What the page says on the script tag, and the shopper's choice about behavioural data. */
import type { PageKind } from '../shared/types';
import { directionOf, languageOf, type Language } from './language';

export type Theme = 'auto' | 'light' | 'dark';
export type LauncherKind = 'icon' | 'label' | 'none';

export interface Config {
  /** Address of the Aisle server the script came from, with a slash at the end. */
  base: string;
  /** Folder of the built assets. */
  assets: string;
  /** The page's address without query and fragment: those may hold what is nobody's business. */
  pageUrl: string;
  identityToken: string | null;
  productId: string | null;
  pageKind: PageKind;
  consent: boolean | null;
  /** Whether the widget asks for the consent itself. */
  askConsent: boolean;
  title: string | null;
  accent: string | null;
  /** The texts' language; `locale` writes numbers and times, and may know more languages than the texts. */
  language: Language;
  locale: string;
  direction: 'ltr' | 'rtl';
  /** The page's own texts, by the names of `texts/widget/en.json`. */
  texts: unknown;
  theme: Theme;
  side: 'left' | 'right';
  launcher: LauncherKind;
  label: string | null;
}

export const CONSENT_KEY = 'aisle-consent';
const KINDS: readonly string[] = ['product', 'information', 'administrative'];

/** Reads the tag's attributes; `data-page-kind` may name the page's kind, else a product id makes it a product page. */
export function readConfig(script: HTMLScriptElement): Config {
  const { dataset } = script;
  const inAssets = new URL(script.src).pathname.includes('/static/');
  const base = new URL(inAssets ? '..' : '.', script.src).href;
  const wished = [dataset['language'], document.documentElement.lang, ...navigator.languages];
  const locale = wished.find(isLocale) ?? 'en';
  return {
    base,
    assets: new URL('static/', base).href,
    pageUrl: location.origin + location.pathname,
    identityToken: dataset['identityToken'] || null,
    productId: dataset['productId'] || null,
    pageKind: pageKind(dataset['pageKind'], dataset['productId']),
    consent: yesNo(dataset['consent']),
    askConsent: dataset['consent'] === 'ask',
    title: dataset['title'] || null,
    accent: dataset['accent'] || null,
    language: languageOf(wished),
    locale,
    direction: oneOf(dataset['direction'], ['ltr', 'rtl']) ?? directionOf(locale),
    texts: parsed(dataset['texts']),
    theme: oneOf(dataset['theme'], ['auto', 'light', 'dark']) ?? 'auto',
    side: oneOf(dataset['position'], ['left', 'right']) ?? 'right',
    launcher: oneOf(dataset['launcher'], ['icon', 'label', 'none']) ?? 'icon',
    label: dataset['label'] || null,
  };
}

/** The kind that is named, else a product's page where there is a product. */
export function pageKind(named: unknown, productId: unknown): PageKind {
  return KINDS.includes(named as string) ? (named as PageKind) : productId ? 'product' : 'information';
}

/** The shopper's stored choice; null when none was made. */
export function storedConsent(): boolean | null {
  try {
    return yesNo(localStorage.getItem(CONSENT_KEY));
  } catch {
    return null; // no storage, no stored choice
  }
}

/** The shopper's stored choice, else what the page's tag says, else no. */
export function consented(config: Config): boolean {
  // The shopper's own choice may be newer than the page it was made on.
  return storedConsent() ?? config.consent ?? false;
}

/** Keeps the shopper's choice and tells the page, and every part of the widget, of it. */
export function chooseConsent(yes: boolean): void {
  try {
    localStorage.setItem(CONSENT_KEY, yes ? 'yes' : 'no');
  } catch {
    // The choice then lasts for this page.
  }
  document.dispatchEvent(new CustomEvent(CONSENT_KEY, { detail: yes ? 'yes' : 'no' }));
}

function oneOf<T extends string>(given: string | undefined, known: readonly T[]): T | undefined {
  return known.find((value) => value === given);
}

function isLocale(tag: string | undefined): tag is string {
  try {
    return !!tag && Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch (error) {
    console.warn('aisle: data-texts', error);
    return null;
  }
}

function yesNo(text: string | null | undefined): boolean | null {
  if (text === 'yes' || text === 'true') return true;
  return text === 'no' || text === 'false' ? false : null;
}
