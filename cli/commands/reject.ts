import type { Command } from 'commander';
import { fullId } from '../builds.js';
import { ASKS, DECLINED, endingLines, goOn, YES, type AskOptions } from '../confirm.js';
import { EXIT, usageFailure, type ExitCode } from '../failure.js';
import { named } from '../named.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { shortId } from '../view/status.js';

interface RejectOptions extends AskOptions {
  reason: string;
  digest?: string;
}

const EXAMPLES = `
Example:
  mw reject abc123 --reason "it should store tasks per user"

This ends the build. To have its plan made anew instead: mw changes abc123 "<what should be different>"

${ASKS}`;

/** `mw reject <id> --reason "<why>"`. */
export function registerReject(program: Command, context: ApiContext): void {
  program
    .command('reject')
    .description('reject what a build waits for, with the reason: this ends the build')
    .argument('<id>', 'id of a build, or its last part')
    .requiredOption('--reason <text>', 'why')
    .option('--digest <digest>', 'reject only this')
    .option(...YES)
    .option('--json', "print the API's answer")
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, typed: string, options: RejectOptions): Promise<ExitCode> {
  const id = fullId(typed);
  if (options.reason.trim() === '') throw usageFailure('--reason is empty', 'Say why: it is kept with the build.');
  const effect = 'A rejection ends the build; the work so far is kept.';
  if (!(await goOn(scope, options, 'Reject it?', () => endingLines(scope, id, effect)))) return DECLINED;
  const digest = options.digest ?? (await scope.client.getBuild(id)).waiting_for?.subject_digest;
  const answer = await scope.client.rejectBuild(id, { reason: options.reason, ...(digest ? { subject_digest: digest } : {}) });
  scope.terminal.out(
    options.json
      ? JSON.stringify(answer)
      : named(`rejected what ${id} waited for; that ends the build. A new one from its intent and plan: mw fork ${shortId(id)}`),
  );
  return EXIT.done;
}
