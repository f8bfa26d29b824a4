import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Execution } from '../../../client/index.js';
import { executeBody } from '../../../schemas/execution.js';
import { usageFailure } from '../../failure.js';
import { defineTool, told, WRITES, type ToolContext } from '../tool.js';
import { untrusted } from '../untrusted.js';

// As with wait_for: clients give up after a minute unless told otherwise.
const SECONDS = 50;
const LOOK_MS = 500;
const { prompt, language, budget_usd, max_attempts } = executeBody.shape;

export const execute = defineTool({
  name: 'execute',
  title: 'Have a small program written and tested',
  description:
    'Have a function or a small program written with tests and run in a sandbox until they pass; answers the code. Pass execution_id alone to go on waiting for one. For whole services use submit_build.',
  annotations: WRITES,
  input: {
    prompt: prompt.optional().describe('What is wanted, in words'),
    language,
    max_attempts,
    budget_usd,
    execution_id: z.string().max(60).optional().describe('One that was begun already'),
    timeout_seconds: z.int().min(1).max(3_600).default(SECONDS).describe('Answers after this long at the latest; it goes on meanwhile'),
  },
  async run({ execution_id, timeout_seconds, prompt, ...rest }, context) {
    if ((prompt === undefined) === (execution_id === undefined)) throw usageFailure('Pass either a prompt or the execution_id of one that was begun');
    const id = execution_id ?? (await context.client.createExecution({ prompt: prompt ?? '', ...rest }, { signal: context.signal })).execution_id;
    const execution = await ended(id, Date.now() + timeout_seconds * 1_000, context);
    const { status, language, attempt, max_attempts, cost_usd } = execution;
    const facts = { execution_id: id, status, language, attempt, max_attempts, cost_usd, ended: execution.ended_at !== null };
    return told(facts, untrusted(`what ${id} made`, textOf(execution)), facts.ended ? null : 'It still works; call execute again with this execution_id.');
  },
});

async function ended(id: string, until: number, { client, signal, progress }: ToolContext): Promise<Execution> {
  let seen = '';
  for (;;) {
    const execution = await client.getExecution(id, { signal });
    if (execution.ended_at !== null || Date.now() >= until) return execution;
    const now = `attempt ${execution.attempt} of ${execution.max_attempts}: ${execution.status}`;
    if (now !== seen) await progress(now);
    seen = now;
    await sleep(LOOK_MS, undefined, { signal });
  }
}

function textOf({ files, explanation, failure, output, attempts }: Execution): string {
  const shown = files.filter(({ kind }) => kind !== 'other').map(({ path, content }) => `--- ${path}\n${content}`);
  const tries = attempts.map(({ attempt, status, error_type, error_message, summary }) =>
    [`attempt ${attempt} ${status}`, error_type, error_message ?? summary].filter(Boolean).join(': '),
  );
  return [...tries, ...shown, output, explanation, failure?.detail].filter(Boolean).join('\n');
}
