import { createConnection } from 'node:net';
import type { TestEngines } from './start.js';

let known: Promise<TestEngines> | null = null;

/** Where the engines of this test run are; starts them when nobody asked before. */
export function testEngines(): Promise<TestEngines> {
  known ??= ask();
  return known;
}

async function ask(): Promise<TestEngines> {
  const path = process.env['TEST_ENGINES_SOCKET'];
  if (!path) throw new Error('no engines: test/harness/global-setup.cjs did not run');
  const chunks: Buffer[] = [];
  for await (const chunk of createConnection(path)) chunks.push(chunk as Buffer);
  const answer = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { engines?: TestEngines; error?: string };
  if (!answer.engines) throw new Error(`the engines of the tests did not start: ${answer.error}`);
  return answer.engines;
}
