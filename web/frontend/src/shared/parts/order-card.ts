/** An order: what is in it, and how far it has come. */
import { html, nothing, type TemplateResult } from 'lit';
import { day, money, shortDay } from '../format';
import type { OrderCard } from '../types';
import { safeUrl } from '../url';
import { fill, texts } from '../widget-texts';
import { link, type Place } from './context';

const t = texts.message;
const WAY = ['pending', 'processed', 'shipped', 'delivered'];
/** What an order comes to beside its way; where it was when that happened is told by its events. */
const ENDS: Record<string, string> = {
  cancelled: 'cancelled',
  'return requested': 'return_requested',
  'exchange requested': 'exchange_requested',
};

export interface Step {
  name: string;
  at: string | null;
  state: 'done' | 'now' | 'open';
}

export function orderCard(place: Place, order: OrderCard): TemplateResult {
  return html`<section class="card order" aria-label=${fill(t.order, { id: order.order_id })}>
    <div class="row">
      <h3>${fill(t.order, { id: order.order_id })}</h3>
      <span class="status" data-tone=${tone(order.status)}>${statusText(order.status)}</span>
    </div>
    ${order.placed_at ? html`<p class="muted">${fill(t.order_placed, { date: day(order.placed_at) })}</p>` : nothing}
    ${timeline(order)}
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

function timeline(order: OrderCard): TemplateResult | typeof nothing {
  const steps = stepsOf(order);
  if (!steps.length) return nothing;
  const names: Record<string, string> = t.step;
  const states = { done: t.step_done, now: t.step_now, open: t.step_open };
  return html`<ol class="timeline" aria-label=${fill(t.timeline, { id: order.order_id })}>
    ${steps.map(
      (step) => html`<li data-state=${step.state} aria-current=${step.state === 'now' ? 'step' : nothing}>
        <span>${names[step.name]}<span class="sr">, ${states[step.state]}</span></span>
        ${step.at ? html`<time datetime=${step.at}>${shortDay(step.at)}</time>` : nothing}
      </li>`,
    )}
  </ol>`;
}

/** The steps of an order with what is known of each; none for a status we do not know. */
export function stepsOf(order: OrderCard): Step[] {
  const at: Record<string, string | null | undefined> = { pending: order.placed_at };
  for (const event of order.timeline ?? []) at[event.what] ??= event.at;
  const end = ENDS[order.status.toLowerCase()];
  const way = end === 'cancelled' ? WAY.filter((name, i) => i === 0 || at[name]) : WAY;
  const names = end ? [...way, end] : way;
  const reached = end ? names.length - 1 : WAY.indexOf(firstWord(order.status));
  if (reached < 0) return [];
  return names.map((name, i) => ({
    name,
    at: at[name] ?? null,
    state: i < reached ? 'done' : i === reached ? 'now' : 'open',
  }));
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
