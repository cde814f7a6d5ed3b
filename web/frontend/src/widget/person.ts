/** Whether a person is coming, who, and when: only what the server knows is said. */
import { html, nothing, type TemplateResult } from 'lit';
import { upcoming } from '../shared/format';
import type { Support } from '../shared/types';
import { fill, texts } from '../shared/widget-texts';
import type { ChatState } from './chat-state';

const t = texts.widget;

/** Whether a message and an address are wanted in the place of waiting. */
export function wantsAddress({ mode, support, contact }: ChatState): boolean {
  return mode === 'waiting' && support?.leave_message === true && !contact;
}

/** The line below the header; empty while the assistant answers. */
export function personBanner(chat: ChatState, now: number): TemplateResult {
  return html`<div class="banner" role="status" data-mode=${chat.mode}>${said(chat, now)}</div>`;
}

function said(chat: ChatState, now: number): TemplateResult | typeof nothing {
  const { mode, agent, returned, resolved, contact } = chat;
  if (mode === 'agent') return html`<strong>${fill(t.agent_title, { name: agent?.name ?? t.agent })}</strong>`;
  if (mode === 'waiting') {
    if (contact) return html`<strong>${fill(t.leave_sent, { email: contact.email })}</strong>`;
    return wantsAddress(chat) ? away(chat.support, now) : coming(chat);
  }
  if (resolved) return html`<strong>${t.ended_title}</strong>`;
  return returned ? html`<strong>${t.returned_title}</strong>` : nothing;
}

function coming({ support, position }: ChatState): TemplateResult {
  const details = [place(position), support ? wait(support.expected_wait_s) : null, t.waiting_detail];
  return html`<strong>${t.waiting_title}</strong> ${details.filter(Boolean).join(' ')}`;
}

function place(position: number | null): string | null {
  if (position === null) return null;
  if (position === 1) return t.waiting_next;
  return position === 2 ? t.waiting_place_one : fill(t.waiting_place, { count: position - 1 });
}

function wait(seconds: number | null): string {
  if (seconds === null) return t.waiting_unknown;
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return fill(t.waiting_soon, { time: minutes === 1 ? t.minute : fill(t.minutes, { count: minutes }) });
}

function away(support: Support | null, now: number): TemplateResult {
  if (support?.open) return html`<strong>${t.waiting_nobody}</strong>`;
  const time = upcoming(support?.opens_at, now);
  return html`<strong>${t.closed_title}</strong> ${time ? fill(t.closed_detail, { time }) : t.closed_detail_unknown}`;
}
