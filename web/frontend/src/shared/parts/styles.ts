/** The looks of messages, their sources and choices; with those of the cards. */
import { css, type CSSResult } from 'lit';
import { cardStyles } from './card-styles';

const bubbles = css`
  .message {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 6px;
    max-width: 100%;
    min-width: 0;
  }
  .message[data-side='own'] {
    align-items: flex-end;
  }
  .name,
  time,
  .note {
    font-size: 12px;
    color: var(--muted);
    padding-inline: 4px;
  }
  .name {
    font-weight: 600;
  }
  .bubble {
    max-width: min(85%, 60ch);
    padding: 10px 14px;
    border-radius: 18px;
    border-end-start-radius: 6px;
    background: var(--raised);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .message[data-side='own'] .bubble {
    background: var(--accent);
    color: var(--on-accent);
    border-end-start-radius: 18px;
    border-end-end-radius: 6px;
  }
  .system {
    align-self: center;
    max-width: 90%;
    padding: 4px 12px;
    font-size: 13px;
    color: var(--muted);
    text-align: center;
    overflow-wrap: anywhere;
  }
`;

const beside = css`
  .sources {
    display: grid;
    gap: 6px;
    align-self: stretch;
    max-width: min(85%, 60ch);
  }
  details {
    border: 1px solid var(--line);
    border-radius: 12px;
    font-size: 13.5px;
    overflow-wrap: anywhere;
  }
  summary {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 7px 12px;
    min-height: 24px;
    border-radius: 12px;
    cursor: pointer;
    font-weight: 550;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary::before {
    content: '';
    flex: none;
    width: 6px;
    height: 6px;
    border: solid var(--muted);
    border-width: 0 2px 2px 0;
    transform: rotate(-45deg);
    transition: transform 0.15s;
  }
  details[open] summary::before {
    transform: rotate(45deg);
  }
  blockquote {
    margin-inline: 12px;
    padding-inline-start: 10px;
    border-inline-start: 2px solid var(--line);
    white-space: pre-wrap;
  }
  details .more {
    padding: 8px 12px 10px;
  }
  details blockquote:last-child {
    margin-bottom: 10px;
  }
  .failed {
    color: var(--bad);
    font-weight: 600;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .choice {
    min-height: 36px;
    padding: 6px 14px;
    border: 1px solid var(--strong-line);
    border-radius: 999px;
    background: var(--surface);
    text-align: start;
    font-size: 14px;
    font-weight: 550;
    transition: background 0.15s;
  }
  .choice:hover:enabled {
    background: var(--raised);
  }
  .choice:disabled {
    color: var(--muted);
    border-color: var(--line);
  }
  .choice[data-pressed='true'] {
    background: var(--raised);
    color: var(--ink);
    border-color: var(--strong-line);
  }
  .dots {
    display: inline-flex;
    gap: 4px;
    padding: 14px;
    border-radius: 18px;
    border-end-start-radius: 6px;
    background: var(--raised);
  }
  .dots i {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--muted);
    animation: dot 1.2s infinite ease-in-out;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }
  @keyframes dot {
    0%,
    60%,
    100% {
      opacity: 0.35;
      transform: none;
    }
    30% {
      opacity: 1;
      transform: translateY(-3px);
    }
  }
`;

export const messageStyles: CSSResult[] = [bubbles, cardStyles, beside];
