/** Entry of the agents' desk. */
import { AisleDesk } from './desk';
import { DeskApi } from './desk-api';
import { DeskController } from './controller';

const desk = new AisleDesk();
desk.controller = new DeskController(new DeskApi(location.origin));
document.querySelector('#desk')?.append(desk);
void desk.controller.start();
