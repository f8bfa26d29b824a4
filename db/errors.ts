/** What an error of the driver means; drizzle wraps it, so the causes are walked. */
import { isNativeError } from 'node:util/types';

// Classes and codes that say "not now" rather than "not ever" (PostgreSQL appendix A).
const AWAY_CLASSES = ['08', '57P'];
const AWAY_CODES = new Set([
  '53300', // too many connections
  '57014', // statement timeout
  '25P03', // idle in transaction timeout
  '40001', // serialization failure
  '40P01', // deadlock
  '55P03', // lock not available
  '25006', // read-only: a standby or a server that recovers
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENOENT',
]);
// The driver throws these without a code.
const AWAY_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Cannot use a pool after calling end|Client was closed)/;
const DISK_FULL = '53100';

function* chain(error: unknown): Generator<Error> {
  // Ten levels are far more than any library nests; a circle of causes must end too.
  for (let depth = 0; isNativeError(error) && depth < 10; depth += 1) {
    yield error;
    // Connecting to a name with several addresses fails with one error for each.
    error = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error.cause;
  }
}

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** The SQLSTATE (or errno name) of a failed query, or null. */
export function sqlState(error: unknown): string | null {
  for (const link of chain(error)) {
    const code = codeOf(link);
    if (code !== null) return code;
  }
  return null;
}

/** Whether PostgreSQL was away or too busy: trying again shortly can help. */
export function databaseIsAway(error: unknown): boolean {
  for (const link of chain(error)) {
    const code = codeOf(link);
    if (code !== null && (AWAY_CODES.has(code) || AWAY_CLASSES.some((prefix) => code.startsWith(prefix)))) return true;
    if (AWAY_MESSAGE.test(link.message)) return true;
  }
  return false;
}

export function diskIsFull(error: unknown): boolean {
  return sqlState(error) === DISK_FULL;
}
