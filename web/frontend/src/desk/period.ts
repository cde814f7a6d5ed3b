/** The choice of how many days the manager's pages look back. */
import { html, type TemplateResult } from 'lit';
import { fill, texts } from '../shared/texts';

const t = texts.desk;
const PERIODS = [7, 30, 90];

/** One button a period; the one of `chosen` days is pressed. */
export function periodTabs(chosen: number, choose: (days: number) => void): TemplateResult {
  return html`<div class="tabs" role="group" aria-label=${t.period}>
    ${PERIODS.map(
      (days) => html`<button type="button" class="quiet" aria-pressed=${chosen === days} @click=${() => choose(days)}>
        ${fill(t.period_days, { count: days })}
      </button>`,
    )}
  </div>`;
}
