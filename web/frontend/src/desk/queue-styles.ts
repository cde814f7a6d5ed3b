import { css } from 'lit';

export const queueStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    border-inline-end: 1px solid var(--line);
    background: var(--surface);
  }
  .filters {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 4px;
    margin: 14px 14px 10px;
    padding: 4px;
    border-radius: 12px;
    background: var(--raised);
  }
  .filters button {
    min-height: 34px;
    border: 0;
    border-radius: 9px;
    background: none;
    color: var(--muted);
    font-size: 14px;
    font-weight: 600;
  }
  .filters [aria-pressed='true'] {
    background: var(--surface);
    color: var(--ink);
    box-shadow: 0 1px 3px rgb(10 25 20 / 0.16);
  }
  .count {
    display: inline-block;
    min-width: 20px;
    padding: 0 6px;
    border-radius: 10px;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 12px;
    font-weight: 650;
    line-height: 20px;
    text-align: center;
  }
  nav {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 0 14px 14px;
  }
  ul {
    display: grid;
    gap: 4px;
  }
  .empty {
    padding: 32px 12px;
    color: var(--muted);
    text-align: center;
  }
  .entry {
    display: grid;
    gap: 3px;
    width: 100%;
    padding: 11px 12px;
    border: 1px solid transparent;
    border-radius: 12px;
    background: none;
    text-align: start;
  }
  .entry:hover {
    background: var(--raised);
  }
  .entry[aria-current='true'] {
    background: var(--raised);
    border-color: var(--strong-line);
  }
  .line {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: 10px;
  }
  .line strong {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .time {
    flex: none;
    font-size: 12.5px;
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
  .time[data-long='true'] {
    color: var(--bad);
    font-weight: 650;
  }
  .reason {
    font-size: 13px;
    font-weight: 550;
  }
  form {
    margin: 0 14px 10px;
  }
  .chip {
    display: inline-block;
    margin-inline-end: 4px;
    padding: 0 7px;
    border-radius: 9px;
    background: var(--raised);
    border: 1px solid var(--line);
    font-size: 12px;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .chip[data-mood] {
    background: var(--busy-ground);
    color: var(--busy);
    border-color: transparent;
  }
  .chip[data-mood='abusive'],
  .chip[data-mood='frustrated'] {
    background: var(--bad-ground);
    color: var(--bad);
  }
  .about {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    font-size: 13.5px;
    color: var(--muted);
    overflow-wrap: anywhere;
  }
`;
