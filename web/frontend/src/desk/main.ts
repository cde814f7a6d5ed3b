/** Entry of the agents' desk. */
import { AisleDesk } from './desk';
import { DeskApi } from './desk-api';
import { DeskController } from './controller';

const desk = new AisleDesk();
const home = location.pathname.startsWith('/insights') ? 'insights' : 'inbox';
desk.controller = new DeskController(new DeskApi(location.origin), undefined, home);
document.querySelector('#desk')?.append(desk);
void desk.controller.start().then(() => {
  // Links in webhooks and mails lead to one conversation.
  const id = decodeURIComponent(location.hash.slice(1));
  if (id && desk.controller.state.value.me) void desk.controller.select(id);
});
