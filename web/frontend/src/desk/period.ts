/** What the manager's pages show: figures of the last so many days, asked for anew when another period is chosen. */
import { html, type TemplateResult } from 'lit';
import { fill, texts } from '../shared/texts';
import type { DeskController } from './controller';
import type { DeskApi } from './desk-api';

const t = texts.desk;
const PERIODS = [7, 30, 90];

/** A page of the desk. */
interface Host {
  controller: DeskController;
  requestUpdate: () => void;
}

export class Period<T> {
  /** Of the period that was asked for last; null until the first answer. */
  found: T | null = null;

  constructor(
    private readonly host: Host,
    private readonly ask: (api: DeskApi, days: number) => Promise<T>,
    public days: number,
  ) {}

  choose(days: number): void {
    this.days = days;
    this.host.requestUpdate();
    void this.load();
  }

  /** Asks; an answer about a period that is not chosen any more is dropped. */
  async load(): Promise<void> {
    const { days } = this;
    const { controller } = this.host;
    await controller.attempt(async () => {
      const found = await this.ask(controller.api, days);
      if (days !== this.days) return;
      this.found = found;
      this.host.requestUpdate();
    });
  }

  /** One button a period; the chosen one is pressed. */
  tabs(): TemplateResult {
    return html`<div class="tabs" role="group" aria-label=${t.period}>
      ${PERIODS.map(
        (days) => html`<button type="button" class="quiet" aria-pressed=${this.days === days} @click=${() => this.choose(days)}>
          ${fill(t.period_days, { count: days })}
        </button>`,
      )}
    </div>`;
  }
}
