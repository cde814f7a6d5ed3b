/** Numbers and times as the reader's own locale writes them. */
import type { Amount } from './types';

const CURRENCY = 'USD';

function locale(): string | undefined {
  return document.documentElement.lang || undefined;
}

/** An amount as money; a text that is not a plain number is already formatted and stays. */
export function money(amount: Amount): string {
  const value = typeof amount === 'number' ? amount : Number(amount.trim() || NaN);
  if (!Number.isFinite(value)) return String(amount);
  return new Intl.NumberFormat(locale(), { style: 'currency', currency: CURRENCY }).format(value);
}

/** Hour and minute of an ISO time, or an empty text. */
export function clock(at: string | null | undefined): string {
  const date = at ? new Date(at) : null;
  if (!date || Number.isNaN(date.getTime())) return '';
  return new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(date);
}

/** Day of an ISO time, or an empty text. */
export function day(at: string | null | undefined): string {
  const date = at ? new Date(at) : null;
  if (!date || Number.isNaN(date.getTime())) return '';
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(date);
}

/** Time gone by since an ISO time, short: "45s", "3m", "2h 5m"; empty when unknown. */
export function elapsed(since: string | null | undefined, now: number): string {
  const start = since ? new Date(since).getTime() : NaN;
  if (Number.isNaN(start)) return '';
  const seconds = Math.max(0, Math.floor((now - start) / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}
