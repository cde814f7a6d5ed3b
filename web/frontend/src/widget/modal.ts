/**
 * Beside the page the panel is a dialog the shopper may leave; over the whole of a small screen it is a modal one: the
 * browser then keeps the focus in it and makes the page behind it inert.
 */
export const SMALL = '(max-width: 480px)';

export class Modal {
  private readonly small = matchMedia(SMALL);

  constructor(private readonly dialog: () => HTMLDialogElement) {}

  open(): void {
    const dialog = this.dialog();
    if (dialog.open) return;
    if (this.small.matches) dialog.showModal();
    // show() would take the focus away from the page.
    else dialog.setAttribute('open', '');
  }

  close(): void {
    const dialog = this.dialog();
    if (dialog.open) dialog.close();
  }

  /** The window has another size: perhaps the other kind is right now. */
  follow(): void {
    const dialog = this.dialog();
    if (!dialog.open || dialog.matches(':modal') === this.small.matches) return;
    const focused = (dialog.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
    dialog.close();
    this.open();
    focused?.focus({ preventScroll: true });
  }
}
