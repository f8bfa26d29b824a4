/** How much the harness says before the person's own words: the anchor of what every turn costs. */
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';
import { scripted } from '../scripted-model.js';
import { runSession } from '../sessions.js';

const PROMPT_KB_MAX = 8;

export const prompt: Benchmark = { name: 'prompt', model: 'scripted', run };

async function run({ stack }: BenchContext): Promise<Figure[]> {
  const { description, requests } = await runSession(stack, scripted(stack), 'note', 2);
  const first = requests.find(({ messages }) => messages <= 3);
  const bytes = first ? [(first.bytes - Buffer.byteLength(description)) / 1024] : [];
  return [
    figure(
      'prompt of a new session, without the intent',
      'KB',
      bytes,
      { of: 'median', atMost: PROMPT_KB_MAX },
      { note: 'the whole request as sent: role, tools, plan, task; bytes / 1024' },
    ),
  ];
}
