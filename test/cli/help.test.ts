import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { bashScript } from '../../cli/completion/bash.js';
import { fishScript } from '../../cli/completion/fish.js';
import { placesOf } from '../../cli/completion/tree.js';
import { zshScript } from '../../cli/completion/zsh.js';
import { createProgram } from '../../cli/table.js';
import { buildCli, NOBODY_PORT, type CliHarness } from './run-cli.js';
import { startStubApi, type StubApi } from './stub-api.js';

const run = promisify(execFile);

let cli: CliHarness;
let api: StubApi;
let program: Command;
beforeAll(async () => {
  cli = buildCli();
  api = await startStubApi();
  program = await createProgram([], undefined as never, '0');
});
afterAll(async () => {
  await api.close();
  cli.cleanUp();
});

/** Commands that do their work, those of commands included, with the words that are typed. */
function commands(of: Command = program, path = 'mw'): { command: Command; path: string }[] {
  return of.commands.flatMap((command) => {
    const own = `${path} ${command.name()}`;
    return command.commands.length > 0 ? commands(command, own) : [{ command, path: own }];
  });
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

describe('the help', () => {
  it('of every command has an example that begins like the command', () => {
    const without = commands().filter(({ command, path }) => !new RegExp(`Examples?:\\n[^]*\\b${path}\\b`).test(helpOf(command)));
    expect(without.map(({ path }) => path)).toEqual([]);
  });

  it('offers JSON wherever something is answered', () => {
    const without = commands().filter(({ command }) => !command.options.some(({ long }) => long === '--json'));
    // One speaks a protocol, one prints a script.
    expect(without.map(({ path }) => path)).toEqual(['mw mcp', 'mw completion']);
  });

  it('names the exit codes, and needs neither settings nor an API', async () => {
    const { code, out, err } = await cli.run(['--help'], { port: NOBODY_PORT, env: { MW_PORT: 'not a port' } });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const line of ['0    done', '1    failed', '2    wrong use', '3    a build waits for a person', '130  interrupted']) expect(out).toContain(line);
    expect((await cli.run(['help', 'approve'])).out).toContain('--digest <digest>');
  });

  it('ends quietly when whoever reads it has gone', async () => {
    const { stderr } = await run('sh', ['-c', `"${process.execPath}" "${cli.main}" --help | true`]);
    expect(stderr).toBe('');
  });
});

describe('completion', () => {
  let script: string;
  let launcher: string;
  beforeAll(async () => {
    script = join(cli.home, 'mw.bash');
    writeFileSync(script, (await cli.run(['completion', 'bash'])).out);
    launcher = join(cli.home, 'mw');
    writeFileSync(launcher, `#!/bin/sh\nMW_HOME='${cli.home}' MW_PORT=${api.port} exec '${process.execPath}' '${cli.main}' "$@"\n`, { mode: 0o755 });
  });

  /** What bash itself offers for the last of these words. */
  const offered = async (...words: string[]): Promise<string[]> => {
    const lines = [`source '${script}'`, 'COMP_WORDS=("$@")', 'COMP_CWORD=$(($# - 1))', '_mw', 'printf "%s\\n" "${COMPREPLY[@]}"'];
    const { stdout, stderr } = await run('bash', ['-c', lines.join('\n'), 'bash', launcher, ...words]);
    expect(stderr).toBe('');
    return stdout.split('\n').filter(Boolean);
  };

  it('in bash knows commands, options, choices and the ids of builds', async () => {
    expect(await offered('bui')).toEqual(['build']);
    expect(await offered('build', '--ty')).toEqual(['--type']);
    expect(await offered('build', '--type', 'c')).toEqual(['cli']);
    expect(await offered('deploy', 'abc123', 'prod')).toEqual(['production']);
    expect(await offered('approve', '')).toEqual(['abc123']);
    expect(await offered('no-such', '')).not.toContain('abc123');
  });

  it('covers every command and option that commander knows, in each shell', () => {
    const places = placesOf(program);
    expect(places.map(({ path }) => path)).toEqual(expect.arrayContaining(['', 'build', 'completion']));
    const scripts = { bash: bashScript(places), zsh: zshScript(places), fish: fishScript(places) };
    for (const [shell, text] of Object.entries(scripts))
      for (const { commands: below, options } of places) {
        for (const { name } of below) expect(text).toContain(name);
        for (const { long } of options) expect(text).toContain(shell === 'fish' ? long.replace(/^--/, '-l ') : long);
      }
  });
});
