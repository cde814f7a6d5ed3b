/** Small plots as SVG: bars and lines a manager reads at a glance, with the same numbers as a table beside them. */
import { css, html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { texts } from '../shared/texts';

const t = texts.desk;
const WIDTH = 640;
const HEIGHT = 160;
const LEFT = 36;
const BOTTOM = 22;
const TOP = 12;
/** So many labels fit below the axis. */
const MOST_LABELS = 12;

export interface Series {
  name: string;
  values: readonly (number | null)[];
  /** `bar`s of later series stand in front of earlier ones. */
  kind: 'bar' | 'line';
}

export interface Plot {
  title: string;
  /** What the first column of the table is. */
  axis: string;
  labels: readonly string[];
  series: readonly Series[];
  /** How a value is written; by default as it is. */
  write?: (value: number) => string;
  /** Where the axis ends; by default at a round number above the values. */
  top?: number;
}

export function plotView(plot: Plot): TemplateResult {
  const write = plot.write ?? String;
  const top = plot.top ?? ceiling(Math.max(0, ...plot.series.flatMap((one) => one.values.map((value) => value ?? 0))));
  const step = (WIDTH - LEFT) / Math.max(1, plot.labels.length);
  const y = (value: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  return html`<figure>
    <figcaption>${plot.title}${plot.series.length > 1 ? legend(plot.series) : nothing}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true" focusable="false">
      ${[0, top / 2, top].map((value) => gridLine(value, y(value), write))}
      ${plot.series.map((one, at) => (one.kind === 'bar' ? bars(one, at, plot.labels, step, y, write) : line(one, step, y, write)))}
      ${labels(plot.labels, step)}
    </svg>
    <details>
      <summary>${t.table}</summary>
      <table>
        <thead><tr><th scope="col">${plot.axis}</th>${plot.series.map((one) => html`<th scope="col">${one.name}</th>`)}</tr></thead>
        <tbody>
          ${plot.labels.map(
            (label, at) => html`<tr><th scope="row">${label}</th>${plot.series.map((one) => html`<td>${written(one.values[at], write)}</td>`)}</tr>`,
          )}
        </tbody>
      </table>
    </details>
  </figure>`;
}

function legend(series: readonly Series[]): TemplateResult {
  return html`<span class="legend">${series.map((one, at) => html`<span data-series=${at}>${one.name}</span>`)}</span>`;
}

function gridLine(value: number, y: number, write: (value: number) => string): SVGTemplateResult {
  return svg`<line class="grid" x1=${LEFT} x2=${WIDTH} y1=${y} y2=${y}></line>
    <text x=${LEFT - 6} y=${y + 4} text-anchor="end">${write(value)}</text>`;
}

function bars(
  series: Series, at: number, names: readonly string[], step: number, y: (value: number) => number, write: (value: number) => string,
): SVGTemplateResult[] {
  const width = Math.min(40, step * 0.7);
  return series.values.map((value, index) => {
    const x = LEFT + index * step + (step - width) / 2;
    const shown = value ?? 0;
    return svg`<rect data-series=${at} x=${x} y=${y(shown)} width=${width} height=${HEIGHT - BOTTOM - y(shown)} rx="2">
      <title>${names[index]}: ${written(value, write)}</title></rect>`;
  });
}

function line(series: Series, step: number, y: (value: number) => number, write: (value: number) => string): SVGTemplateResult {
  const points = series.values.flatMap((value, index) => (value === null ? [] : [{ x: LEFT + (index + 0.5) * step, y: y(value), value }]));
  return svg`<polyline points=${points.map((point) => `${point.x},${point.y}`).join(' ')}></polyline>
    ${points.map((point) => svg`<circle cx=${point.x} cy=${point.y} r="3.5"><title>${write(point.value)}</title></circle>`)}`;
}

function labels(names: readonly string[], step: number): SVGTemplateResult[] {
  const every = Math.ceil(names.length / MOST_LABELS);
  return names.flatMap((name, index) =>
    index % every === 0 ? [svg`<text x=${LEFT + (index + 0.5) * step} y=${HEIGHT - 5} text-anchor="middle">${name}</text>`] : [],
  );
}

function written(value: number | null | undefined, write: (value: number) => string): string {
  return value === null || value === undefined ? '–' : write(value);
}

/** The next round number: 1, 2, 4, 5 or 10 times a power of ten, never less than 2. */
export function ceiling(value: number): number {
  if (value <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 10].map((factor) => factor * power).find((round) => round >= value) ?? value;
}

export const plotStyles = css`
  figure {
    margin: 0;
    padding: 16px 18px;
    border: 1px solid var(--line);
    border-radius: 14px;
  }
  figcaption {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 8px;
    margin-bottom: 8px;
    font-size: 14px;
    font-weight: 600;
  }
  svg {
    display: block;
    width: 100%;
    height: auto;
  }
  svg text {
    font-size: 11px;
    fill: var(--muted);
  }
  .grid {
    stroke: var(--line);
  }
  rect {
    fill: var(--strong-line);
  }
  rect[data-series='1'] {
    fill: var(--focus);
  }
  polyline {
    fill: none;
    stroke: var(--focus);
    stroke-width: 2;
  }
  circle {
    fill: var(--focus);
  }
  .legend {
    display: flex;
    gap: 14px;
    font-weight: 400;
    font-size: 12.5px;
    color: var(--muted);
  }
  .legend span::before {
    content: '';
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 5px;
    border-radius: 3px;
    background: var(--strong-line);
  }
  .legend span[data-series='1']::before {
    background: var(--focus);
  }
  figure details summary {
    margin-top: 6px;
    color: var(--muted);
  }
`;
