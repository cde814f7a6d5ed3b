import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { theme } from '../shared/parts/theme';
import { texts } from '../shared/texts';
import { controls } from './controls';
import { dialogStyles } from './dialog-styles';

const t = texts.desk;
const KEYS: readonly [string, string][] = [
  ['j', t.shortcut_next],
  ['k', t.shortcut_previous],
  ['t', t.shortcut_take],
  ['o', t.shortcut_over],
  ['x', t.shortcut_transfer],
  ['r', t.shortcut_return],
  ['e', t.shortcut_resolve],
  ['c', t.shortcut_reply],
  ['s', t.shortcut_suggestion],
  ['m', t.shortcut_canned],
  ['Tab', t.shortcut_expand],
  ['d', t.shortcut_errand],
  ['n', t.shortcut_note],
  ['i', t.details],
  ['/', t.shortcut_search],
  ['1 2 3', t.shortcut_filter],
  ['4 5 6 7', t.shortcut_pages],
  ['a', t.shortcut_away],
  ['@', t.shortcut_mention],
  ['Esc', t.shortcut_escape],
  ['?', t.shortcut_help],
];

@customElement('aisle-shortcuts')
export class AisleShortcuts extends LitElement {
  static override styles = [theme, controls, dialogStyles];

  @query('dialog') private dialog!: HTMLDialogElement;

  show(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title">
      <h2 id="title">${t.shortcuts}</h2>
      <dl>
        ${KEYS.map(
          ([keys, meaning]) =>
            html`<div><dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${meaning}</dd></div>`,
        )}
      </dl>
      <div class="buttons"><button type="button" class="plain" @click=${() => this.dialog.close()}>${t.close}</button></div>
    </dialog>`;
  }
}
