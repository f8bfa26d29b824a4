import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliFailure } from './failure.js';
import { cleanLine } from './view/clean.js';

/** Writes a download to a file, or to stdout for `-`; answers its bytes. A download that breaks leaves nothing; a file that is there stays. */
export async function saveBody(body: Readable, output: string): Promise<number> {
  let bytes = 0;
  body.on('data', (chunk: Buffer) => (bytes += chunk.length));
  if (output === '-') {
    await pipeline(body, process.stdout, { end: false });
    return bytes;
  }
  if (existsSync(output)) {
    body.destroy();
    throw new CliFailure(`${cleanLine(output, 200)} is there already`, { why: 'nothing was written', todo: 'Say where to: --output <file>' });
  }
  const partial = `${output}.part-${process.pid}`;
  try {
    await pipeline(body, createWriteStream(partial, { flags: 'wx' }));
    await rename(partial, output);
  } catch (cause) {
    await rm(partial, { force: true });
    throw new CliFailure(`${cleanLine(output, 200)} could not be written`, { why: cause instanceof Error ? cause.message : String(cause), cause });
  }
  return bytes;
}
