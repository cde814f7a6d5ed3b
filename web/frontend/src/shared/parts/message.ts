/** One message: bubble, pictures, cards, sources, quick replies. Shared by the widget and the desk. */
import { html, nothing, type TemplateResult } from 'lit';
import { clock } from '../format';
import type { Button, Message } from '../types';
import { texts } from '../widget-texts';
import { citationList } from './citations';
import { linkedText, type Place } from './context';
import { orderCard } from './order-card';
import './picture';
import type { Fetch } from './picture';
import './products';
import type { AddToBasket } from './products';

export interface MessageOptions {
  place: Place;
  /** Who is on the right: the reader. */
  own: 'shopper' | 'agent';
  /** Written above the bubble, or null. */
  name: string | null;
  /** Present when the buttons may be pressed. */
  press?: ((button: Button) => void) | null;
  /** Title of the button that was pressed. */
  pressed?: string | null;
  /** Stands in the place of the buttons. */
  form?: TemplateResult | null;
  showTime: boolean;
  /** Present where the page takes baskets. */
  basket?: AddToBasket | null;
  /** Brings the pictures that were sent. */
  picture?: Fetch | null;
}

export function messageView(message: Message, options: MessageOptions): TemplateResult {
  if (message.from === 'system') return html`<p class="system" data-seq=${message.seq}>${message.text}</p>`;
  const side = message.from === options.own ? 'own' : 'other';
  // What a shopper writes is not linked: an agent should not be one click from a stranger's page.
  const text = message.from === 'shopper' ? message.text : linkedText(options.place, message.text);
  return html`<article class="message" data-side=${side} data-from=${message.from} data-seq=${message.seq}>
    ${options.name ? html`<p class="name">${options.name}</p>` : nothing}
    ${message.text ? html`<div class="bubble" dir="auto">${text}</div>` : nothing}
    ${message.files?.map(
      (file) => html`<aisle-picture .file=${file} .fetch=${options.picture ?? null}></aisle-picture>`,
    )}
    ${message.order ? orderCard(options.place, message.order) : nothing}
    ${message.products?.length
      ? html`<aisle-products .place=${options.place} .products=${message.products} .basket=${options.basket ?? null}></aisle-products>`
      : nothing}
    ${message.citations?.length ? citationList(options.place, message.citations) : nothing}
    ${options.form ?? (message.buttons?.length ? quickReplies(message.buttons, options) : nothing)}
    ${options.showTime ? html`<time datetime=${message.at}>${clock(message.at)}</time>` : nothing}
  </article>`;
}

function quickReplies(buttons: readonly Button[], options: MessageOptions): TemplateResult {
  const { press, pressed } = options;
  return html`<div class="choices" role="group" aria-label=${texts.message.choices}>
    ${buttons.map(
      (button) => html`<button
        type="button"
        class="choice"
        ?disabled=${!press}
        data-pressed=${button.title === pressed}
        @click=${() => press?.(button)}
      >
        ${button.title}
      </button>`,
    )}
  </div>`;
}

/** Names stand above the first of several messages by the same author; the time below the last. */
export function startsGroup(messages: readonly Message[], index: number): boolean {
  return messages[index - 1]?.from !== messages[index]?.from;
}

export function endsGroup(messages: readonly Message[], index: number): boolean {
  return messages[index + 1]?.from !== messages[index]?.from;
}
