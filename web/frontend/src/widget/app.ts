/** Entry of the chunk that is loaded when the widget opens. */
import { ChatApi } from '../shared/chat-api';
import { useLocale } from '../shared/format';
import { OFFER_CLICKED } from '../shared/parts/products';
import type { ProductCard, Variant } from '../shared/types';
import { texts } from '../shared/widget-texts';
import type { ChatApp, Host } from './app-seam';
import { Chime } from './chime';
import { chooseConsent, consented, storedConsent } from './config';
import { Conversation } from './conversation';
import { loadTexts } from './load-texts';
import { drawerOf } from './orphans';
import { AislePanel } from './panel';
import { PlaceKeeper } from './place-keeper';
import { Requests } from './requests';
import { tellHost } from './tell-host';

/** Starts the conversation and builds its panel; the panel is hidden until `show`. */
export async function createApp(host: Host): Promise<ChatApp> {
  const { config, session } = host;
  useLocale(config.locale);
  const [drawer] = await Promise.all([drawerOf(host.tab, host.browser, navigator.locks), loadTexts(config)]);
  const api = new ChatApi(config.base);
  const conversation = new Conversation({ session, api, drawer, offline: () => !navigator.onLine });
  const chime = new Chime(host.browser);
  const panel = panelOf(host, conversation, new Requests(conversation, api), chime);
  const seen = tellHost(conversation, host, { visible: () => !panel.hidden && !document.hidden, chime });
  window.addEventListener('online', () => conversation.hurry());
  window.addEventListener('offline', () => conversation.lost());
  // Another tab of this browser has written to the storage.
  window.addEventListener('storage', () => conversation.adopt());
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    conversation.hurry();
    seen();
  });
  void conversation.start();
  return {
    element: panel,
    show: (focus, draft) => {
      panel.show(focus, draft);
      seen();
    },
    hide: () => panel.hide(),
    identify: (token) => conversation.identify(token),
    refresh: () => panel.requestUpdate(),
  };
}

function panelOf(host: Host, conversation: Conversation, requests: Requests, chime: Chime): AislePanel {
  const { config } = host;
  const toBasket = (product: ProductCard, variant: Variant | null): Promise<void> =>
    host.addToBasket({ productId: product.product_id, itemId: variant?.item_id ?? null, name: product.name, quantity: 1 });
  const panel = new AislePanel();
  panel.parts = {
    conversation,
    requests,
    keeper: new PlaceKeeper(host.tab),
    chime,
    place: { base: config.base, trusted: [location.origin] },
    consent: () => (config.askConsent && storedConsent() === null ? 'ask' : consented(config)),
    choose: chooseConsent,
    basket: () => (host.takesBasket() ? toBasket : null),
    rated: (stars) => host.rated(stars),
  };
  panel.heading = config.title ?? texts.widget.title;
  panel.hidden = true;
  panel.setAttribute('side', config.side);
  panel.toggleAttribute('bare', config.launcher === 'none');
  panel.addEventListener('aisle-close', () => host.close());
  panel.addEventListener(OFFER_CLICKED, (event) => host.track('offer_click', { productId: (event as CustomEvent<string>).detail }));
  return panel;
}
