/** A line of a service that logs JSON, taken apart for people. Pure. */

export interface LoggedLine {
  /** As the service calls it; null where it has none. */
  level: string | null;
  tone: 'plain' | 'wait' | 'bad';
  message: string;
  /** What else it says, without its time, which stands beside each line anyway. */
  details: { name: string; value: string }[];
}

const TIMES = ['time', 'timestamp', 'ts', '@timestamp'];
const MESSAGES = ['msg', 'message', 'event'];
const LEVELS = ['level', 'severity', 'lvl'];
// As pino and bunyan write them.
const LEVEL_NUMBERS: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** Null for what is no JSON object with a message and a time or level: that stays as it was printed. */
export function readLogged(text: string): LoggedLine | null {
  const fields = objectOf(text);
  if (!fields) return null;
  const named = (names: readonly string[], fits: (value: unknown) => boolean) => names.find((name) => Object.hasOwn(fields, name) && fits(fields[name]));
  const time = named(TIMES, isShort);
  const message = named(MESSAGES, (value) => typeof value === 'string');
  const levelName = named(LEVELS, isShort);
  if (message === undefined || (time === undefined && levelName === undefined)) return null;
  const level = levelName === undefined ? null : levelWord(fields[levelName]);
  const rest = Object.entries(fields).filter(([name]) => name !== time && name !== message && name !== levelName);
  return { level, tone: toneOf(level), message: String(fields[message]), details: rest.map(([name, value]) => ({ name, value: wordsOf(value) })) };
}

function objectOf(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function levelWord(value: unknown): string {
  return (typeof value === 'number' ? LEVEL_NUMBERS[value] : undefined) ?? String(value);
}

function toneOf(level: string | null): LoggedLine['tone'] {
  if (level === null) return 'plain';
  if (/^(err|fatal|crit|alert|emerg|panic)/i.test(level)) return 'bad';
  return /^warn/i.test(level) ? 'wait' : 'plain';
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
