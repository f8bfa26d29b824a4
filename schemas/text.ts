import { z } from 'zod';

// PostgreSQL refuses NUL and lone surrogates; a 422 here is better than a 500 there.
// eslint-disable-next-line no-control-regex
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Text that can be stored: bounded, without NUL and lone surrogates. */
export function text(options: { min?: number; max: number }) {
  return z
    .string()
    .min(options.min ?? 0)
    .max(options.max)
    .refine((value) => !UNSTORABLE.test(value), { message: 'must not contain NUL or broken unicode' });
}
