/** How it was, from one to five, with a word if one likes. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import type { Rating } from '../shared/types';
import { texts } from '../shared/widget-texts';
import { controls } from './controls';

const t = texts.widget;
const SCORES = [1, 2, 3, 4, 5] as const;

/** Raises when it could not be sent. */
export type Rate = (score: number, comment: string) => Promise<void>;

@customElement('aisle-rating')
export class AisleRating extends LitElement {
  static override styles = [
    theme,
    controls,
    css`
      :host {
        display: block;
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
        min-width: 0;
      }
      legend {
        padding: 0 0 8px;
        font-size: 15.5px;
        font-weight: 650;
      }
      .stars {
        display: flex;
        gap: 6px;
      }
      .stars label {
        position: relative;
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        border-radius: 12px;
        cursor: pointer;
        color: var(--strong-line);
      }
      .stars label:hover {
        background: var(--raised);
      }
      .stars label[data-full='true'] {
        color: light-dark(#b26a00, #f5c26b);
      }
      .stars label[data-full='true'] path {
        fill: currentColor;
      }
      .stars label:focus-within {
        outline: 2px solid var(--focus);
        outline-offset: 1px;
      }
      input[type='radio'] {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
    `,
  ];

  @property({ attribute: false }) rate!: Rate;
  @property({ attribute: false }) given: Rating | null = null;
  @state() private score = 0;
  @state() private state: 'open' | 'sending' | 'failed' = 'open';

  protected override render(): TemplateResult {
    if (this.given) return html`<p class="box" role="status">${t.rate_thanks}</p>`;
    const names = [t.rate_1, t.rate_2, t.rate_3, t.rate_4, t.rate_5];
    return html`<form class="box" novalidate @submit=${this.submit}>
      <fieldset>
        <legend>${t.rate_title}</legend>
        <div class="stars">
          ${SCORES.map(
            (score) => html`<label data-full=${score <= this.score} title=${names[score - 1] ?? nothing}>
              <input type="radio" name="score" value=${score} aria-label=${names[score - 1] ?? ''}
                .checked=${score === this.score} @change=${() => (this.score = score)} />
              ${STAR}
            </label>`,
          )}
        </div>
      </fieldset>
      ${this.score
        ? html`<label>${t.rate_comment}<textarea name="comment" rows="2" maxlength="1000"></textarea></label>
            <div class="buttons">
              <button class="primary" aria-disabled=${this.state === 'sending'}>${t.rate_send}</button>
            </div>`
        : nothing}
      ${this.state === 'failed' ? html`<p class="problem" role="alert">${t.rate_failed}</p>` : nothing}
    </form>`;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.score || this.state === 'sending') return;
    const comment = String(new FormData(event.target as HTMLFormElement).get('comment') ?? '').trim();
    this.state = 'sending';
    try {
      await this.rate(this.score, comment);
      this.state = 'open';
    } catch {
      this.state = 'failed';
    }
  }
}

const STAR = html`<svg viewBox="0 0 24 24" width="26" height="26" fill="none" stroke="currentColor" stroke-width="1.7"
  stroke-linejoin="round" aria-hidden="true">
  <path d="m12 3.6 2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8L3.6 9.7l5.8-.8L12 3.6Z"></path>
</svg>`;
