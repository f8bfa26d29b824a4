/** A secret in a file of this host: it must never be printed, and its folder never change. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Canary {
  folder: string;
  file: string;
  token: string;
  /** What is wrong with it, or null. */
  problem(): string | null;
  close(): void;
}

export function openCanary(): Canary {
  const folder = mkdtempSync(join(tmpdir(), 'mw-canary-'));
  const token = `canary-${randomBytes(12).toString('hex')}`;
  const file = join(folder, 'secret');
  writeFileSync(file, token);
  return {
    folder,
    file,
    token,
    problem() {
      const names = readdirSync(folder);
      if (names.join() !== 'secret') return `the host's folder ${folder} holds ${names.join(', ')}`;
      return readFileSync(file, 'utf8') === token ? null : `the host's file ${file} was changed`;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
