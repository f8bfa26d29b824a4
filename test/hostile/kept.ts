/** What a run has seen so far, a line each, so that one that was broken off goes on where it was. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { HostileCase } from './case.js';
import type { Seen } from './expect.js';
import type { Proof } from './prove.js';

export interface Kept {
  /** What was seen of exactly this program, when all was well with it. */
  row(each: HostileCase): Seen | null;
  keepRow(each: HostileCase, seen: Seen): void;
  proof(name: string): Proof | null;
  keepProof(proof: Proof): void;
}

/** Without `isResumed` what an earlier run left is forgotten. */
export function openKept(file: string, isResumed: boolean): Kept {
  mkdirSync(dirname(file), { recursive: true });
  if (!isResumed) rmSync(file, { force: true });
  const known = new Map<string, unknown>();
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []) {
    const { key, value } = JSON.parse(line) as { key: string; value: unknown };
    known.set(key, value);
  }
  const keep = (key: string, value: Seen | Proof): void => {
    if (value.problems.length === 0 && !known.has(key)) appendFileSync(file, `${JSON.stringify({ key, value })}\n`);
  };
  return {
    row: (each) => (known.get(keyOf(each)) as Seen | undefined) ?? null,
    // What it printed may be a megabyte, and is looked at already.
    keepRow: (each, seen) => keep(keyOf(each), { ...seen, printed: '' }),
    proof: (name) => (known.get(`wall ${name}`) as Proof | undefined) ?? null,
    keepProof: (proof) => keep(`wall ${proof.name}`, proof),
  };
}

function keyOf({ id, text }: HostileCase): string {
  return `${id} ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}
