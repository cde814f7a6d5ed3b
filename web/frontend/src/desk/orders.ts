/** The shopper's orders, and errands on them: two steps, under the shop's own rules. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { day, money } from '../shared/format';
import { asApiError } from '../shared/http';
import { theme } from '../shared/parts/theme';
import { fill, texts } from '../shared/texts';
import { controls } from './controls';
import type { DeskApi } from './desk-api';
import { inWords, methodOf } from './labels';
import { addressForm } from './order-address';
import { sideStyles } from './side-styles';
import './swap-form';
import type { SwapWish } from './swap-form';
import type { Brief, DeskAddress, DeskOrder, Swap } from './types';

const t = texts.desk;

@customElement('aisle-orders')
export class AisleOrders extends LitElement {
  static override styles = [theme, controls, sideStyles];

  @property({ attribute: false }) api!: DeskApi;
  @property() conversation = '';
  @property({ attribute: false }) brief!: Brief;
  /** Whether this agent has the conversation and may act in the shopper's name. */
  @property({ type: Boolean }) mine = false;
  @state() private problem: string | null = null;
  @state() private busy = false;

  /** Puts the keyboard on the first errand that is allowed. */
  focusErrand(): void {
    const first = this.renderRoot.querySelector<HTMLElement>('summary, aisle-swap-form');
    first?.focus();
    first?.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    const { orders } = this.brief;
    return html`<section aria-labelledby="title">
      <h3 id="title">${t.orders} <kbd aria-hidden="true">d</kbd></h3>
      <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
      ${orders === null ? html`<p class="small">${t.orders_unknown}</p>` : nothing}
      ${orders?.length === 0 ? html`<p class="small">${t.orders_none}</p>` : nothing}
      <ul>
        ${repeat(orders ?? [], (order) => order.order_id, (order) => html`<li>${this.order(order)}</li>`)}
      </ul>
    </section>`;
  }

  private order(order: DeskOrder): TemplateResult {
    const date = day(order.placed_at);
    return html`<div class="row">
        <strong>${order.order_id}</strong> <span class="status">${statusOf(order.status)}</span> <span>${money(order.total)}</span>
      </div>
      <p class="small">${[date ? fill(t.order_placed, { date }) : '', ...order.tracking].filter(Boolean).join(' · ')}</p>
      <p>${order.items.map((item) => item.name).join(', ')}</p>
      ${this.mine ? this.errands(order) : nothing}`;
  }

  private errands(order: DeskOrder): TemplateResult {
    const { cancel, return: back, address, swap } = order.errands;
    if (![cancel, back, address, swap].some(({ allowed }) => allowed)) {
      return html`<p class="small">${fill(t.not_allowed, { errand: t.cancel_order, why: inWords(cancel.why ?? '') })}<br />
        ${fill(t.not_allowed, { errand: t.return_items, why: inWords(back.why ?? '') })}</p>`;
    }
    const send = (place: DeskAddress): void => void this.run(() => this.api.changeAddress(this.conversation, order.order_id, place));
    return html`${cancel.allowed ? this.cancelling(order) : nothing} ${back.allowed ? this.returning(order) : nothing}
      ${address.allowed ? addressForm(order, this.busy, send) : nothing} ${swap.allowed ? this.swapping(order) : nothing}`;
  }

  private swapping(order: DeskOrder): TemplateResult {
    const done = ({ detail }: CustomEvent<SwapWish>): void =>
      void this.run(() => this.api.swap(this.conversation, order.order_id, detail));
    return html`<aisle-swap-form
      .order=${order}
      .ask=${(changes: readonly Swap[]) => this.api.quote(this.conversation, order.order_id, changes)}
      ?busy=${this.busy}
      @aisle-swap=${done}
    ></aisle-swap-form>`;
  }

  private cancelling(order: DeskOrder): TemplateResult {
    return html`<details>
      <summary>${t.cancel_order}</summary>
      <form @submit=${(event: SubmitEvent) => this.cancel(event, order)}>
        <label>${t.cancel_reason}
          <select name="reason">${this.brief.reasons.map((reason) => html`<option value=${reason}>${inWords(reason)}</option>`)}</select>
        </label>
        <div class="row"><button class="primary" ?disabled=${this.busy}>${fill(t.cancel_confirm, { order: order.order_id })}</button></div>
      </form>
    </details>`;
  }

  private returning(order: DeskOrder): TemplateResult {
    return html`<details>
      <summary>${t.return_items}</summary>
      <form @submit=${(event: SubmitEvent) => this.giveBack(event, order)}>
        <fieldset>
          <legend>${t.return_choose}</legend>
          ${order.items.map(
            (item) => html`<label>
              <input type="checkbox" name="item" value=${item.position} ?disabled=${!item.returnable} />
              ${item.name}${item.options_text ? `, ${item.options_text}` : ''}, ${money(item.price)}
            </label>`,
          )}
        </fieldset>
        <label>${t.return_method}
          <select name="method">${order.refund_methods.map((one) => html`<option value=${one.method_id}>${methodOf(one)}</option>`)}</select>
        </label>
        <div class="row"><button class="primary" ?disabled=${this.busy}>${t.return_confirm}</button></div>
      </form>
    </details>`;
  }

  private cancel(event: SubmitEvent, order: DeskOrder): void {
    event.preventDefault();
    const reason = String(new FormData(event.target as HTMLFormElement).get('reason'));
    void this.run(() => this.api.cancelOrder(this.conversation, order.order_id, reason));
  }

  private giveBack(event: SubmitEvent, order: DeskOrder): void {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const items = fields.getAll('item').map(Number);
    if (items.length === 0) {
      this.problem = t.items_missing;
      return;
    }
    void this.run(() => this.api.returnItems(this.conversation, order.order_id, items, String(fields.get('method'))));
  }

  private async run(work: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      await work();
    } catch (error) {
      const reason = asApiError(error)?.message ?? t.login_failed;
      this.problem = fill(t.action_failed, { reason });
    }
    this.busy = false;
    this.dispatchEvent(new CustomEvent('aisle-changed', { bubbles: true, composed: true }));
  }
}

function statusOf(status: string): string {
  const known: Record<string, string> = texts.message.status;
  return known[status] ?? inWords(status);
}
