/** What the page says on the script tag, and the shopper's choice about behavioural data. */
import type { PageKind } from '../shared/types';

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
  title: string | null;
  accent: string | null;
}

export const CONSENT_KEY = 'aisle-consent';
const KINDS: readonly string[] = ['product', 'information', 'administrative'];

/** Reads the tag's attributes; `data-page-kind` may name the page's kind, else a product id makes it a product page. */
export function readConfig(script: HTMLScriptElement): Config {
  const { dataset } = script;
  const inAssets = new URL(script.src).pathname.includes('/static/');
  const base = new URL(inAssets ? '..' : '.', script.src).href;
  const kind = dataset['pageKind'] ?? '';
  return {
    base,
    assets: new URL('static/', base).href,
    pageUrl: location.origin + location.pathname,
    identityToken: dataset['identityToken'] || null,
    productId: dataset['productId'] || null,
    pageKind: KINDS.includes(kind) ? (kind as PageKind) : dataset['productId'] ? 'product' : 'information',
    consent: yesNo(dataset['consent']),
    title: dataset['title'] || null,
    accent: dataset['accent'] || null,
  };
}

/** The shopper's stored choice, else what the page's tag says, else no. */
export function consented(config: Config): boolean {
  let stored: boolean | null = null;
  try {
    stored = yesNo(localStorage.getItem(CONSENT_KEY));
  } catch {
    // No storage, no stored choice.
  }
  // The shopper's own choice may be newer than the page it was made on.
  return stored ?? config.consent ?? false;
}

function yesNo(text: string | null | undefined): boolean | null {
  if (text === 'yes' || text === 'true') return true;
  return text === 'no' || text === 'false' ? false : null;
}
