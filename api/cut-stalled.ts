import type { Response } from 'express';

// Who begins to read again within this still gets what was buffered and learns why it was cut; then the socket goes.
const LAST_WORDS_MS = 60_000;

/** Ends the stream of a reader that takes nothing: `gap` is the last it is sent, to be read when it reads again. */
export function cutStalled(response: Response): void {
  if (response.writableEnded || response.destroyed) return;
  response.end('event: gap\ndata: {"kind":"gap"}\n\n');
  const timer = setTimeout(() => response.destroy(), LAST_WORDS_MS).unref();
  response.on('close', () => clearTimeout(timer));
}
