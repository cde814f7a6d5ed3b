/** Bars that lie, one below the other, with room for a name and for the interval a value is in; the same as a table. */
import { css, html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { texts } from '../shared/texts';

const t = texts.desk;
const WIDTH = 500;
const LEFT = 186;
const RIGHT = 56;
const ROW = 26;
const LONGEST_NAME = 32;

export interface Bar {
  name: string;
  /** Null is drawn as nothing and written as a dash. */
  value: number | null;
  low?: number;
  high?: number;
  /** 1 for the second group of two. */
  series?: 0 | 1;
  /** What else the table says of it. */
  more?: string;
}

export interface Bars {
  title: string;
  /** What the first column of the table is, and what the value is. */
  axis: string;
  measure: string;
  bars: readonly Bar[];
  /** Where the axis ends; by default at the largest value. */
  top?: number;
  write?: (value: number) => string;
}

export function barsView(plot: Bars): TemplateResult {
  const write = plot.write ?? String;
  const largest = Math.max(0, ...plot.bars.map((bar) => bar.high ?? bar.value ?? 0));
  const top = (plot.top ?? largest) || 1;
  const x = (value: number): number => LEFT + (WIDTH - LEFT - RIGHT) * Math.min(1, value / top);
  const height = Math.max(1, plot.bars.length) * ROW;
  return html`<figure>
    <figcaption>${plot.title}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${height}" aria-hidden="true" focusable="false">
      ${plot.bars.map((bar, at) => row(bar, at * ROW, x, write))}
    </svg>
    <details>
      <summary>${t.table}</summary>
      <table>
        <thead><tr><th scope="col">${plot.axis}</th><th scope="col">${plot.measure}</th></tr></thead>
        <tbody>
          ${plot.bars.map(
            (bar) => html`<tr><th scope="row">${bar.name}</th><td>${written(bar, write)}${bar.more ? html` <span class="small">${bar.more}</span>` : nothing}</td></tr>`,
          )}
        </tbody>
      </table>
    </details>
  </figure>`;
}

function row(bar: Bar, y: number, x: (value: number) => number, write: (value: number) => string): SVGTemplateResult {
  const middle = y + ROW / 2;
  const value = bar.value ?? 0;
  const end = x(Math.max(value, bar.value === null ? 0 : (bar.high ?? 0)));
  return svg`<text x=${LEFT - 10} y=${middle + 4} text-anchor="end">${short(bar.name)}</text>
    <rect data-series=${bar.series ?? 0} x=${LEFT} y=${y + 5} width=${Math.max(0, x(value) - LEFT)} height=${ROW - 10} rx="3"></rect>
    ${bar.value !== null && bar.low !== undefined && bar.high !== undefined
      ? svg`<path class="whisker" d=${whisker(x(bar.low), x(bar.high), middle)}></path>`
      : nothing}
    <text x=${end + 8} y=${middle + 4}>${bar.value === null ? '–' : write(bar.value)}</text>`;
}

function whisker(from: number, to: number, y: number): string {
  return `M${from} ${y - 4}v8M${from} ${y}H${to}M${to} ${y - 4}v8`;
}

function written(bar: Bar, write: (value: number) => string): string {
  if (bar.value === null) return '–';
  const interval = bar.low !== undefined && bar.high !== undefined ? ` (${write(bar.low)} – ${write(bar.high)})` : '';
  return write(bar.value) + interval;
}

function short(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

export const barStyles = css`
  .whisker {
    fill: none;
    stroke: var(--ink);
    stroke-width: 1.5;
  }
`;
