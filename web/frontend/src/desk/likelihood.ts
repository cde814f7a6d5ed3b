/** How likely the visit ends in a purchase, and why; only of shoppers who agreed to be looked at. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/texts';
import type { DeskApi } from './desk-api';
import { percent, reasonWords } from './insights-words';
import { sideStyles } from './side-styles';
import type { Likely } from './types';

const t = texts.desk.insights;
const SHOWN = 3;

@customElement('aisle-likelihood')
export class AisleLikelihood extends LitElement {
  static override styles = [theme, sideStyles];

  @property({ attribute: false }) api!: DeskApi;
  @property() conversation = '';
  /** The place of the shopper's newest message: with another one, ask again. */
  @property({ type: Number }) newest = 0;
  @state() private found: Likely | 'failed' | null = null;

  protected override updated(changed: PropertyValues): void {
    if (changed.has('conversation')) this.found = null;
    if (changed.has('conversation') || changed.has('newest')) void this.ask();
  }

  protected override render(): TemplateResult {
    return html`<section aria-labelledby="title">
      <h3 id="title">${t.likelihood}</h3>
      ${this.shown()}
    </section>`;
  }

  private shown(): TemplateResult | typeof nothing {
    const { found } = this;
    if (!found) return nothing;
    if (found === 'failed') return html`<p class="small">${t.likelihood_failed}</p>`;
    if (!found.consent) return html`<p class="small">${t.likelihood_no_consent}</p>`;
    const { probability, why } = found.likelihood ?? {};
    if (probability === undefined || probability === null) return html`<p class="small">${t.likelihood_unknown}</p>`;
    return html`<p><strong>${percent(probability)}</strong></p>
      <ul>
        ${why?.slice(0, SHOWN).map(([name, contribution]) => html`<li>${reasonWords(name, contribution)}</li>`)}
      </ul>`;
  }

  private async ask(): Promise<void> {
    const { conversation } = this;
    const found = await this.api.likelihood(conversation).catch(() => 'failed' as const);
    if (conversation === this.conversation) this.found = found;
  }
}
