/** Pick what it is about from a list, instead of naming it. Says the same as pressing the buttons would. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { money } from '../shared/format';
import { theme } from '../shared/parts/theme';
import type { OrderItem } from '../shared/types';
import { fill, texts } from '../shared/widget-texts';
import { controls } from './controls';

const t = texts.message;

export type Pick = OrderItem & { payload: string };

@customElement('aisle-items-form')
export class AisleItemsForm extends LitElement {
  static override styles = [
    theme,
    controls,
    css`
      :host {
        display: block;
        align-self: stretch;
      }
      fieldset {
        margin: 0;
        min-width: 0;
        gap: 0;
      }
      legend {
        float: left;
        padding: 0 0 4px;
        font-size: 13.5px;
        font-weight: 650;
      }
      label {
        display: grid;
        grid-template-columns: auto 1fr auto;
        align-items: center;
        gap: 12px;
        padding: 10px 2px;
        border-bottom: 1px solid var(--line);
        font-size: 14px;
        cursor: pointer;
      }
      small {
        display: block;
        font-size: 13px;
        font-weight: 400;
        color: var(--muted);
      }
      input {
        width: 20px;
        height: 20px;
        margin: 0;
        accent-color: var(--ink);
      }
      .buttons {
        align-items: center;
        padding-top: 12px;
      }
    `,
  ];

  @property({ attribute: false }) items: readonly Pick[] = [];
  @state() private chosen: ReadonlySet<string> = new Set();
  @state() private problem = false;

  protected override render(): TemplateResult {
    const all = this.chosen.size === this.items.length;
    return html`<form novalidate @submit=${this.submit}>
      <fieldset class="box" aria-describedby=${this.problem ? 'problem' : nothing}>
        <legend>${t.form_items}</legend>
        ${this.items.length > 1
          ? html`<label>
              <input type="checkbox" .checked=${all} .indeterminate=${!all && this.chosen.size > 0} @change=${this.toggleAll} />
              <span>${t.form_all}</span>
            </label>`
          : nothing}
        ${this.items.map((item) => this.row(item))}
        <div class="buttons">
          <button class="primary" aria-disabled=${!this.chosen.size}>${t.form_send}</button>
          <span class="muted" role="status">${this.chosen.size ? fill(t.form_chosen, { count: this.chosen.size }) : nothing}</span>
        </div>
        ${this.problem ? html`<p class="problem" id="problem" role="alert">${t.form_none}</p>` : nothing}
      </fieldset>
    </form>`;
  }

  private row(item: Pick): TemplateResult {
    return html`<label>
      <input type="checkbox" .checked=${this.chosen.has(item.payload)} @change=${(event: Event) => this.toggle(item, event)} />
      <span>${item.name}${item.options_text ? html`<small>${item.options_text}</small>` : nothing}</span>
      <span>${money(item.price)}</span>
    </label>`;
  }

  private toggle(item: Pick, event: Event): void {
    const chosen = new Set(this.chosen);
    if ((event.target as HTMLInputElement).checked) chosen.add(item.payload);
    else chosen.delete(item.payload);
    this.choose(chosen);
  }

  private toggleAll(event: Event): void {
    const { checked } = event.target as HTMLInputElement;
    this.choose(new Set(checked ? this.items.map((item) => item.payload) : []));
  }

  private choose(chosen: Set<string>): void {
    this.chosen = chosen;
    this.problem = false;
  }

  private submit(event: Event): void {
    event.preventDefault();
    const picked = this.items.filter((item) => this.chosen.has(item.payload));
    this.problem = picked.length === 0;
    if (this.problem) return;
    const label = picked.map((item) => [item.name, item.options_text].filter(Boolean).join(' · ')).join(', ');
    this.dispatchEvent(
      new CustomEvent('aisle-send', { detail: { text: picked.map((item) => item.payload).join('\n'), label } }),
    );
  }
}
