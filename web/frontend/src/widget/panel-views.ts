/** Parts of the conversation that are not messages yet: the welcome, forms, what is on its way. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../shared/types';
import { texts } from '../shared/widget-texts';
import './address-form';
import type { ChatState, Outgoing } from './chat-state';
import './items-form';

const t = texts.widget;

/** Sends a text as if it was typed; the shopper sees the label. */
type Press = (text: string, label?: string) => void;

/** Above the first message; with things to ask while nothing was said. */
export function welcome({ loaded, messages, outgoing: going }: ChatState, press: Press): TemplateResult {
  const fresh = messages.length === 0 && going.length === 0;
  return html`<div class="welcome">
    <h3>${t.welcome_title}</h3>
    <p>${t.welcome}</p>
    ${!loaded ? html`<p class="muted late">${t.loading}</p>` : nothing}
    ${loaded && fresh
      ? html`<div class="choices" role="group" aria-label=${t.suggestions_label}>
          ${t.suggestions.map((text) => html`<button type="button" class="choice" @click=${() => press(text)}>${text}</button>`)}
        </div>`
      : nothing}
  </div>`;
}

export function consentCard(choose: (yes: boolean) => void): TemplateResult {
  return html`<section class="card consent" aria-label=${t.privacy_title}>
    <p>${t.consent_ask}</p>
    <div class="choices">
      <button type="button" class="choice" @click=${() => choose(true)}>${t.consent_yes}</button>
      <button type="button" class="choice" @click=${() => choose(false)}>${t.consent_no}</button>
    </div>
  </section>`;
}

/** What can be filled in instead of typing; the buttons of an address question stay above its fields. */
export function formOf({ form, buttons }: Message, press: Press): TemplateResult | null {
  const send = ({ detail }: CustomEvent<{ text: string; label: string }>): void => press(detail.text, detail.label);
  if (form?.kind === 'items') return html`<aisle-items-form .items=${form.items} @aisle-send=${send}></aisle-items-form>`;
  if (form?.kind !== 'address') return null;
  return html`${buttons?.length
      ? html`<div class="choices" role="group" aria-label=${texts.message.choices}>
          ${buttons.map(
            ({ title, payload }) => html`<button type="button" class="choice" @click=${() => press(payload, title)}>${title}</button>`,
          )}
        </div>`
      : nothing}
    <aisle-address-form @aisle-send=${send}></aisle-address-form>`;
}

/** A message of the shopper's that the server does not show yet. */
export function outgoing(entry: Outgoing, { connection }: ChatState, retry: (clientId: string) => void): TemplateResult {
  return html`<article class="message" data-side="own" data-status=${entry.status}>
    <div class="bubble" dir="auto">${entry.label}</div>
    ${entry.status === 'failed'
      ? html`<p class="note failed" role="alert">
          ${t.failed}
          <button type="button" class="link" @click=${() => retry(entry.clientId)}>${t.retry}</button>
        </p>`
      : html`<p class="note late">${connection === 'offline' ? t.queued : t.sending}</p>`}
  </article>`;
}
