/** Which conversation this browser is in. One for all tabs and pages, kept apart for each signed-in shopper. */
import type { BeginApi, NewConversation } from '../shared/chat-api';
import { asApiError } from '../shared/http';
import type { Credentials } from '../shared/types';
import { consented, type Config } from './config';
import type { Shelf } from './storage';

const KEY = 'aisle-conversation';

interface Stored extends Credentials {
  subject: string | null;
  /** What the server was last told of the page and of the shopper's choice. */
  productId: string | null;
  consent: boolean;
  language: string;
}

export class Session {
  private creating: Promise<Credentials> | null = null;
  private identityToken: string | null;

  constructor(
    readonly api: BeginApi,
    private readonly config: Config,
    private readonly shelf: Shelf,
  ) {
    this.identityToken = config.identityToken;
    // Signed out, or somebody else signed in: their conversation is not this shopper's to read.
    const stored = this.stored();
    if (stored && stored.subject !== this.subject) this.shelf.remove(KEY);
  }

  get current(): Credentials | null {
    const stored = this.stored();
    return stored && stored.subject === this.subject ? { id: stored.id, token: stored.token } : null;
  }

  /** The conversation, begun now if there is none yet. Raises ApiError. */
  ensure(): Promise<Credentials> {
    const current = this.current;
    if (current) return Promise.resolve(current);
    this.creating ??= this.create().finally(() => (this.creating = null));
    return this.creating;
  }

  /** Tells the server what has changed since it last heard: another page, another choice. Never raises. */
  async tellChanges(): Promise<void> {
    const stored = this.stored();
    if (!stored || !this.current) return;
    const { productId, locale: language } = this.config;
    const consent = consented(this.config);
    if (stored.productId === productId && stored.consent === consent && stored.language === language) return;
    this.shelf.write(KEY, { ...stored, productId, consent, language } satisfies Stored);
    try {
      // First: nothing else may stand in the way of a no.
      if (stored.consent !== consent) await this.api.tell(stored, { type: 'consent', personalisation: consent });
      if (stored.productId !== productId) await this.api.tell(stored, { type: 'page', product_id: productId });
      if (stored.language !== language) await this.api.tell(stored, { type: 'language', language });
    } catch {
      // Said again before the next message.
      if (this.stored()?.id === stored.id) this.shelf.write(KEY, stored);
    }
  }

  /** The server no longer knows `dead`; a conversation another tab has begun meanwhile is kept. */
  forget(dead: Credentials): void {
    if (this.current?.id === dead.id) this.shelf.remove(KEY);
  }

  /** The page signs the shopper in or out; true when the conversation is another one from now on. */
  identify(token: string | null): boolean {
    const before = this.subject;
    this.identityToken = token;
    return this.subject !== before;
  }

  private async create(): Promise<Credentials> {
    const consent = consented(this.config);
    const body: NewConversation = {
      consent: { personalisation: consent },
      language: this.config.locale,
      page: {
        url: this.config.pageUrl,
        ...(this.config.productId ? { product_id: this.config.productId } : {}),
      },
    };
    const subject = this.subject;
    const { id, token } = await this.createAs(body);
    const { productId, locale: language } = this.config;
    this.shelf.write(KEY, { id, token, subject, consent, productId, language } satisfies Stored);
    return { id, token };
  }

  /** A page kept open too long carries an expired token: better an unknown shopper than no chat. */
  private async createAs(body: NewConversation): Promise<Credentials> {
    if (!this.identityToken) return this.api.create(body);
    try {
      return await this.api.create({ ...body, identity_token: this.identityToken });
    } catch (error) {
      if (asApiError(error)?.passing === false) return this.api.create(body);
      throw error;
    }
  }

  private stored(): Stored | null {
    const value = this.shelf.read<Partial<Stored>>(KEY);
    if (typeof value?.id !== 'string' || typeof value.token !== 'string') return null;
    return {
      id: value.id,
      token: value.token,
      subject: value.subject ?? null,
      productId: value.productId ?? null,
      consent: value.consent === true,
      language: value.language ?? '',
    };
  }

  /** Who the page says the shopper is; null for a visitor. */
  get subject(): string | null {
    return this.identityToken ? subjectOf(this.identityToken) : null;
  }
}

/** The token's `sub` claim, unverified: only to notice a change of shopper (each page gets a fresh token). */
export function subjectOf(token: string): string {
  try {
    const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const claims = JSON.parse(atob(payload)) as { sub?: unknown };
    return String(claims.sub ?? token);
  } catch {
    return token;
  }
}
