/** Entry of the agents' desk. */
import { Chime } from '../widget/chime';
import { shelf } from '../widget/storage';
import { AisleDesk } from './desk';
import { DeskApi } from './desk-api';
import { DeskController } from './controller';

const desk = new AisleDesk();
desk.chime = new Chime(shelf(() => localStorage), 'aisle-desk-sound');
const home = location.pathname.startsWith('/insights') ? 'insights' : 'inbox';
desk.controller = new DeskController(new DeskApi(location.origin), undefined, home);
document.querySelector('#desk')?.append(desk);
window.addEventListener('offline', () => desk.controller.lost());
window.addEventListener('online', () => desk.controller.back());
void desk.controller.start();

// Links in webhooks and mails lead to one conversation, also past the login.
const wanted = decodeURIComponent(location.hash.slice(1));
if (wanted) {
  const forget = desk.controller.state.subscribe(({ me }) => {
    if (!me) return;
    forget();
    void desk.controller.select(wanted);
  });
}
