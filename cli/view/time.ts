import { ago } from '../../contracts/age.js';
import { cleanLine } from './clean.js';

/** A time on the reader's own clock, as wide as any other: `2027-01-15 14:03`. What is no time stays as it came. */
export function localTime(iso: string): string {
  const at = new Date(iso);
  return Number.isFinite(at.getTime()) ? `${dayOf(at)} ${two(at.getHours())}:${two(at.getMinutes())}` : cleanLine(iso, 40);
}

/** The same in a sentence, without the day where it is today's: `14:03 (3 min ago)`. */
export function when(iso: string, now = Date.now()): string {
  const at = new Date(iso);
  if (!Number.isFinite(at.getTime())) return localTime(iso);
  const today = dayOf(at) === dayOf(new Date(now));
  return `${localTime(iso).slice(today ? 'yyyy-mm-dd '.length : 0)} (${ago((now - at.getTime()) / 1_000)})`;
}

function dayOf(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
