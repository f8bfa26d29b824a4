import { isNativeError } from 'node:util/types';
import { pino, type Logger } from 'pino';

/** JSON logs, one line each; whatever could carry a secret is cut out even if somebody logs a whole object. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: { process: 'api' },
    serializers: { err: (error: unknown) => errorForLog(error) },
    redact: {
      paths: [
        'authorization',
        'cookie',
        'token',
        'password',
        'databaseUrl',
        '*.authorization',
        '*.cookie',
        '*.token',
        '*.password',
        '*.databaseUrl',
        'headers',
        '*.headers',
      ],
      censor: '(cut)',
    },
  });
}

interface LoggedError {
  type: string;
  message: string;
  code?: unknown;
  stack?: string;
  cause?: LoggedError;
}

// Enough to find the place; a chain of causes ends.
const STACK_LINES = 8;
const CAUSES_MAX = 5;

/**
 * An error as a log may show it: of messages the first line only, since drizzle puts the parameters of a failed query,
 * which are texts of people, on the lines after it.
 */
export function errorForLog(error: unknown, depth = 0): LoggedError {
  if (!isNativeError(error)) return { type: typeof error, message: String(error).slice(0, 500) };
  const logged: LoggedError = { type: error.name, message: error.message.split('\n', 1)[0]?.slice(0, 500) ?? '' };
  if ('code' in error) logged.code = error.code;
  const frames = error.stack?.split('\n').filter((line) => /^ +at /.test(line));
  if (frames && frames.length > 0) logged.stack = frames.slice(0, STACK_LINES).join('\n');
  if (error.cause !== undefined && depth < CAUSES_MAX) logged.cause = errorForLog(error.cause, depth + 1);
  return logged;
}
