/** Numbers and times as the reader's own locale writes them. */
import type { Amount } from './types';

const CURRENCY = 'USD';

let chosen: string | undefined;

/** Numbers and times are written so from now on; before, as the page's language asks. */
export function useLocale(tag: string): void {
  chosen = tag;
}

function locale(): string | undefined {
  return chosen ?? (document.documentElement.lang || undefined);
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

/** Day and month of an ISO time, short: "Nov 18"; empty when unknown. */
export function shortDay(at: string | null | undefined): string {
  const date = at ? new Date(at) : null;
  if (!date || Number.isNaN(date.getTime())) return '';
  return new Intl.DateTimeFormat(locale(), { month: 'short', day: 'numeric' }).format(date);
}

/** A moment to come: "tomorrow at 9:00 AM" or "Monday at 9:00 AM" within a week, else day and time; empty when unknown. */
export function upcoming(at: string | null | undefined, now: number): string {
  const date = at ? new Date(at) : null;
  if (!date || Number.isNaN(date.getTime())) return '';
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return new Intl.DateTimeFormat(locale(), time).format(date);
  const near = date.getTime() - now < 6 * 86_400_000;
  const form = near ? ({ weekday: 'long', ...time } as const) : ({ month: 'short', day: 'numeric', ...time } as const);
  return new Intl.DateTimeFormat(locale(), form).format(date);
}

/** A size in bytes as people read it: "5 MB". */
export function fileSize(bytes: number): string {
  const kilo = bytes / 1024;
  const [value, unit] = kilo < 1024 ? [Math.max(1, Math.round(kilo)), 'kilobyte'] : [Math.round(kilo / 102.4) / 10, 'megabyte'];
  return new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value as number);
}
