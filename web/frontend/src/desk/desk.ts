/** The desk's frame: login or workspace, the top bar, the keyboard. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/texts';
import type { DeskController } from './controller';
import './conversation-view';
import type { AisleConversationView } from './conversation-view';
import { deskStyles } from './desk-styles';
import type { DeskState } from './desk-state';
import './login';
import './queue';
import './shortcuts';
import type { AisleShortcuts } from './shortcuts';

const t = texts.desk;

@customElement('aisle-desk')
export class AisleDesk extends LitElement {
  static override styles = [theme, deskStyles];

  @property({ attribute: false }) controller!: DeskController;
  @state() private desk!: DeskState;
  @query('aisle-conversation-view') private view!: AisleConversationView;
  @query('aisle-shortcuts') private shortcuts!: AisleShortcuts;
  private unsubscribe: (() => void) | null = null;

  override connectedCallback(): void {
    this.desk = this.controller.state.value;
    this.unsubscribe = this.controller.state.subscribe((desk) => (this.desk = desk));
    super.connectedCallback();
    document.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unsubscribe?.();
    document.removeEventListener('keydown', this.onKey);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { desk, controller } = this;
    if (!desk.ready) return nothing;
    if (!desk.me) return html`<aisle-login .controller=${controller}></aisle-login>`;
    return html`<header>
        <h1>${t.title}</h1>
        <span class="live" role="status" data-live=${desk.live}>${desk.live ? t.online : t.connecting}</span>
        <span class="who">${desk.me.name}</span>
        <button type="button" class="quiet" @click=${() => this.shortcuts.show()}>
          ${t.shortcuts} <kbd aria-hidden="true">?</kbd>
        </button>
        <button type="button" class="quiet" @click=${() => void controller.logout()}>${t.sign_out}</button>
      </header>
      <main data-open=${desk.selected !== null}>
        <aisle-queue .controller=${controller} .desk=${desk}></aisle-queue>
        <aisle-conversation-view .controller=${controller} .desk=${desk}></aisle-conversation-view>
      </main>
      <aisle-shortcuts></aisle-shortcuts>`;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!this.desk.me || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.composedPath()[0];
    const writing = target instanceof HTMLElement && target.matches('input, textarea');
    if (writing) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    if (event.composedPath().some((node) => node instanceof HTMLDialogElement)) return;
    const action = this.actions()[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  private actions(): Record<string, () => void> {
    return {
      j: () => this.controller.move(1),
      k: () => this.controller.move(-1),
      t: () => this.view.take(),
      r: () => this.view.askReturn(),
      c: () => this.view.focusReply(),
      '1': () => this.controller.show('waiting'),
      '2': () => this.controller.show('mine'),
      '3': () => this.controller.show('all'),
      '?': () => this.shortcuts.show(),
    };
  }
}
