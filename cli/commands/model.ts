import { Option, type Command } from 'commander';
import { fullId } from '../builds.js';
import { EXIT, type ExitCode } from '../failure.js';
import { LLM_PREFERENCES, type LlmPreference } from '../intent.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { cleanLine } from '../view/clean.js';

const EXAMPLES = `
Examples:
  mw model abc123 groq/llama-3.3-70b-versatile
  mw model abc123 auto --prefer quality

It answers from the build's next call on; mw models lists what is configured.`;

/** `mw model <id> <name>`: another model for a running build. */
export function registerModel(program: Command, context: ApiContext): void {
  program
    .command('model')
    .description('have another model work on a running build')
    .argument('<id>', 'id of a build, or its last part')
    .argument('<model>', 'its name, or auto to leave it to the routing')
    .addOption(new Option('--prefer <preference>', 'which models the routing prefers').choices(LLM_PREFERENCES))
    .option('--json', "print the API's answer")
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, typed: string, name: string, options: { prefer?: LlmPreference; json?: boolean }): Promise<ExitCode> {
  const id = fullId(typed);
  const model = name === 'auto' ? null : name;
  const answer = await scope.client.changeModel(id, { model, ...(options.prefer ? { llm_preference: options.prefer } : {}) });
  scope.terminal.out(
    options.json ? JSON.stringify(answer) : `${id} goes on with ${model === null ? 'what the routing says' : cleanLine(model, 200)} from its next call on.`,
  );
  return EXIT.done;
}
