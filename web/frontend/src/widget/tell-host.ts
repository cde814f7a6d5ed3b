/** Tells the launcher and the page what happens in the conversation. */
import type { Host } from './app-seam';
import { lastSeq, unreadCount } from './chat-state';
import type { Chime } from './chime';
import type { Conversation } from './conversation';

const SEEN_KEY = 'aisle-seen';

interface Seen {
  id: string;
  seq: number;
}

/** Returns what to call when the shopper can see the conversation (again). */
export function tellHost(conversation: Conversation, host: Host, { visible, chime }: { visible: () => boolean; chime: Chime }): () => void {
  let { mode, loaded, messages } = conversation.state.value;
  const seenSeq = (): number => {
    const seen = host.browser.read<Seen>(SEEN_KEY);
    return seen && seen.id === conversation.current?.id ? seen.seq : 0;
  };
  const count = (): void => {
    const state = conversation.state.value;
    const { current } = conversation;
    if (!state.loaded || !current) return;
    if (visible() && lastSeq(state) > seenSeq()) host.browser.write(SEEN_KEY, { id: current.id, seq: lastSeq(state) } satisfies Seen);
    host.unread(unreadCount(state, seenSeq()));
  };
  conversation.state.subscribe((state) => {
    if (state.mode !== mode) host.modeChanged((mode = state.mode));
    if (state.messages !== messages) {
      // The history of a conversation that is only being taken up is no news.
      const known = loaded ? (messages.at(-1)?.seq ?? 0) : Infinity;
      const news = state.messages.filter((message) => message.seq > known && message.from !== 'shopper');
      for (const message of news) host.received(message);
      if (news.length && (!visible() || state.mode === 'agent')) chime.play();
    }
    const changed = state.messages !== messages || state.loaded !== loaded;
    ({ loaded, messages } = state);
    if (changed) count();
  });
  // Read in another tab: no news here any more.
  window.addEventListener('storage', (event) => event.key === SEEN_KEY && count());
  return count;
}
