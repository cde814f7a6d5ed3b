/** Product cards, order cards and citations, as real elements: no part of them is ever parsed as HTML. */
import { html, nothing, type TemplateResult } from 'lit';
import { day, money } from '../format';
import { fill, texts } from '../texts';
import type { Citation, OrderCard, ProductCard } from '../types';
import { safeUrl } from '../url';
import { link, type Place } from './context';

const t = texts.message;
const STEPS = ['pending', 'processed', 'shipped', 'delivered'];

export function productCards(place: Place, products: readonly ProductCard[]): TemplateResult {
  return html`<ul class="products" aria-label=${t.products}>
    ${products.map((product) => html`<li class="card product">${productCard(place, product)}</li>`)}
  </ul>`;
}

function productCard(place: Place, product: ProductCard): TemplateResult {
  const { price, price_to: upTo } = product;
  const dearer = upTo !== undefined && upTo !== null && upTo !== price;
  const stock = product.in_stock ? t.in_stock : t.out_of_stock;
  return html`
    <h3>${product.name}</h3>
    ${product.options_text ? html`<p class="muted">${product.options_text}</p>` : nothing}
    ${product.because ? html`<p class="because">${fill(t.because, { name: product.because })}</p>` : nothing}
    <div class="row foot">
      <div>
        <strong class="price">${dearer ? fill(t.price_range, { low: money(price), high: money(upTo) }) : money(price)}</strong>
        <span class="stock" data-in=${product.in_stock}>${stock}</span>
      </div>
      ${safeUrl(product.url, place.base, place.trusted)
        ? html`<span class="view">${link(place, product.url, t.view_product, `${t.view_product}: ${product.name}`)}</span>`
        : nothing}
    </div>
  `;
}

export function orderCard(place: Place, order: OrderCard): TemplateResult {
  return html`<section class="card order" aria-label=${fill(t.order, { id: order.order_id })}>
    <div class="row">
      <h3>${fill(t.order, { id: order.order_id })}</h3>
      <span class="status" data-tone=${tone(order.status)}>${statusText(order.status)}</span>
    </div>
    ${order.placed_at ? html`<p class="muted">${fill(t.order_placed, { date: day(order.placed_at) })}</p>` : nothing}
    ${steps(order.status)}
    <ul class="items" aria-label=${t.order_items}>
      ${order.items.map(
        (item) => html`<li class="row">
          <span>${item.name}${item.options_text ? html`<small class="muted">${item.options_text}</small>` : nothing}</span>
          <span>${money(item.price)}</span>
        </li>`,
      )}
    </ul>
    <div class="row total"><span>${t.order_total}</span><strong>${money(order.total)}</strong></div>
    ${order.tracking?.length
      ? html`<div class="row tracking"><span>${t.order_tracking}</span><span>${order.tracking.join(', ')}</span></div>`
      : nothing}
    ${safeUrl(order.url, place.base, place.trusted)
      ? html`<p class="more">${link(place, order.url, t.order_view, `${t.order_view} ${order.order_id}`)}</p>`
      : nothing}
  </section>`;
}

/** The four steps of an order as a bar; only decoration, the status is written beside it. */
function steps(status: string): TemplateResult | typeof nothing {
  const reached = STEPS.indexOf(firstWord(status));
  if (reached < 0) return nothing;
  return html`<div class="steps" aria-hidden="true">${STEPS.map((_, i) => html`<i data-done=${i <= reached}></i>`)}</div>`;
}

function firstWord(status: string): string {
  return status.toLowerCase().split(/[^a-z]/, 1)[0] ?? '';
}

function statusText(status: string): string {
  const known: Record<string, string> = t.status;
  return known[status.toLowerCase()] ?? status.charAt(0).toUpperCase() + status.slice(1).replace(/_/g, ' ');
}

function tone(status: string): 'good' | 'bad' | 'busy' {
  const word = firstWord(status);
  if (word === 'delivered') return 'good';
  return word === 'cancelled' ? 'bad' : 'busy';
}

export function citationList(place: Place, citations: readonly Citation[]): TemplateResult {
  return html`<section class="sources" aria-label=${t.sources}>
    ${bySource(citations).map(
      (quotes) => html`<details @toggle=${reveal}>
        <summary>${quotes[0]?.title}</summary>
        ${quotes.map((citation) => quoted(place, citation))}
      </details>`,
    )}
  </section>`;
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
