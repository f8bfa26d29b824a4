/** Where large and binary content is kept: a small port, adapters beside this file. Keys are ours, never a person's words. */
import type { Readable } from 'node:stream';

export interface BlobInfo {
  key: string;
  bytes: number;
  /** When it came to be: what is younger than an upload lasts may still get its row. */
  modifiedAt: Date;
}

export interface ByteRange {
  /** First and last byte, both included. */
  start: number;
  end: number;
}

export interface BlobStore {
  /** Keeps bytes under a key; the same key again replaces them, in one step. */
  put(key: string, content: Uint8Array): Promise<void>;
  /** The same for a file made by `spool`, which is gone afterwards. */
  take(key: string, file: string): Promise<void>;
  /** A new, empty path for something that arrives; whoever asks for it removes it, unless `take` did. */
  spool(): Promise<string>;
  /** The whole content; null when there is none. For what is known to be small. */
  read(key: string): Promise<Buffer | null>;
  /** The content, or a part of it, as a stream; null when there is none. */
  open(key: string, range?: ByteRange): Promise<Readable | null>;
  /** No error when it is gone already. */
  delete(key: string): Promise<void>;
  /** Everything that is kept. */
  list(): AsyncIterable<BlobInfo>;
  /** Removes spooled files older than this: what processes that died left. */
  dropOldSpools(before: Date): Promise<number>;
}

// What ids of artifacts look like, and nothing that a path could be made of.
const KEY = /^[a-z0-9-]{8,80}$/;

/** Throws for a key that is not one of ours: an error of the program, never of a person. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new Error(`not a blob key: ${JSON.stringify(key.slice(0, 100))}`);
  return key;
}
