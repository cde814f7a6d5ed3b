/** Calls the agent back from another tab: how many wait or have written, in the title and, if wanted, as a sound. */
import { texts } from '../shared/texts';
import type { Chime } from '../widget/chime';
import { isMine, type DeskState } from './desk-state';

/** Shoppers who wait for a person, and unread messages of the agent's own. */
export function calls(state: DeskState): number {
  let count = 0;
  for (const entry of state.entries.values()) {
    if (entry.state === 'waiting') count += 1;
    else if (isMine(state, entry)) count += entry.unread;
  }
  return state.me ? count : 0;
}

export class Attention {
  private before = 0;

  constructor(private readonly chime: Chime) {}

  look(state: DeskState): void {
    const now = calls(state);
    if (now === this.before) return;
    document.title = now ? `(${now}) ${texts.desk.title}` : texts.desk.title;
    if (now > this.before) this.chime.play();
    this.before = now;
  }
}
