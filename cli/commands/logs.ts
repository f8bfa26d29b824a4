import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError, type Command } from 'commander';
import pc from 'picocolors';
import { homeAt } from '../../embedded/home.js';
import { logTail } from '../../embedded/process.js';
import { CliFailure } from '../failure.js';
import type { CliContext } from '../context.js';
import { readLogLines, type LogLine } from '../view/log.js';

interface LogsOptions {
  follow?: boolean;
  lines: number;
  json?: boolean;
}

/** Lines of one log file, made readable unless they are wanted raw. */
type Read = (lines: string[]) => LogLine[];

// Fast enough to read along, slow enough to cost nothing.
const FOLLOW_POLL_MS = 300;

/** `mw logs [name]`. */
export function registerLogs(program: Command, context: CliContext): void {
  program
    .command('logs')
    .description('the logs of one process, or of all in the order of time')
    .argument('[name]', 'supervisor, temporal, postgres, dockerd, api, worker or proxy')
    .option('-f, --follow', 'go on with what is added')
    .option('-n, --lines <n>', 'how many lines of each', wholeNumber, 50)
    .option('--json', 'the lines as they were written, most of them JSON; one process after the other')
    .addHelpText(
      'after',
      '\nExamples:\n  mw logs              the last lines of every process\n  mw logs worker -f    what the worker writes from now on\n  mw logs api -n 500\n\nWhat a deployed service prints is in: mw output <build>',
    )
    .action((name: string | undefined, options: LogsOptions) => logs(context, name, options));
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

async function logs(context: CliContext, name: string | undefined, options: LogsOptions): Promise<void> {
  const folder = homeAt(context.config().settings.MW_HOME).logs;
  const there = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.log'))
        .map((file) => file.slice(0, -'.log'.length))
        .sort()
    : [];
  if (there.length === 0) throw new CliFailure(`There are no logs in ${folder}`, { todo: 'Start Millwright: mw up' });
  if (name !== undefined && !there.includes(name))
    throw new CliFailure(`There is no log of '${name}'`, { todo: `There are: ${there.join(', ')}. What a deployed service prints: mw output <build>` });
  const names = name === undefined ? there : [name];
  const files = names.map((of) => ({ file: join(folder, `${of}.log`), prefix: names.length > 1 ? `${of.padEnd(10)} | ` : '' }));
  const colors = pc.createColors(process.stdout.isTTY === true && pc.isColorSupported);
  // Raw lines have no time to be sorted by: they stay where they are.
  const read: Read = (lines) => (options.json ? lines.map((text) => ({ at: 0, text })) : readLogLines(lines, colors));
  const tails = files.flatMap(({ file, prefix }) => prefixed(read(splitLines(logTail(file, options.lines))), prefix));
  print(tails.sort((left, right) => left.at - right.at));
  if (options.follow) await Promise.all(files.map(({ file, prefix }) => follow(file, (lines) => print(prefixed(read(lines), prefix)))));
}

function splitLines(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

function prefixed(lines: LogLine[], prefix: string): LogLine[] {
  return lines.map(({ at, text }) => ({ at, text: prefix + text }));
}

function print(lines: LogLine[]): void {
  process.stdout.write(lines.map(({ text }) => `${text}\n`).join(''));
}

/** Until Ctrl-C. A log that got shorter was rotated: it is read from its start. */
async function follow(file: string, show: (lines: string[]) => void): Promise<never> {
  let read = sizeOf(file);
  let rest = '';
  for (;;) {
    await sleep(FOLLOW_POLL_MS);
    const size = sizeOf(file);
    if (size < read) read = 0;
    if (size === read) continue;
    for await (const chunk of createReadStream(file, { start: read, end: size - 1, encoding: 'utf8' })) rest += chunk as string;
    read = size;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) show(lines);
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
