/** Other variants for units of an order: the shop says what it comes to before anything is done. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { money } from '../shared/format';
import { asApiError } from '../shared/http';
import { theme } from '../shared/parts/theme';
import { fill, texts } from '../shared/texts';
import { controls } from './controls';
import { methodOf } from './labels';
import { sideStyles } from './side-styles';
import type { DeskItem, DeskOrder, Swap, SwapQuote } from './types';

const t = texts.desk;

export interface SwapWish {
  changes: readonly Swap[];
  method: string;
  expected: string;
}

/** `aisle-swap` carries the `SwapWish` that the agent has confirmed. */
@customElement('aisle-swap-form')
export class AisleSwapForm extends LitElement {
  static override styles = [theme, controls, sideStyles];
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property({ attribute: false }) order!: DeskOrder;
  @property({ attribute: false }) ask!: (changes: readonly Swap[]) => Promise<SwapQuote>;
  @property({ type: Boolean }) busy = false;
  @state() private quote: SwapQuote | null = null;
  @state() private problem: string | null = null;
  @query('form') private form!: HTMLFormElement;
  private asking = 0;

  protected override willUpdate(changed: PropertyValues): void {
    // The orders are read again with every message; only another state of this one ends what was begun.
    const before = changed.get('order') as DeskOrder | undefined;
    if (!before || stageOf(before) === stageOf(this.order)) return;
    this.form.reset();
    this.quote = this.problem = null;
  }

  protected override render(): TemplateResult {
    const exchange = this.order.swap === 'exchange';
    const units = this.order.items.filter((item) => item.variants.length);
    return html`<details>
      <summary>${exchange ? t.swap_exchange : t.swap_change}</summary>
      <form @submit=${this.submit} @change=${this.onChange}>
        ${units.map((item) => choice(item))}
        ${units.length === 0 ? html`<p class="small">${t.swap_nothing}</p>` : nothing}
        <div role="status">${this.quote ? html`<p>${difference(this.quote)}</p>` : nothing}</div>
        <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
        ${this.quote ? this.confirmation(this.quote, exchange) : nothing}
      </form>
    </details>`;
  }

  private confirmation(quote: SwapQuote, exchange: boolean): TemplateResult {
    if (quote.methods.length === 0) return html`<p class="small">${t.swap_no_method}</p>`;
    return html`<label>${Number(quote.difference) < 0 ? t.return_method : t.swap_method}
        <select name="method">${quote.methods.map((one) => html`<option value=${one.method_id}>${methodOf(one)}</option>`)}</select>
      </label>
      <div class="row">
        <button class="primary" ?disabled=${this.busy}>
          ${fill(exchange ? t.swap_confirm_exchange : t.swap_confirm_change, { order: this.order.order_id })}
        </button>
      </div>`;
  }

  private get changes(): Swap[] {
    const selects = [...this.form.querySelectorAll<HTMLSelectElement>('select[data-position]')];
    const chosen = selects.map((select) => ({ position: Number(select.dataset['position']), item_id: select.value }));
    return chosen.filter(({ item_id }) => item_id);
  }

  private onChange(event: Event): void {
    if ((event.target as HTMLSelectElement).dataset['position'] !== undefined) void this.price();
  }

  private async price(): Promise<void> {
    const asking = ++this.asking;
    const { changes } = this;
    this.quote = this.problem = null;
    if (!changes.length) return;
    try {
      const quote = await this.ask(changes);
      if (asking === this.asking) this.quote = quote;
    } catch (error) {
      if (asking === this.asking) this.problem = asApiError(error)?.message ?? t.login_failed;
    }
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const { quote, changes } = this;
    if (!quote?.methods.length || this.busy) return;
    const method = String(new FormData(this.form).get('method') ?? '');
    const detail: SwapWish = { changes, method, expected: quote.difference };
    this.dispatchEvent(new CustomEvent('aisle-swap', { detail }));
  }
}

function stageOf({ order_id, status, items }: DeskOrder): string {
  return [order_id, status, ...items.map(({ options_text }) => options_text)].join();
}

function choice(item: DeskItem): TemplateResult {
  const now = item.options_text ?? money(item.price);
  return html`<label>${item.name}
    <select data-position=${item.position}>
      <option value="">${fill(t.swap_keep, { options: now })}</option>
      ${item.variants.map((one) => html`<option value=${one.item_id}>${one.options_text}, ${money(one.price)}</option>`)}
    </select>
  </label>`;
}

function difference({ difference }: SwapQuote): string {
  const value = Number(difference);
  if (!value) return t.swap_even;
  return fill(value > 0 ? t.swap_pay : t.swap_back, { amount: money(Math.abs(value)) });
}
