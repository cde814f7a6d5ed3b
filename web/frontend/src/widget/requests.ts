/** What the shopper asks of a conversation beside writing: files, rating, a message to the team, their data. */
import type { ChatApi } from '../shared/chat-api';
import { fileSize } from '../shared/format';
import { ApiError, asApiError } from '../shared/http';
import type { Stored } from '../shared/types';
import { applyMode, type Upload } from './chat-state';
import type { Conversation } from './conversation';
import { randomId } from './outbox';

/** Until the server has said what it takes. */
export const FILE_LIMITS = { file_bytes: 8 * 1024 * 1024, file_types: ['image/jpeg', 'image/png', 'image/webp'] };

export type FileProblem = 'type' | 'size';

export class Requests {
  private readonly files = new Map<string, File>();
  private readonly pictures = new Map<string, Promise<Blob>>();

  constructor(
    private readonly conversation: Conversation,
    private readonly api: ChatApi,
  ) {}

  /** Why a file would be refused; null when it may be sent. The server looks at the content itself. */
  problem(file: File): FileProblem | null {
    const { file_bytes, file_types } = this.limits;
    if (!file_types.includes(file.type)) return 'type';
    return file.size > file_bytes ? 'size' : null;
  }

  /** The largest file, as people read it. */
  get mostBytes(): string {
    return fileSize(this.limits.file_bytes);
  }

  get limits(): { file_bytes: number; file_types: readonly string[] } {
    return this.conversation.state.value.limits ?? FILE_LIMITS;
  }

  /** Sends a file and shows it on its way. */
  async upload(file: File, clientId: string = randomId()): Promise<void> {
    this.files.set(clientId, file);
    this.mark({ clientId, name: file.name, status: 'sending' });
    try {
      const who = await this.conversation.ensure();
      const { message, messages } = await this.api.file(who, file, file.name, clientId);
      this.conversation.take([message, ...messages]);
      this.drop(clientId);
    } catch (error) {
      if (!asApiError(error)) throw error;
      this.mark({ clientId, name: file.name, status: 'failed' });
    }
  }

  /** Sends a file again that did not arrive; the server takes it once. */
  async retry(clientId: string): Promise<void> {
    const file = this.files.get(clientId);
    if (file) await this.upload(file, clientId);
  }

  /** Takes a file back that did not arrive. */
  drop(clientId: string): void {
    this.files.delete(clientId);
    this.conversation.state.update((state) => ({
      ...state,
      uploads: state.uploads.filter((upload) => upload.clientId !== clientId),
    }));
  }

  /** The bytes of a picture that was sent, fetched once. Raises ApiError. */
  readonly picture = (id: string): Promise<Blob> => {
    const known = this.pictures.get(id);
    if (known) return known;
    const asked = this.who().then((who) => this.api.fileBytes(who, id));
    this.pictures.set(id, asked);
    asked.catch(() => this.pictures.delete(id));
    return asked;
  };

  /** Raises ApiError. */
  async leaveMessage(email: string, message: string): Promise<void> {
    const who = await this.conversation.ensure();
    const { contact, messages } = await this.api.contact(who, { email, ...(message ? { message } : {}) });
    this.conversation.take(messages, { contact });
  }

  /** Raises ApiError. */
  async rate(score: number, comment: string): Promise<void> {
    const { rating } = await this.api.rate(await this.who(), score, comment);
    this.conversation.take([], { rating });
  }

  /** The shopper is done; writing begins again where it ended. Raises ApiError. */
  async end(): Promise<void> {
    const { state, resolved } = await this.api.end(await this.who());
    this.conversation.state.update((chat) => ({ ...applyMode(chat, state, null), returned: false, resolved }));
  }

  /** Raises ApiError. */
  async transcript(): Promise<Blob> {
    return this.api.transcript(await this.who());
  }

  /** What the server keeps of this conversation; null when there is none. Raises ApiError. */
  async stored(): Promise<Stored | null> {
    return this.conversation.current ? this.api.stored(this.conversation.current) : null;
  }

  /** Deletes the conversation. Raises ApiError. */
  async erase(): Promise<void> {
    const who = this.conversation.current;
    if (who) {
      await this.api.erase(who).catch((error: unknown) => {
        if (!asApiError(error)?.gone) throw error;
      });
    }
    this.conversation.forget();
  }

  private who(): Promise<{ id: string; token: string }> {
    const who = this.conversation.current;
    return who ? Promise.resolve(who) : Promise.reject(new ApiError(404, 'conversation_not_found', 'there is none'));
  }

  private mark(upload: Upload): void {
    this.conversation.state.update((state) => {
      const others = state.uploads.filter((entry) => entry.clientId !== upload.clientId);
      return { ...state, uploads: [...others, upload] };
    });
  }
}
