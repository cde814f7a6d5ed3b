/** The team: who is there, accounts and roles, canned replies, the audit log. */
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { clock } from '../shared/format';
import { theme } from '../shared/parts/theme';
import { fill, texts } from '../shared/texts';
import { controls } from './controls';
import type { DeskController } from './controller';
import type { DeskState } from './desk-state';
import { inWords, leads } from './labels';
import { pageStyles } from './page-styles';
import type { AuditLine, Canned, Colleague, Role } from './types';

const t = texts.desk;
const ROLES: readonly [Role, string][] = [
  ['agent', t.role_agent],
  ['lead', t.role_lead],
  ['admin', t.role_admin],
];

@customElement('aisle-team')
export class AisleTeam extends LitElement {
  static override styles = [theme, controls, pageStyles];

  @property({ attribute: false }) controller!: DeskController;
  @property({ attribute: false }) desk!: DeskState;
  @state() private log: readonly AuditLine[] | null = null;

  protected override render(): TemplateResult {
    const admin = this.desk.me?.role === 'admin';
    return html`<div class="page">
      <h2>${t.team_title}</h2>
      <div class="scroller">${this.table(admin)}</div>
      ${admin ? this.hiring() : nothing}
      <h3>${t.canned}</h3>
      <p class="small">${t.shortcut_name_hint} ${t.canned_places}</p>
      <ul class="list">
        ${repeat(this.desk.canned, (one) => one.id, (one) => html`<li>${leads(this.desk) ? this.cannedForm(one) : plain(one)}</li>`)}
        ${leads(this.desk) ? html`<li>${this.cannedForm(null)}</li>` : nothing}
      </ul>
      ${leads(this.desk) ? this.audit() : nothing}
    </div>`;
  }

  private table(admin: boolean): TemplateResult {
    return html`<table>
      <thead><tr>
        <th scope="col">${t.team_name}</th><th scope="col">${t.team_state}</th><th scope="col">${t.team_open}</th><th scope="col">${t.team_role}</th>
        ${admin ? html`<td></td>` : nothing}
      </tr></thead>
      <tbody>${this.desk.team.map((one) => this.colleague(one, admin))}</tbody>
    </table>`;
  }

  private colleague(one: Colleague, admin: boolean): TemplateResult {
    const changeable = admin && one.id !== this.desk.me?.id;
    const role = ROLES.find(([name]) => name === one.role)?.[1] ?? one.role;
    return html`<tr>
      <th scope="row">${one.name}<br /><span class="small">${one.email}</span></th>
      <td>${stateOf(one)}</td>
      <td>${one.conversations}</td>
      <td>${changeable
        ? html`<select aria-label=${fill(t.role_of, { name: one.name })} @change=${(event: Event) => this.setRole(one, event)}>
            ${ROLES.map(([name, label]) => html`<option value=${name} ?selected=${name === one.role}>${label}</option>`)}
          </select>`
        : role}</td>
      ${admin
        ? html`<td>${changeable
            ? html`<button type="button" class="plain" @click=${() => this.change(one, { active: !one.active })}>${one.active ? t.deactivate : t.activate}</button>`
            : nothing}</td>`
        : nothing}
    </tr>`;
  }

  private hiring(): TemplateResult {
    return html`<h3>${t.hire}</h3>
      <form @submit=${this.hire}>
        <div class="row">
          <label>${t.email}<input name="email" type="email" required maxlength="254" autocomplete="off" /></label>
          <label>${t.team_name}<input name="name" required maxlength="80" autocomplete="off" /></label>
          <label>${t.password}<input name="password" type="password" required minlength="10" maxlength="200" autocomplete="new-password" aria-describedby="password-hint" /></label>
          <label>${t.team_role}<select name="role">${ROLES.map(([name, label]) => html`<option value=${name}>${label}</option>`)}</select></label>
          <button class="primary">${t.hire_add}</button>
        </div>
        <p id="password-hint" class="small">${t.password_hint}</p>
      </form>`;
  }

  private cannedForm(one: Canned | null): TemplateResult {
    return html`<form @submit=${(event: SubmitEvent) => this.keep(event, one)}>
      <div class="row">
        <label>${t.shortcut_name}<input name="shortcut" required maxlength="40" pattern="[\\w\\-]+" .value=${one?.shortcut ?? ''} /></label>
      </div>
      <label>${t.canned_text}<textarea name="text" rows="2" required maxlength="2000" .value=${one?.text ?? ''}></textarea></label>
      <div class="row">
        <button class="plain">${one ? t.save : t.add}</button>
        ${one ? html`<button type="button" class="quiet" @click=${() => this.drop(one)}>${fill(t.remove, { name: one.shortcut })}</button>` : nothing}
      </div>
    </form>`;
  }

  private audit(): TemplateResult {
    return html`<h3>${t.audit}</h3>
      <button type="button" class="plain" @click=${this.loadLog}>${t.audit_load}</button>
      ${this.log
        ? html`<div class="scroller" tabindex="0" role="region" aria-label=${t.audit}><table>
            <thead><tr><th scope="col">${t.audit_when}</th><th scope="col">${t.audit_who}</th><th scope="col">${t.audit_what}</th></tr></thead>
            <tbody>
              ${this.log.map((line) => html`<tr><td>${clock(line.at)}</td><td>${line.agent ?? '–'} <span class="small">${line.ip}</span></td>
                <td>${inWords(line.action)} <span class="small">${line.detail ?? ''} ${line.conversation ?? ''}</span></td></tr>`)}
            </tbody>
          </table></div>`
        : nothing}`;
  }

  private setRole(one: Colleague, event: Event): void {
    void this.change(one, { role: (event.target as HTMLSelectElement).value as Role });
  }

  private async change(one: Colleague, change: Partial<Pick<Colleague, 'role' | 'active'>>): Promise<void> {
    await this.controller.attempt(() => this.controller.api.change(one.id, change));
    await this.controller.loadTeam();
  }

  private async hire(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const account = { email: '', name: '', password: '', role: 'agent', ...given };
    if (!(await this.controller.attempt(() => this.controller.api.hire(account)))) return;
    form.reset();
    await this.controller.loadTeam();
  }

  private async keep(event: SubmitEvent, one: Canned | null): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const [shortcut, text] = [String(fields.get('shortcut')), String(fields.get('text'))];
    if (!(await this.controller.attempt(() => this.controller.api.keepCanned(shortcut, text, one?.id)))) return;
    if (!one) form.reset();
    await this.controller.loadTeam();
  }

  private async drop(one: Canned): Promise<void> {
    await this.controller.attempt(() => this.controller.api.dropCanned(one.id));
    await this.controller.loadTeam();
  }

  private async loadLog(): Promise<void> {
    await this.controller.attempt(async () => {
      this.log = await this.controller.api.audit();
    });
  }
}

function plain(one: Canned): TemplateResult {
  return html`<strong>/${one.shortcut}</strong> ${one.text}`;
}

function stateOf(one: Colleague): string {
  if (!one.active) return t.inactive;
  if (!one.present) return t.state_gone;
  return one.away ? t.state_away : t.state_present;
}
