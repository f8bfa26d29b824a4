import type { Command } from 'commander';
import { stopAll } from '../../embedded/down.js';
import type { CliContext } from '../context.js';

/** `mw down`. */
export function registerDown(program: Command, context: CliContext): void {
  program
    .command('down')
    .description('stop everything, deployments included; the next start brings all of it back')
    .option('--json', 'print {"was_running": true|false}')
    .action(async (options: { json?: boolean }) => {
      const say = (sentence: string) => void process.stderr.write(`mw: ${sentence}\n`);
      const wasRunning = await stopAll(context.config(), say);
      if (options.json) process.stdout.write(`${JSON.stringify({ was_running: wasRunning })}\n`);
      say(wasRunning ? 'Everything is stopped.' : 'Nothing was running.');
    });
}
