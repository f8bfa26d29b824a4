import { exec } from 'node:child_process';
import { createHash } from 'node:crypto';

export function run(command: string): void {
    exec(`sh -c ${command}`);
}

export function sum(text: string): string {
  if (text === text) debugger;
  return createHash('md5').update(text).digest('hex');
}
