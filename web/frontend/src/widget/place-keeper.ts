/** Keeps the place in the conversation, and what is half written, while the shopper moves from page to page. */
import type { Shelf } from './storage';

const PLACE_KEY = 'aisle-place';
const DRAFT_KEY = 'aisle-draft';
const NEAR_END_PX = 80;

/** The message at the upper edge and how far above it the edge stands. */
interface Spot {
  seq: number;
  offset: number;
}

export class PlaceKeeper {
  private spot: Spot | null;

  constructor(private readonly shelf: Shelf) {
    this.spot = shelf.read<Spot>(PLACE_KEY);
  }

  /** Whether the shopper reads at the end, where new messages are to come into view. */
  static atEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  /** Notes the place; who reads at the end (null) has none. */
  note(scroller: HTMLElement | null): void {
    this.spot = scroller && topmost(scroller);
    if (this.spot) this.shelf.write(PLACE_KEY, this.spot);
    else this.shelf.remove(PLACE_KEY);
  }

  get elsewhere(): boolean {
    return this.spot !== null;
  }

  /** Goes to the noted place; false when it is the end, or no longer there. */
  restore(scroller: HTMLElement): boolean {
    const element = this.spot && scroller.querySelector<HTMLElement>(`[data-seq="${this.spot.seq}"]`);
    if (!element || !this.spot) return false;
    scroller.scrollTop += element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - this.spot.offset;
    return true;
  }

  get draft(): string {
    return this.shelf.read<string>(DRAFT_KEY) ?? '';
  }

  set draft(text: string) {
    if (text) this.shelf.write(DRAFT_KEY, text);
    else this.shelf.remove(DRAFT_KEY);
  }
}

function topmost(scroller: HTMLElement): Spot | null {
  const { top } = scroller.getBoundingClientRect();
  for (const element of scroller.querySelectorAll<HTMLElement>('[data-seq]')) {
    const box = element.getBoundingClientRect();
    if (box.bottom > top) return { seq: Number(element.dataset['seq']), offset: box.top - top };
  }
  return null;
}
