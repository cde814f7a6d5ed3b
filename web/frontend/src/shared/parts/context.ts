/** What the parts of a message need to know of the place they are shown in. */
import { html, nothing, type TemplateResult } from 'lit';
import { texts } from '../widget-texts';
import { safeUrl, splitLinks } from '../url';

export interface Place {
  /** Relative addresses are resolved against this one (the Aisle server's). */
  base: string;
  /** Further origins whose http addresses may be linked to (the page's own). */
  trusted: readonly string[];
}

/** A link in a new tab, or just its label when the address is not one we may link to. */
export function link(place: Place, address: string | null | undefined, label: unknown, name?: string): TemplateResult {
  const url = safeUrl(address, place.base, place.trusted);
  if (!url) return html`<span>${label}</span>`;
  const spoken = name ? `${name} (${texts.message.new_tab})` : nothing;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer" aria-label=${spoken}>${label}</a>`;
}

/** A text whose addresses are links; everything else stays text. */
export function linkedText(place: Place, text: string): unknown {
  return splitLinks(text, place.base, place.trusted).map((part) =>
    part.url ? link(place, part.url, part.text) : part.text,
  );
}
