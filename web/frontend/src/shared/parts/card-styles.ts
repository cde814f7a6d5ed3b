/** The looks of cards: products, photos, orders. */
import { css } from 'lit';

export const cardStyles = css`
  .card {
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--surface);
    padding: 12px 14px;
    overflow-wrap: anywhere;
  }
  .card h3 {
    font-size: 15px;
    font-weight: 650;
    line-height: 1.3;
  }
  .row {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: 12px;
  }
  .row > :last-child {
    flex: none;
    font-variant-numeric: tabular-nums;
  }
  aisle-products {
    position: relative;
    display: block;
    align-self: stretch;
    min-width: 0;
  }
  .products {
    display: flex;
    gap: 10px;
    overflow-x: auto;
    scroll-snap-type: x proximity;
    scrollbar-width: none;
    padding: 2px 2px 4px;
  }
  .product {
    flex: 0 0 min(236px, 84%);
    scroll-snap-align: start;
    overflow: hidden;
  }
  .product:only-child {
    flex-basis: min(300px, 100%);
  }
  aisle-product {
    display: flex;
    flex-direction: column;
    gap: 6px;
    height: 100%;
  }
  .product img {
    display: block;
    width: calc(100% + 28px);
    height: 116px;
    margin: -12px -14px 4px;
    object-fit: cover;
    background: var(--raised);
  }
  .product img[hidden] {
    display: none;
  }
  .product .muted {
    font-size: 13px;
  }
  .product select {
    width: 100%;
    min-height: 34px;
    padding: 4px 8px;
    border: 1px solid var(--strong-line);
    border-radius: 10px;
    background: var(--surface);
    font-size: 13.5px;
  }
  .basket {
    min-height: 38px;
    padding: 6px 12px;
    border: 0;
    border-radius: 999px;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 14px;
    font-weight: 600;
  }
  .basket[data-state='done'] {
    background: var(--good-ground);
    color: var(--good);
  }
  .along {
    display: flex;
    gap: 6px;
    justify-content: flex-end;
    padding-top: 2px;
  }
  .along button {
    display: grid;
    place-items: center;
    width: 32px;
    height: 32px;
    border: 1px solid var(--strong-line);
    border-radius: 50%;
    background: var(--surface);
  }
  .along button[aria-disabled='true'] {
    color: var(--muted);
    border-color: var(--line);
  }
  .along [data-way='-1'] svg {
    transform: scaleX(-1);
  }
  .along [data-way='1'] svg:dir(rtl) {
    transform: scaleX(-1);
  }
  .along [data-way='-1'] svg:dir(rtl) {
    transform: none;
  }
  .because {
    font-size: 13px;
    padding-inline-start: 8px;
    border-inline-start: 2px solid var(--accent);
  }
  .foot {
    margin-top: auto;
    padding-top: 8px;
    align-items: end;
  }
  .price {
    display: block;
    font-size: 15px;
  }
  .stock {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-size: 12.5px;
    color: var(--muted);
  }
  .stock::before {
    content: '';
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--strong-line);
  }
  .stock[data-in='true']::before {
    background: var(--good);
  }
  .view a {
    display: inline-block;
    padding: 6px 14px;
    border: 1px solid var(--strong-line);
    border-radius: 999px;
    font-size: 13.5px;
    font-weight: 600;
    text-decoration: none;
  }
  .view a:hover {
    background: var(--raised);
  }
  .picture {
    display: block;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: 14px;
    background: var(--raised);
    overflow: hidden;
  }
  .picture canvas {
    display: block;
    max-width: 100%;
  }
  .order {
    align-self: stretch;
    max-width: 440px;
    display: grid;
    gap: 8px;
  }
  .order .muted {
    font-size: 13px;
  }
  .order small {
    display: block;
  }
  .status {
    padding: 2px 10px;
    border-radius: 999px;
    font-size: 12.5px;
    font-weight: 600;
    background: var(--busy-ground);
    color: var(--busy);
  }
  .status[data-tone='good'] {
    background: var(--good-ground);
    color: var(--good);
  }
  .status[data-tone='bad'] {
    background: var(--bad-ground);
    color: var(--bad);
  }
  .timeline {
    display: flex;
    padding-block: 4px;
    counter-reset: step;
  }
  .timeline li {
    position: relative;
    flex: 1 1 0;
    min-width: 0;
    padding: 20px 3px 0;
    font-size: 12px;
    line-height: 1.25;
    text-align: center;
    color: var(--muted);
    overflow-wrap: break-word;
    hyphens: auto;
  }
  .timeline li::before {
    content: '';
    position: absolute;
    inset: 3px auto auto calc(50% - 6px);
    z-index: 1;
    width: 12px;
    height: 12px;
    border: 2px solid var(--strong-line);
    border-radius: 50%;
    background: var(--surface);
  }
  .timeline li + li::after {
    content: '';
    position: absolute;
    top: 8px;
    inset-inline: calc(-50% + 6px) calc(50% + 6px);
    height: 2px;
    background: var(--line);
  }
  .timeline li:not([data-state='open']) {
    color: var(--ink);
  }
  .timeline li:not([data-state='open'])::before {
    border-color: var(--good);
    background: var(--good);
  }
  .timeline li:not([data-state='open'])::after {
    background: var(--good);
  }
  .timeline [data-state='now'] {
    font-weight: 650;
  }
  .timeline [data-state='now']::before {
    box-shadow: 0 0 0 4px var(--good-ground);
  }
  .timeline time {
    display: block;
    padding: 0;
    font-weight: 400;
    font-size: 11.5px;
  }
  .items {
    display: grid;
    gap: 8px;
    padding-block: 8px;
    border-block: 1px solid var(--line);
    font-size: 14px;
  }
  .total,
  .tracking {
    font-size: 14px;
  }
  .tracking > :first-child {
    flex: none;
  }
  .tracking > :last-child {
    flex: 0 1 auto;
    font-size: 13px;
    color: var(--muted);
    text-align: end;
  }
  .more {
    font-size: 13.5px;
    font-weight: 600;
  }
`;
