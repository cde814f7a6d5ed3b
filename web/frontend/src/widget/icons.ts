import { svg, type SVGTemplateResult } from 'lit';

function icon(path: string): SVGTemplateResult {
  return svg`<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.9"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${path}></path></svg>`;
}

export const closeIcon = icon('M6 6l12 12M18 6 6 18');
export const backIcon = icon('M19 12H5M11 5.5 4.5 12l6.5 6.5');
export const sendIcon = icon('M12 19V5M5.5 11.5 12 5l6.5 6.5');
export const moreIcon = svg`<svg viewBox="0 0 24 24" width="20" height="20" fill="currentColor" aria-hidden="true"><circle
  cx="5" cy="12" r="1.9"></circle><circle cx="12" cy="12" r="1.9"></circle><circle cx="19" cy="12" r="1.9"></circle></svg>`;
export const attachIcon = icon('m20 11.5-8.2 8.2a5 5 0 0 1-7.1-7.1l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.3 8.3a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4');
export const personIcon = icon('M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c.8-3.4 3.9-5 7.5-5s6.7 1.6 7.5 5');
export const markIcon = icon('M5 20 12 5l7 15M8.2 14.5h7.6');
export const downIcon = icon('M12 5v14M5.5 12.5 12 19l6.5-6.5');
