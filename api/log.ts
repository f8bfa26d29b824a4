import { pino, type Logger } from 'pino';

/** JSON logs, one line each; whatever could carry a secret is cut out even if somebody logs a whole object. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: { process: 'api' },
    redact: {
      paths: [
        'authorization', 'cookie', 'token', 'password', 'databaseUrl',
        '*.authorization', '*.cookie', '*.token', '*.password', '*.databaseUrl', 'headers', '*.headers',
      ],
      censor: '(cut)',
    },
  });
}
