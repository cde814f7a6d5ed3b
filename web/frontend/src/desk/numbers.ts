/** The numbers a manager reads, refreshed while they are looked at. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { counted, fill, texts } from '../shared/texts';
import { controls } from './controls';
import type { DeskController } from './controller';
import { reasonOf } from './labels';
import { pageStyles } from './page-styles';
import { Period } from './period';
import { plotStyles, plotView } from './plot';
import type { Numbers, Spread } from './types';

const t = texts.desk;
const REFRESH_MS = 10_000;

@customElement('aisle-numbers')
export class AisleNumbers extends LitElement {
  static override styles = [theme, controls, pageStyles, plotStyles];

  @property({ attribute: false }) controller!: DeskController;
  private readonly period = new Period<Numbers>(this, (api, days) => api.numbers(days), 7);
  private timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.period.load();
    this.timer = setInterval(() => {
      if (!document.hidden) void this.period.load();
    }, REFRESH_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render(): TemplateResult {
    const numbers = this.period.found;
    return html`<div class="page">
      <div class="head">
        <h2>${t.numbers_title}</h2>
        ${this.period.tabs()}
      </div>
      ${numbers ? html`${figures(numbers)} ${plots(numbers)}` : nothing}
    </div>`;
  }
}

function figures({ now, totals }: Numbers): TemplateResult {
  const share = totals.handoff_rate === null ? '–' : `${Math.round(totals.handoff_rate * 100)} %`;
  const rating = totals.rating === null ? '–' : fill(t.of_5, { score: totals.rating.toFixed(1) });
  const shown: [string, string | number, string?][] = [
    [t.n_waiting, now.waiting],
    [t.n_active, now.active],
    [t.n_agents, now.agents],
    [t.n_longest, now.longest_wait_s === null ? '–' : duration(now.longest_wait_s)],
    [t.n_first, ...spread(totals.first_response_s)],
    [t.n_resolution, ...spread(totals.resolution_s)],
    [t.n_conversations, totals.conversations],
    [t.n_handoff, share],
    [t.n_not_found, totals.not_found],
    [t.n_rating, rating, counted(t.ratings_one, t.ratings_count, totals.rated)],
  ];
  return html`<dl class="figures">
    ${shown.map(
      ([name, value, more]) => html`<div><dt>${name}</dt><dd>${value}${more ? html` <span class="small">${more}</span>` : nothing}</dd></div>`,
    )}
  </dl>`;
}

function plots(numbers: Numbers): TemplateResult {
  const days = numbers.daily.map(({ day }) => day.slice(5));
  const { daily } = numbers;
  return html`<div class="plots">
    ${plotView({
      title: t.plot_conversations,
      axis: t.day,
      labels: days,
      series: [
        { name: t.plot_all, kind: 'bar', values: daily.map((day) => day.conversations) },
        { name: t.plot_handed, kind: 'bar', values: daily.map((day) => day.handoffs) },
      ],
    })}
    ${plotView({
      title: t.plot_first,
      axis: t.day,
      labels: days,
      write: (value) => String(Math.round(value * 10) / 10),
      series: [{ name: t.minutes, kind: 'line', values: daily.map((day) => (day.first_response_s === null ? null : day.first_response_s / 60)) }],
    })}
    ${plotView({
      title: t.plot_not_found,
      axis: t.day,
      labels: days,
      series: [{ name: t.count, kind: 'bar', values: daily.map((day) => day.not_found) }],
    })}
    ${plotView({
      title: t.plot_ratings,
      axis: t.n_rating,
      labels: numbers.ratings.map(({ score }) => String(score)),
      series: [{ name: t.count, kind: 'bar', values: numbers.ratings.map(({ count }) => count) }],
    })}
    ${plotView({
      title: t.plot_reasons,
      axis: t.summary_reason,
      labels: numbers.reasons.map(({ reason }) => reasonOf(reason)),
      series: [{ name: t.count, kind: 'bar', values: numbers.reasons.map(({ count }) => count) }],
    })}
    ${plotView({
      title: t.plot_hours,
      axis: t.hour,
      labels: numbers.hourly.map((_, hour) => String(hour)),
      series: [{ name: t.count, kind: 'bar', values: numbers.hourly }],
    })}
  </div>`;
}

function spread(times: Spread | null): [string, string] {
  if (!times) return ['–', t.none_yet];
  return [duration(times.median), fill(t.most, { time: duration(times.p90) })];
}

/** Seconds in the largest two units that fit: "45 s", "3 min 10 s", "2 h 5 min". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
