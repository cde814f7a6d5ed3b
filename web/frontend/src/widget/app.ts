/** Entry of the chunk that is loaded when the widget opens. */
import { texts } from '../shared/texts';
import type { ChatApp, Host } from './app-seam';
import { Conversation } from './conversation';
import { AislePanel } from './panel';

/** Starts the conversation and builds its panel; the panel is hidden until `show`. */
export function createApp(host: Host): ChatApp {
  const conversation = new Conversation({
    session: host.session,
    shelf: host.tab,
    offline: () => !navigator.onLine,
  });
  const panel = new AislePanel();
  panel.conversation = conversation;
  panel.heading = host.config.title ?? texts.widget.title;
  panel.place = { base: host.config.base, trusted: [location.origin] };
  panel.hidden = true;
  panel.addEventListener('aisle-close', () => host.close());
  tellHost(conversation, host);
  window.addEventListener('online', () => conversation.hurry());
  window.addEventListener('offline', () => conversation.lost());
  // Another tab of this browser has written to the storage.
  window.addEventListener('storage', () => conversation.adopt());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) conversation.hurry();
  });
  void conversation.start();
  return {
    element: panel,
    show: (focus) => panel.show(focus),
    hide: () => (panel.hidden = true),
    identify: (token) => conversation.identify(token),
  };
}

function tellHost(conversation: Conversation, host: Host): void {
  let { mode, loaded, messages } = conversation.state.value;
  conversation.state.subscribe((state) => {
    if (state.mode !== mode) host.modeChanged((mode = state.mode));
    if (state.messages !== messages) {
      // The history of a conversation that is only being taken up is no news.
      const known = loaded ? (messages.at(-1)?.seq ?? 0) : Infinity;
      for (const message of state.messages) {
        if (message.seq > known && message.from !== 'shopper') host.received(message);
      }
    }
    ({ loaded, messages } = state);
  });
}
