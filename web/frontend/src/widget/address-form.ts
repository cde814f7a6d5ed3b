/** An address in fields. It is sent as the words one would have typed. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/widget-texts';
import { controls } from './controls';

const t = texts.message;
const FIELDS = ['street', 'more', 'city', 'state', 'zip'] as const;
type Field = (typeof FIELDS)[number];
const FILLED_BY: Record<Field, string> = {
  street: 'address-line1',
  more: 'address-line2',
  city: 'address-level2',
  state: 'address-level1',
  zip: 'postal-code',
};

@customElement('aisle-address-form')
export class AisleAddressForm extends LitElement {
  static override styles = [
    theme,
    controls,
    css`
      :host {
        display: block;
        align-self: stretch;
      }
      .pair {
        display: grid;
        grid-template-columns: 1fr 1fr;
        align-items: start;
        gap: 10px;
      }
    `,
  ];

  @state() private missing: ReadonlySet<Field> = new Set();

  protected override render(): TemplateResult {
    return html`<form class="box" novalidate aria-label=${t.form_address} @submit=${this.submit}>
      <h3>${t.form_address}</h3>
      ${this.field('street', t.form_street)} ${this.field('more', t.form_more)} ${this.field('city', t.form_city)}
      <div class="pair">${this.field('state', t.form_state)} ${this.field('zip', t.form_zip)}</div>
      <div class="buttons"><button class="primary">${t.form_send}</button></div>
    </form>`;
  }

  private field(name: Field, label: string): TemplateResult {
    const wrong = this.missing.has(name);
    return html`<label>
      ${label}
      <input
        name=${name}
        maxlength="120"
        autocomplete=${FILLED_BY[name] as 'postal-code'}
        aria-required=${name !== 'more'}
        aria-invalid=${wrong}
        aria-describedby=${wrong ? `${name}-problem` : nothing}
      />
      ${wrong ? html`<span class="problem" id=${`${name}-problem`}>${t.form_missing}</span>` : nothing}
    </label>`;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const value = (name: Field): string => String(data.get(name) ?? '').trim();
    this.missing = new Set(FIELDS.filter((name) => name !== 'more' && !value(name)));
    if (this.missing.size) {
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const text = [value('street'), value('more'), value('city'), `${value('state')} ${value('zip')}`].filter(Boolean).join(', ');
    this.dispatchEvent(new CustomEvent('aisle-send', { detail: { text, label: text } }));
  }
}
