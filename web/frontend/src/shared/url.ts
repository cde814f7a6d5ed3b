/** Which addresses may become links. Everything a server or an agent sends is treated as hostile here. */

/**
 * The absolute address if it may be linked to, else null.
 *
 * Allowed: http(s) on one of the trusted origins (the page's, Aisle's), and https anywhere. Relative
 * addresses are resolved against `base`. Credentials in an address are refused: they only disguise the host.
 */
export function safeUrl(address: string | null | undefined, base: string, trusted: readonly string[] = []): string | null {
  if (!address) return null;
  let url: URL;
  try {
    url = new URL(address, base);
  } catch {
    return null;
  }
  if (url.username || url.password) return null;
  if (url.protocol === 'https:') return url.href;
  if (url.protocol !== 'http:') return null;
  return [new URL(base).origin, ...trusted].includes(url.origin) ? url.href : null;
}

export type TextPart = { text: string; url: string | null };

const ADDRESS = /https?:\/\/[^\s<>"']+/g;
const TRAILING = /[.,;:!?)\]}]+$/;

/** Splits a text into plain parts and linkable addresses; joined together the parts give the text again. */
export function splitLinks(text: string, base: string, trusted: readonly string[] = []): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    const url = safeUrl(address, base, trusted);
    if (!url) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), url: null });
    parts.push({ text: address, url });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), url: null });
  return parts;
}
