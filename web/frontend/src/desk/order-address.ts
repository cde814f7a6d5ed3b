/** Another address for an order, filled with the one it has; the country stays. */
import { html, type TemplateResult } from 'lit';
import { fill, texts } from '../shared/texts';
import type { DeskAddress, DeskOrder } from './types';

const t = texts.desk;
const m = texts.message;
const PARTS: readonly [keyof DeskAddress, string][] = [
  ['street', m.form_street],
  ['more', m.form_more],
  ['city', m.form_city],
  ['state', m.form_state],
  ['zip', m.form_zip],
];
/** What an address may lack: not every country has states. */
const OPTIONAL: readonly (keyof DeskAddress)[] = ['more', 'state'];

/** `send` gets the address as it was written. */
export function addressForm(order: DeskOrder, busy: boolean, send: (address: DeskAddress) => void): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const parts = PARTS.map(([name]) => [name, String(fields.get(name) ?? '').trim()] as const);
    send(Object.fromEntries(parts) as unknown as DeskAddress);
  };
  return html`<details>
    <summary>${t.change_address}</summary>
    <form autocomplete="off" @submit=${submit}>
      ${PARTS.map(
        ([name, label]) => html`<label>${label}
          <input name=${name} maxlength="120" .defaultValue=${order.address[name]} ?required=${!OPTIONAL.includes(name)} />
        </label>`,
      )}
      <div class="row"><button class="primary" ?disabled=${busy}>${fill(t.address_confirm, { order: order.order_id })}</button></div>
    </form>
  </details>`;
}
