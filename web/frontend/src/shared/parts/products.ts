/** Product cards in a row that can be moved along; each with its options, price, stock, and the way into the basket. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { money } from '../format';
import type { ProductCard, Variant } from '../types';
import { safeUrl } from '../url';
import { fill, texts } from '../widget-texts';
import { link, type Place } from './context';

const t = texts.message;
/** Fewer than this are told: "3 left". */
const FEW = 6;

/** The shopper went from the card of an offer to the product, whose id is the event's detail. */
export const OFFER_CLICKED = 'aisle-offer';

/** Puts one into the page's basket; raises when it fails. */
export type AddToBasket = (product: ProductCard, variant: Variant | null) => Promise<void>;

@customElement('aisle-products')
export class AisleProducts extends LitElement {
  @property({ attribute: false }) place!: Place;
  @property({ attribute: false }) products: readonly ProductCard[] = [];
  @property({ attribute: false }) basket: AddToBasket | null = null;
  /** Whether there are cards out of sight before and after. */
  @state() private more = { before: false, after: false };
  @query('.products') private row!: HTMLElement;
  private watcher: ResizeObserver | null = null;

  /** In the tree of the messages, whose styles it wears. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher?.disconnect();
  }

  protected override firstUpdated(): void {
    this.watcher = new ResizeObserver(() => this.look());
    this.watcher.observe(this.row);
  }

  protected override render(): TemplateResult {
    return html`<ul class="products" aria-label=${t.products} @scroll=${() => this.look()}>
        ${this.products.map(
          (product) => html`<li class="card product">
            <aisle-product .place=${this.place} .product=${product} .basket=${this.basket}></aisle-product>
          </li>`,
        )}
      </ul>
      ${this.more.before || this.more.after
        ? html`<div class="along">
            ${this.arrow(-1, t.previous, !this.more.before)} ${this.arrow(1, t.next, !this.more.after)}
          </div>`
        : nothing}`;
  }

  private arrow(way: 1 | -1, label: string, off: boolean): TemplateResult {
    return html`<button type="button" aria-label=${label} aria-disabled=${off} data-way=${way} @click=${() => this.move(way)}>
      <svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
        <path d="m9 5 7 7-7 7"></path>
      </svg>
    </button>`;
  }

  private move(way: 1 | -1): void {
    const card = this.row.querySelector('.product');
    const step = (card?.getBoundingClientRect().width ?? 0) + 10;
    const forward = getComputedStyle(this).direction === 'rtl' ? -way : way;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.row.scrollBy({ left: forward * step, behavior: still ? 'auto' : 'smooth' });
  }

  private look(): void {
    const { scrollWidth, clientWidth } = this.row;
    const left = Math.abs(this.row.scrollLeft);
    const more = { before: left > 4, after: scrollWidth - clientWidth - left > 4 };
    if (more.before !== this.more.before || more.after !== this.more.after) this.more = more;
  }
}

@customElement('aisle-product')
export class AisleProduct extends LitElement {
  @property({ attribute: false }) place!: Place;
  @property({ attribute: false }) product!: ProductCard;
  @property({ attribute: false }) basket: AddToBasket | null = null;
  @state() private chosen: Variant | null = null;
  @state() private adding: 'no' | 'busy' | 'done' | 'failed' = 'no';

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('product')) {
      const variants = this.product.variants ?? [];
      this.chosen = variants.find((variant) => variant.in_stock) ?? variants[0] ?? null;
    }
  }

  protected override render(): TemplateResult {
    const { place, product } = this;
    const image = safeUrl(product.image, place.base, place.trusted);
    return html`
      ${image ? html`<img src=${image} alt="" width="236" height="120" loading="lazy" @error=${hide} />` : nothing}
      <h3>${product.name}</h3>
      ${this.options()} ${this.because()}
      <div class="row foot">
        <div><strong class="price">${this.price()}</strong>${this.stock()}</div>
        ${safeUrl(product.url, place.base, place.trusted)
          ? html`<span class="view" @click=${this.viewed}>${link(place, product.url, t.view_product, `${t.view_product}: ${product.name}`)}</span>`
          : nothing}
      </div>
      ${this.toBasket()}
    `;
  }

  private viewed(): void {
    const { offer, product_id: detail } = this.product;
    if (offer) this.dispatchEvent(new CustomEvent(OFFER_CLICKED, { detail, bubbles: true, composed: true }));
  }

  private because(): TemplateResult | typeof nothing {
    const { because: name, because_kind: kind } = this.product;
    return name ? html`<p class="because">${fill(kind === 'similar' ? t.because_similar : t.because, { name })}</p>` : nothing;
  }

  private options(): TemplateResult | typeof nothing {
    const { variants, options_text: all, name } = this.product;
    if (!variants || variants.length < 2) return all ? html`<p class="muted">${all}</p>` : nothing;
    return html`<select aria-label=${`${t.choose}: ${name}`} @change=${this.choose}>
      ${variants.map(
        (variant) => html`<option value=${variant.item_id} ?selected=${variant === this.chosen}>
          ${Object.values(variant.options).join(', ')}${variant.in_stock ? '' : ` (${t.variant_out})`}
        </option>`,
      )}
    </select>`;
  }

  private price(): string {
    if (this.chosen) return money(this.chosen.price);
    const { price, price_to: upTo } = this.product;
    const dearer = upTo !== undefined && upTo !== null && upTo !== price;
    return dearer ? fill(t.price_range, { low: money(price), high: money(upTo) }) : money(price);
  }

  private stock(): TemplateResult {
    const there = this.chosen?.in_stock ?? this.product.in_stock;
    const left = this.chosen?.stock;
    const text = there ? (left && left < FEW ? fill(t.stock_left, { count: left }) : t.in_stock) : t.out_of_stock;
    return html`<span class="stock" data-in=${there}>${text}</span>`;
  }

  private toBasket(): TemplateResult | typeof nothing {
    const there = this.chosen?.in_stock ?? this.product.in_stock;
    if (!this.basket || !there) return nothing;
    const { adding } = this;
    const label = adding === 'busy' ? t.adding : adding === 'done' ? t.added : t.add;
    return html`<button type="button" class="basket" data-state=${adding} aria-disabled=${adding === 'busy'}
        aria-label=${`${label}: ${this.product.name}`} @click=${this.add}>${label}</button>
      <p class="sr" role="status">${adding === 'done' ? t.added : nothing}</p>
      ${adding === 'failed' ? html`<p class="note failed" role="alert">${t.add_failed}</p>` : nothing}`;
  }

  private choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.chosen = this.product.variants?.find((variant) => variant.item_id === value) ?? null;
    this.adding = 'no';
  }

  private async add(): Promise<void> {
    if (!this.basket || this.adding === 'busy') return;
    this.adding = 'busy';
    try {
      await this.basket(this.product, this.chosen);
      this.adding = 'done';
    } catch (error) {
      console.error(error);
      this.adding = 'failed';
    }
  }
}

/** A picture that the page's policy or the network keeps away leaves no hole. */
function hide(event: Event): void {
  (event.currentTarget as HTMLElement).hidden = true;
}
