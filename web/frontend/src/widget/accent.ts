/** The page's accent colour, with the text colour on it that can be read best. */

/** Sets `--aisle-accent` and `--aisle-on-accent` on `element`; a text that is no colour changes nothing. */
export function applyAccent(element: HTMLElement, accent: string): void {
  if (!CSS.supports('color', accent)) return;
  element.style.setProperty('--aisle-accent', accent);
  const probe = document.createElement('i');
  probe.style.color = accent;
  element.shadowRoot?.append(probe);
  const channels = getComputedStyle(probe).color.match(/[\d.]+/g)?.map(Number);
  probe.remove();
  if (channels && channels.length >= 3) element.style.setProperty('--aisle-on-accent', readableOn(channels));
}

/** Black or white, whichever stands out more (WCAG 2 relative luminance); channels are 0 to 255. */
export function readableOn(channels: readonly number[]): '#000' | '#fff' {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? '#000' : '#fff';
}
