import { Argument, Option, type Command } from 'commander';
import { apiClient } from '../client.js';
import { PAGE } from '../builds.js';
import { bashScript } from '../completion/bash.js';
import { fishScript } from '../completion/fish.js';
import { placesOf, type Place } from '../completion/tree.js';
import { zshScript } from '../completion/zsh.js';
import { EXIT, usageFailure, type ExitCode } from '../failure.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { shortId } from '../view/status.js';

const SHELLS: Record<string, (places: Place[]) => string> = { bash: bashScript, zsh: zshScript, fish: fishScript };

const EXAMPLES = `
Examples:
  source <(mw completion bash)                                            in this shell
  mw completion bash > ~/.local/share/bash-completion/completions/mw     for good
  mw completion zsh > ~/.zsh/completions/_mw                              a folder of $fpath
  mw completion fish > ~/.config/fish/completions/mw.fish

Ids of builds are completed too, while Millwright runs.`;

/** `mw completion <shell>`: a script made from the commands themselves. */
export function registerCompletion(program: Command, context: ApiContext): void {
  program
    .command('completion')
    .description('print a script that completes commands, options and ids in your shell')
    .addArgument(new Argument('[shell]', 'which shell').choices(Object.keys(SHELLS)))
    .addOption(new Option('--builds', 'the ids of active builds, a line each').hideHelp())
    .addHelpText('after', EXAMPLES)
    .action(action(context, (scope, shell: string | undefined, options: { builds?: boolean }) => run(scope, program, shell, options)));
}

async function run(scope: Scope, program: Command, shell: string | undefined, options: { builds?: boolean }): Promise<ExitCode> {
  if (options.builds) return printBuilds(scope);
  const script = SHELLS[shell ?? ''];
  if (!script) throw usageFailure('Which shell?', 'mw completion bash, mw completion zsh or mw completion fish');
  scope.terminal.out(script(placesOf(program)).trimEnd());
  return EXIT.done;
}

/** Somebody has pressed a key and waits: one try, and nothing is as good an answer as any. */
async function printBuilds(scope: Scope): Promise<ExitCode> {
  const client = apiClient({ connect: scope.connect, patienceSeconds: 0, signal: scope.signal });
  const { items } = await client.listBuilds({ limit: PAGE });
  for (const { id } of items) scope.terminal.out(shortId(id));
  return EXIT.done;
}
