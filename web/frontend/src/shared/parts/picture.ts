/** A picture somebody sent. Painted on a canvas: so a page's policy for images needs no exception for it. */
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { SentFile } from '../types';
import { fill, texts } from '../widget-texts';

const t = texts.message;
const HIGHEST_PX = 200;
const WIDEST_PX = 240;

/** Fetches the picture's bytes. */
export type Fetch = (id: string) => Promise<Blob>;

@customElement('aisle-picture')
export class AislePicture extends LitElement {
  @property({ attribute: false }) file!: SentFile;
  @property({ attribute: false }) fetch: Fetch | null = null;
  @state() private bytes: Blob | null = null;
  @query('canvas') private canvas!: HTMLCanvasElement;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('file') || changed.has('fetch')) this.bytes = null;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('file') || changed.has('fetch')) void this.paint();
  }

  protected override render(): TemplateResult {
    const { name, width, height } = this.file;
    const scale = Math.min(1, WIDEST_PX / (width || WIDEST_PX), HIGHEST_PX / (height || HIGHEST_PX));
    return html`<button type="button" class="picture" aria-disabled=${!this.bytes}
      aria-label=${fill(t.photo, { name })} @click=${this.open}>
      <canvas width=${Math.round((width || WIDEST_PX) * scale)} height=${Math.round((height || HIGHEST_PX) * scale)}></canvas>
    </button>`;
  }

  private async paint(): Promise<void> {
    if (!this.fetch) return;
    try {
      const bytes = await this.fetch(this.file.id);
      const bitmap = await createImageBitmap(bytes);
      const { canvas } = this;
      const scale = Math.min(1, WIDEST_PX / bitmap.width, HIGHEST_PX / bitmap.height);
      const sharp = Math.min(2, devicePixelRatio);
      canvas.width = Math.round(bitmap.width * scale * sharp);
      canvas.height = Math.round(bitmap.height * scale * sharp);
      canvas.style.width = `${canvas.width / sharp}px`;
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      this.bytes = bytes;
    } catch {
      // The name stays; the picture can be had after the next reload.
    }
  }

  private open(): void {
    if (this.bytes) window.open(URL.createObjectURL(this.bytes), '_blank', 'noopener');
  }
}
