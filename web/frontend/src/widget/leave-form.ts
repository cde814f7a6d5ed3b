/** When nobody will come now: a message for the team, and an address to answer to. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/widget-texts';
import { controls } from './controls';

const t = texts.widget;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Raises when it could not be sent. */
export type Leave = (email: string, message: string) => Promise<void>;

@customElement('aisle-leave-form')
export class AisleLeaveForm extends LitElement {
  static override styles = [
    theme,
    controls,
    css`
      :host {
        display: block;
      }
    `,
  ];

  @property({ attribute: false }) leave!: Leave;
  /** Something was written before, which the team will read. */
  @property({ type: Boolean }) written = false;
  @state() private wrong: 'email' | 'message' | null = null;
  @state() private sending = false;
  @state() private failed = false;

  protected override render(): TemplateResult {
    const { wrong } = this;
    return html`<form class="box" novalidate @submit=${this.submit}>
      <label>
        ${t.leave_message}
        <textarea name="message" rows="2" maxlength="2000" aria-invalid=${wrong === 'message'}
          aria-describedby=${wrong === 'message' ? 'message-problem' : nothing}></textarea>
        ${wrong === 'message' ? html`<span class="problem" id="message-problem">${t.leave_message_wrong}</span>` : nothing}
      </label>
      <label>
        ${t.leave_email}
        <input name="email" type="email" autocomplete="email" maxlength="254" aria-required="true" aria-invalid=${wrong === 'email'}
          aria-describedby=${wrong === 'email' ? 'email-problem' : nothing} />
        ${wrong === 'email' ? html`<span class="problem" id="email-problem">${t.leave_email_wrong}</span>` : nothing}
      </label>
      <div class="buttons"><button class="primary" aria-disabled=${this.sending}>${t.leave_send}</button></div>
      ${this.failed ? html`<p class="problem" role="alert">${t.leave_failed}</p>` : nothing}
    </form>`;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.sending) return;
    const data = new FormData(event.target as HTMLFormElement);
    const email = String(data.get('email') ?? '').trim();
    const message = String(data.get('message') ?? '').trim();
    this.wrong = !EMAIL.test(email) ? 'email' : !message && !this.written ? 'message' : null;
    if (this.wrong) {
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    this.sending = true;
    this.failed = false;
    try {
      await this.leave(email, message);
    } catch {
      this.failed = true;
    } finally {
      this.sending = false;
    }
  }
}
