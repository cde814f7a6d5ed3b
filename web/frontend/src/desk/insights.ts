/** What offers did: for leads, who decide whether the assistant should go on making them. */
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { fill, texts } from '../shared/texts';
import { barStyles, barsView } from './bars';
import { controls } from './controls';
import type { DeskController } from './controller';
import type { DeskState } from './desk-state';
import { effectWords, likelihoodWords, OUTCOMES, percent, silenceOf } from './insights-words';
import { leads } from './labels';
import { pageStyles } from './page-styles';
import { Period } from './period';
import { plotStyles, plotView } from './plot';
import type { Group, Insights, Risen } from './types';

const d = texts.desk;
const t = texts.desk.insights;

const insightsStyles = css`
  .plots {
    margin: 20px 0;
  }
  section li {
    padding: 3px 0;
  }
`;

@customElement('aisle-insights')
export class AisleInsights extends LitElement {
  static override styles = [theme, controls, pageStyles, plotStyles, barStyles, insightsStyles];

  @property({ attribute: false }) controller!: DeskController;
  @property({ attribute: false }) desk!: DeskState;
  private readonly period = new Period<Insights>(this, (api, days) => api.insights(days), 30);

  override connectedCallback(): void {
    super.connectedCallback();
    if (leads(this.desk)) void this.period.load();
  }

  protected override render(): TemplateResult {
    if (!leads(this.desk)) return html`<div class="page"><h2>${t.title}</h2><p>${t.for_leads}</p></div>`;
    const { found } = this.period;
    return html`<div class="page">
      <div class="head">
        <h2>${t.title}</h2>
        ${this.period.tabs()}
        <a href=${this.controller.api.insightsTable(this.period.days)} download>${t.download}</a>
      </div>
      ${found ? (found.decisions ? decided(found) : html`<p>${t.empty}</p>`) : nothing} ${found ? trends(found) : nothing}
    </div>`;
  }
}

function decided(found: Insights): TemplateResult {
  return html`<dl class="figures">
      ${found.groups.map((group) => figure(group))}
      <div><dt>${t.silences}</dt><dd>${found.reasons.reduce((sum, { count }) => sum + count, 0)}</dd></div>
    </dl>
    <section aria-labelledby="effect">
      <h3 id="effect">${t.effect}</h3>
      <ul>${OUTCOMES.map((outcome) => html`<li>${effectWords(outcome, found.effect[outcome])}</li>`)}</ul>
      <p class="small">${t.effect_how}</p>
    </section>
    <div class="plots">
      ${barsView({
        title: t.plot_groups,
        axis: t.outcome,
        measure: t.share,
        write: percent,
        bars: OUTCOMES.flatMap((outcome) =>
          found.groups.map((group, at) => ({
            name: `${t.outcome_names[outcome]}, ${t.arms[group.arm]}`,
            value: group[outcome].rate,
            low: group[outcome].low,
            high: group[outcome].high,
            series: at ? 0 : 1,
            more: fill(t.of, { count: group[outcome].count, of: group[outcome].of }),
          })),
        ),
      })}
      ${plotView({
        title: t.plot_daily,
        axis: d.day,
        labels: found.daily.map(({ day }) => day.slice(5)),
        series: [
          { name: t.offered, kind: 'bar', values: found.daily.map((day) => day.offered) },
          { name: t.taken, kind: 'bar', values: found.daily.map((day) => day.taken) },
        ],
      })}
      ${barsView({
        title: t.plot_reasons,
        axis: t.reason,
        measure: d.count,
        bars: found.reasons.map(({ reason, count }) => ({ name: silenceOf(reason), value: count })),
      })}
      ${likelihood(found)}
    </div>`;
}

function figure(group: Group): TemplateResult {
  return html`<div>
    <dt>${t.arms_of[group.arm]}</dt>
    <dd>${group.shoppers} <span class="small">${fill(t.bought_of, { count: group.bought.count })}</span></dd>
  </div>`;
}

function likelihood(found: Insights): TemplateResult {
  const { bins } = found.likelihood;
  const labels = bins.map(({ high }) => `${Math.round(high * 100)}`);
  return html`${plotView({
      title: t.plot_likelihood,
      axis: t.up_to,
      labels,
      series: [{ name: d.count, kind: 'bar', values: bins.map(({ count }) => count) }],
    })}
    <div>
      ${found.likelihood.error === null
        ? nothing
        : plotView({
            title: t.plot_calibration,
            axis: t.up_to,
            labels,
            write: percent,
            top: 1,
            series: [
              { name: t.predicted, kind: 'bar', values: bins.map(({ predicted }) => predicted) },
              { name: t.bought, kind: 'line', values: bins.map(({ bought }) => bought.rate) },
            ],
          })}
      <p class="small">${likelihoodWords(found)}</p>
    </div>`;
}

function trends({ trends: { products, searches, top } }: Insights): TemplateResult {
  return html`<section aria-labelledby="trends">
    <h3 id="trends">${t.trends}</h3>
    <p class="small">${t.trends_how}</p>
    <div class="plots">
      ${products.length ? rising(t.rising_products, t.product, products) : html`<p>${t.no_rising_products}</p>`}
      ${searches.length ? rising(t.rising_searches, t.search, searches) : html`<p>${t.no_rising_searches}</p>`}
    </div>
    <h3 id="top">${t.top}</h3>
    ${top.length
      ? html`<div class="scroller" role="region" aria-labelledby="top" tabindex="0">
          <table>
            <thead>
              <tr><th scope="col">${t.product}</th><th scope="col">${t.viewed}</th><th scope="col">${t.added}</th><th scope="col">${t.bought}</th></tr>
            </thead>
            <tbody>
              ${top.map((one) => html`<tr><th scope="row">${one.name}</th><td>${one.viewed}</td><td>${one.added}</td><td>${one.bought}</td></tr>`)}
            </tbody>
          </table>
        </div>`
      : html`<p>${t.no_events}</p>`}
  </section>`;
}

function rising(title: string, axis: string, found: readonly Risen[]): TemplateResult {
  return barsView({
    title,
    axis,
    measure: t.growth,
    write: (value) => `× ${value.toFixed(1)}`,
    bars: found.map((one) => ({ name: one.shown, value: one.growth, more: fill(t.shoppers, { count: one.recent }), series: 1 })),
  });
}
