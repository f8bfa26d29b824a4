import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { EXIT } from '../failure.js';
import { createTerminal } from '../terminal.js';
import { renderModels, renderTest } from '../view/models.js';

/** `mw models`: what is configured, and whether each model answers; exit code 1 when one does not. */
export function registerModels(program: Command, context: CliContext): void {
  program
    .command('models')
    .description('show providers, models, prices and chains, and ask each usable model for one word')
    .option('--no-test', 'ask nobody')
    .option('--json', 'print it all as JSON')
    .addHelpText('after', '\nA test costs a fraction of a cent a model. Example:\n  mw models --no-test')
    .action(async (options: { test: boolean; json?: boolean }) => {
      // The adapters of models are large, and no other command waits for them.
      const { reportModels, testModels } = await import('../../embedded/models.js');
      const config = context.config();
      const report = reportModels(config);
      const asks = options.test && report.answers !== 'template';
      const { out, colors } = createTerminal(process);
      if (!options.json) for (const line of [...renderModels(report), ...(asks ? [''] : [])]) out(line);
      const tests = asks ? await testModels(config, (test) => (options.json ? undefined : out(renderTest(test, colors)))) : [];
      if (options.json) out(JSON.stringify({ ...report, tests }, null, 2));
      process.exitCode = tests.every(({ ok }) => ok) ? EXIT.done : EXIT.failed;
    });
}
