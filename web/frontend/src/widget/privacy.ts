/** What is stored of the shopper, whether it may grow by page views, and how to be rid of it. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { day } from '../shared/format';
import { theme } from '../shared/parts/theme';
import type { Stored } from '../shared/types';
import { texts } from '../shared/widget-texts';
import { controls } from './controls';

const t = texts.widget;

@customElement('aisle-privacy')
export class AislePrivacy extends LitElement {
  static override styles = [
    theme,
    controls,
    css`
      :host {
        flex: 1;
        min-height: 0;
        display: flex;
        flex-direction: column;
        gap: 16px;
        padding: 18px 16px 24px;
        overflow-y: auto;
        overscroll-behavior: contain;
      }
      dl {
        display: grid;
        gap: 0;
      }
      dl div {
        display: flex;
        justify-content: space-between;
        gap: 16px;
        padding: 7px 0;
        border-bottom: 1px solid var(--line);
        font-size: 14px;
      }
      dl div:last-child {
        border: 0;
      }
      dt {
        color: var(--muted);
      }
      [role='status']:focus {
        outline: 0;
      }
      dd {
        overflow-wrap: anywhere;
        text-align: end;
      }
      label.box {
        display: flex;
        align-items: flex-start;
        gap: 12px;
        font-size: 14.5px;
        font-weight: 450;
        cursor: pointer;
      }
      input {
        flex: none;
        width: 20px;
        height: 20px;
        margin: 1px 0 0;
        accent-color: var(--ink);
      }
    `,
  ];

  @property({ attribute: false }) load!: () => Promise<Stored | null>;
  @property({ attribute: false }) erase!: () => Promise<void>;
  @property({ attribute: false }) save!: (stored: Stored) => void;
  @property({ type: Boolean }) consent = false;
  @state() private stored: Stored | null = null;
  @state() private stage: 'loading' | 'shown' | 'sure' | 'deleted' | 'failed' = 'loading';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.ask();
  }

  protected override render(): TemplateResult {
    return html`<p>${t.privacy_what}</p>
      <label class="box">
        <input type="checkbox" .checked=${this.consent} @change=${this.choose} />
        <span>${t.privacy_tracking}</span>
      </label>
      <section class="box" aria-label=${t.privacy_stored}>
        <h3>${t.privacy_stored}</h3>
        <div role="status" tabindex="-1">${this.what()}</div>
        ${this.actions()}
      </section>`;
  }

  private what(): TemplateResult {
    const { stored } = this;
    if (this.stage === 'loading') return html`<p class="muted">${t.privacy_loading}</p>`;
    if (this.stage === 'deleted') return html`<p>${t.privacy_deleted}</p>`;
    if (this.stage === 'failed') return html`<p class="problem">${t.privacy_failed}</p>`;
    if (!stored) return html`<p class="muted">${t.privacy_none}</p>`;
    const { conversation, messages, files } = stored;
    const pages = Object.entries(conversation.page_views).filter(([name]) => !name.endsWith('_seconds'));
    return html`<dl>
      ${line(t.privacy_since, day(conversation.created_at))} ${line(t.privacy_messages, messages.length)}
      ${line(t.privacy_files, files.length)} ${line(t.privacy_pages, pages.reduce((sum, [, count]) => sum + count, 0))}
      ${stored.events?.length ? line(t.privacy_events, stored.events.length) : nothing}
      ${stored.offers?.length ? line(t.privacy_offers, stored.offers.length) : nothing}
      ${conversation.contact ? line(t.leave_email, conversation.contact.email) : nothing}
      ${conversation.user_id ? line(t.privacy_account, conversation.user_id) : nothing}
    </dl>`;
  }

  private actions(): TemplateResult | typeof nothing {
    const { stored, stage } = this;
    if (!stored || stage === 'deleted') return nothing;
    if (stage === 'sure') {
      return html`<p><strong>${t.privacy_delete_sure}</strong></p>
        <div class="buttons">
          <button type="button" class="quiet danger" @click=${this.eraseAll}>${t.privacy_delete_yes}</button>
          <button type="button" class="quiet" @click=${() => this.go('shown', '.danger')}>${t.privacy_delete_no}</button>
        </div>`;
    }
    return html`<div class="buttons">
      <button type="button" class="quiet" @click=${() => this.save(stored)}>${t.privacy_copy}</button>
      <button type="button" class="quiet danger" @click=${() => this.go('sure', '.buttons button:last-child')}>${t.privacy_delete}</button>
    </div>`;
  }

  private async ask(): Promise<void> {
    try {
      this.stored = await this.load();
      this.stage = 'shown';
    } catch {
      this.stage = 'failed';
    }
  }

  /** What was pressed goes away; the keyboard must not fall out of the widget with it. */
  private async go(stage: 'shown' | 'sure' | 'deleted' | 'failed', focused: string): Promise<void> {
    this.stage = stage;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(focused)?.focus();
  }

  private async eraseAll(): Promise<void> {
    this.stage = 'loading';
    try {
      await this.erase();
      this.stored = null;
      await this.go('deleted', '[role=status]');
    } catch {
      await this.go('failed', '[role=status]');
    }
  }

  private choose(event: Event): void {
    this.consent = (event.target as HTMLInputElement).checked;
    this.dispatchEvent(new CustomEvent('aisle-choice', { detail: this.consent }));
  }
}

function line(name: string, value: string | number): TemplateResult {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
