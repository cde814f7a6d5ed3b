import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/texts';
import { controls } from './controls';
import type { DeskController } from './controller';

const t = texts.desk;

@customElement('aisle-login')
export class AisleLogin extends LitElement {
  static override styles = [
    theme,
    controls,
    css`
      :host {
        display: grid;
        place-items: center;
        min-height: 100dvh;
        padding: 20px;
        background: var(--raised);
      }
      main {
        width: min(380px, 100%);
      }
      form {
        display: grid;
        gap: 14px;
        padding: 32px;
        border-radius: 18px;
        background: var(--surface);
        border: 1px solid var(--line);
      }
      h1 {
        font-size: 22px;
        letter-spacing: -0.01em;
        margin-bottom: 6px;
      }
      label {
        display: grid;
        gap: 5px;
        font-size: 14px;
        font-weight: 600;
      }
      .primary {
        margin-top: 6px;
        min-height: 44px;
      }
    `,
  ];

  @property({ attribute: false }) controller!: DeskController;
  @state() private problem: string | null = null;
  @state() private busy = false;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  protected override render(): TemplateResult {
    return html`<main><form @submit=${this.submit}>
      <h1>${t.login_title}</h1>
      <label>${t.email}<input name="email" type="email" autocomplete="username" required /></label>
      <label>${t.password}<input name="password" type="password" autocomplete="current-password" required /></label>
      <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
      <button class="primary" ?disabled=${this.busy}>${this.busy ? t.signing_in : t.sign_in}</button>
    </form></main>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const fields = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.problem = null;
    this.problem = await this.controller.login(String(fields.get('email')), String(fields.get('password')));
    this.busy = false;
  }
}
