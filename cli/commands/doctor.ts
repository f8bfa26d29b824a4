import type { Command } from 'commander';
import pc from 'picocolors';
import { describe } from '../../config.js';
import { examine, type Finding } from '../../embedded/doctor.js';
import type { CliContext } from '../context.js';
import { EXIT } from '../failure.js';
import { named } from '../named.js';

/** `mw doctor`: exit code 1 when something would stop a start. */
export function registerDoctor(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('find what is missing or misconfigured, all at once')
    .option('--json', 'print the findings as JSON')
    .option('--settings', 'print every setting too, secrets left out')
    .addHelpText('after', '\nExamples:\n  mw doctor\n  mw doctor --settings   every setting too\n  mw doctor --json | jq .ok')
    .action(async (options: { json?: boolean; settings?: boolean }) => {
      const findings = await examine(() => context.config());
      const settings = options.settings ? describe(context.config()) : undefined;
      if (options.json) process.stdout.write(`${JSON.stringify({ ok: isWell(findings), findings, settings }, null, 2)}\n`);
      else process.stdout.write(`${[...findings.map(line), ...Object.entries(settings ?? {}).map(([name, value]) => `${name}=${value}`)].join('\n')}\n`);
      process.exitCode = isWell(findings) ? EXIT.done : EXIT.failed;
    });
}

function isWell(findings: Finding[]): boolean {
  return findings.every((finding) => finding.status !== 'fail');
}

function line({ name, status, detail, todo }: Finding): string {
  const colors = pc.createColors(process.stdout.isTTY === true && pc.isColorSupported);
  const mark = { ok: colors.green('ok  '), warn: colors.yellow('warn'), fail: colors.red('FAIL') }[status];
  return `${mark}  ${name.padEnd(11)} ${detail}${todo === '' ? '' : `\n${' '.repeat(18)}${named(todo)}`}`;
}
