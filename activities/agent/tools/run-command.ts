import { z } from 'zod';
import { COMMAND_SECONDS_DEFAULT, COMMAND_SECONDS_MAX } from '../../../contracts/limits.js';
import type { CommandResult } from '../../sandbox/port.js';
import { failingInOutput } from '../context/failing.js';
import { headAndTail } from './output.js';
import { defineTool } from './tool.js';

export const runCommand = defineTool({
  name: 'run_command',
  description: 'Run a shell command in the project folder of an isolated container without a network. File changes are kept.',
  schema: z.object({ command: z.string().min(1).max(20_000), timeout_seconds: z.number().min(1).max(COMMAND_SECONDS_MAX).default(COMMAND_SECONDS_DEFAULT) }),
  async run({ command, timeout_seconds }, context) {
    const { result, commit, changed, refused } = await context.command(command, timeout_seconds);
    const parts = [ending(result, timeout_seconds)];
    for (const { detail } of result.reasons ?? []) parts.push(`the sandbox: ${detail}`);
    // Whole: the step that keeps them cuts what the model sees.
    if (result.stdout) parts.push(`stdout:\n${result.stdout}`);
    if (result.stderr) parts.push(`stderr:\n${result.stderr}`);
    if (changed.length > 0) parts.push(`files changed: ${headAndTail(changed.join(', '), 2000)}`);
    for (const { path, reason } of refused.slice(0, 20)) parts.push(`not kept: ${path}: ${reason}`);
    const ok = result.outcome === 'exit' && result.exitCode === 0;
    const failing = ok ? null : failingInOutput(`${result.stdout}\n${result.stderr}`);
    return {
      ok,
      text: parts.join('\n'),
      summary: `${command.split('\n')[0]?.slice(0, 80)}: ${ending(result, timeout_seconds)}`,
      ...(commit ? { commit } : {}),
      ...(failing ? { failing: { set: failing, isWhole: false, tree: null } } : {}),
    };
  },
});

function ending(result: CommandResult, timeoutSeconds: number): string {
  switch (result.outcome) {
    case 'exit':
      return `exit code ${result.exitCode}`;
    case 'timeout':
      return `stopped: it ran longer than ${timeoutSeconds} s`;
    case 'oom':
      return 'stopped: it used more memory than the sandbox has';
    case 'output_cut':
      return 'stopped: it printed more than the sandbox keeps';
    case 'killed':
      return 'stopped: it was killed';
  }
}
