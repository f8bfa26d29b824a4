import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { CliFailure, EXIT, type ExitCode } from '../failure.js';
import { action, type Scope } from '../scope.js';
import { renderBuilt, renderChecked, renderImage, renderPruned } from '../view/images.js';

interface ImagesOptions {
  build?: boolean;
  check?: boolean;
  prune?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  mw images                  which images there are, and how large
  mw images --build --check  build what is missing, then run every smoke project in its image
  mw images --prune          remove what no folder of sandbox-images/ means any more and nothing uses

A smoke project has passing and failing tests, findings of format, lint and security, and coverage; it runs without a network and with
every limit. Exit code 1 when something is not as it must be.`;

/** `mw images [--build] [--check] [--prune]`. */
export function registerImages(program: Command, context: CliContext): void {
  program
    .command('images')
    .description('the sandbox images: list, build, prove and tidy them')
    .option('--build', 'build what is missing; starts or installs the Docker engine when none answers')
    .option('--check', 'run the smoke projects of each; builds what is missing')
    .option('--prune', 'remove outdated images and the dependencies installed with them')
    .option('--json', 'print what the list, the checks or the tidying found as JSON')
    .addHelpText('after', EXAMPLES)
    .action(action(context, (scope, options: ImagesOptions) => run(scope, context, options)));
}

async function run(scope: Scope, context: CliContext, { build, check, prune, json }: ImagesOptions): Promise<ExitCode> {
  // The driver of sandboxes is large, and few commands need it.
  const images = await import('../../embedded/images.js');
  const config = context.config();
  const { colors } = scope.terminal;
  const out = json ? () => undefined : scope.terminal.out;
  const found: Record<string, unknown> = {};
  if (build || check) {
    await images.ensureEngine(config, scope.say);
    const began = performance.now();
    const built = await images.buildImages(config, scope.say, (image) => out(renderBuilt(image)));
    found['built'] = built;
    const made = built.filter(({ known }) => !known).length;
    out(`${built.length} images, ${made} of them built now, in ${Math.round((performance.now() - began) / 1000)} s.`);
  }
  if (prune) {
    const pruned = await images.pruneImages(config);
    found['pruned'] = pruned;
    for (const line of renderPruned(pruned)) out(line);
  }
  if (!build && !check && !prune) {
    const listed = await images.listImages(config);
    found['images'] = listed;
    for (const image of listed) out(renderImage(image));
  }
  const checked = check ? await images.checkImages(config, (image) => renderChecked(image, colors).forEach(out)) : [];
  if (json) scope.terminal.out(JSON.stringify({ ...found, ...(check ? { checked } : {}) }));
  const wrong = checked.filter(({ problems }) => problems.length > 0).map(({ name }) => name);
  if (wrong.length > 0) throw new CliFailure(`Not as they must be: ${wrong.join(', ')}`, { todo: 'What is wrong with each stands above.' });
  return EXIT.done;
}
