/** What is going on: a reply being written, files on their way, the connection. */
import { html, nothing, type TemplateResult } from 'lit';
import { fill, texts } from '../shared/widget-texts';
import type { ChatState } from './chat-state';
import type { Requests } from './requests';

const t = texts.widget;

/** The reply while it is being written. Outside the log, so that it is read out once, when it is whole. */
export function writing({ draft, typing, agent }: ChatState): TemplateResult | typeof nothing {
  if (draft) {
    return html`<article class="message" data-side="other"><div class="bubble draft" dir="auto">${draft}</div></article>`;
  }
  if (!typing.assistant && !typing.agent) return nothing;
  const name = typing.agent ? (agent?.name ?? t.agent) : t.assistant;
  return html`<div class="typing">
    <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
    <span class=${typing.agent ? 'note' : 'sr'}>${fill(t.typing, { name })}</span>
  </div>`;
}

export function uploads(chat: ChatState, requests: Requests): unknown {
  return chat.uploads.map(
    ({ clientId, name, status }) => html`<article class="message" data-side="own" data-status=${status}>
      <div class="bubble" dir="auto">${name}</div>
      ${status === 'failed'
        ? html`<p class="note failed" role="alert">
            ${fill(t.attach_failed, { name })}
            <button type="button" class="link" @click=${() => void requests.retry(clientId)}>${t.retry}</button>
          </p>`
        : html`<p class="note" role="status">${fill(t.attach_uploading, { name })}</p>`}
    </article>`,
  );
}

/** `trouble`: what just did not work. */
export function notice(chat: ChatState, trouble: string | null): TemplateResult | typeof nothing {
  const { connection, error } = chat;
  if (connection === 'offline') return html`<p data-tone="busy">${t.offline}</p>`;
  if (connection === 'connecting' && chat.loaded) {
    return html`<p data-tone="busy" class="late">${chat.messages.length ? t.reconnecting : t.connecting}</p>`;
  }
  if (trouble) return html`<p data-tone="bad">${trouble}</p>`;
  if (!error || error.code === 'unreachable') return nothing;
  return html`<p data-tone="bad">${error.code === 'rate_limited' ? t.error_rate_limited : t.error_other}</p>`;
}
