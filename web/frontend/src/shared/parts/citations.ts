/** Where an answer comes from: each source unfolds to what was quoted of it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Citation } from '../types';
import { safeUrl } from '../url';
import { texts } from '../widget-texts';
import { link, type Place } from './context';

const t = texts.message;

export function citationList(place: Place, citations: readonly Citation[]): TemplateResult {
  return html`<div class="sources" role="group" aria-label=${t.sources}>
    ${bySource(citations).map(
      (quotes) => html`<details @toggle=${reveal}>
        <summary>${quotes[0]?.title}</summary>
        ${quotes.map((citation) => quoted(place, citation))}
      </details>`,
    )}
  </div>`;
}

function quoted(place: Place, { title, quote, url }: Citation): TemplateResult {
  return html`<blockquote>${quote}</blockquote>
    ${safeUrl(url, place.base, place.trusted)
      ? html`<p class="more">${link(place, url, t.source_open, `${t.source_open}: ${title}`)}</p>`
      : nothing}`;
}

/** What unfolds at the lower edge would unfold out of sight. */
function reveal(event: Event): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (details.open) details.scrollIntoView({ block: 'nearest' });
}

/** Quotes of the same passage stand together: two sources of the same name would look like a mistake. */
function bySource(citations: readonly Citation[]): Citation[][] {
  const groups = new Map<string, Citation[]>();
  for (const citation of citations) {
    const group = groups.get(citation.source);
    if (group) group.push(citation);
    else groups.set(citation.source, [citation]);
  }
  return [...groups.values()];
}
