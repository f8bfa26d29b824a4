import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { distFolder, projectRoot } from '../../config.js';
import type { Home } from '../../embedded/home.js';
import { run } from '../../embedded/process.js';
import { Supervisor } from '../../embedded/supervisor.js';
import { ENV, eventually, isRunning, removeHome, sleeper, temporaryHome } from './workshop.js';

describe('a supervisor', () => {
  let home: Home;
  let supervisor: Supervisor;
  let sentences: string[];

  beforeEach(() => {
    home = temporaryHome();
    sentences = [];
    supervisor = new Supervisor(home, (sentence) => void sentences.push(sentence));
  });
  afterEach(async () => {
    await supervisor.stop();
    removeHome(home);
  });

  const pidOf = (name: string): number | null => supervisor.pids[name] ?? null;
  const otherPidThan = (name: string, old: number) => eventually(() => (pidOf(name) !== null && pidOf(name) !== old ? pidOf(name) : null));

  it('starts a killed child again, and writes down the new process', async () => {
    await supervisor.run(sleeper('one'));
    const first = pidOf('one') as number;
    process.kill(first, 'SIGKILL');
    const second = await otherPidThan('one', first);
    expect(isRunning(second)).toBe(true);
    expect(readFileSync(join(home.run, 'one.pid'), 'utf8')).toBe(`${second}\n`);
    expect(sentences.join('\n')).toContain('one ended (signal SIGKILL)');
  });

  it('leaves a child down while its hold file exists', async () => {
    await supervisor.run(sleeper('one'));
    const first = pidOf('one') as number;
    writeFileSync(join(home.run, 'one.hold'), '');
    process.kill(first, 'SIGKILL');
    await eventually(() => sentences.some((sentence) => sentence.includes('stays down')));
    expect(existsSync(join(home.run, 'one.pid'))).toBe(false);
    rmSync(join(home.run, 'one.hold'));
    expect(isRunning(await otherPidThan('one', first))).toBe(true);
  });

  it('gives up a first start that keeps dying, with the end of its log', async () => {
    const broken = sleeper('broken', { launch: { command: 'sh', args: ['-c', 'echo the reason; exit 3'], env: ENV }, ready: () => Promise.resolve(false) });
    await expect(supervisor.run(broken)).rejects.toThrow(/ended again and again[^]*the reason/);
  });

  it('says when a program can not be started at all', async () => {
    const missing = sleeper('missing', { launch: { command: '/no/such/program', args: [], env: ENV } });
    await expect(supervisor.run(missing)).rejects.toThrow(/no\/such\/program can't be started/);
  });

  it('stops services before engines, and leaves those running that are kept', async () => {
    await supervisor.run(sleeper('engine', { stage: 'engine' }));
    await supervisor.run(sleeper('kept', { stage: 'engine' }));
    await supervisor.run(sleeper('service'));
    const pids = supervisor.pids as Record<string, number>;
    await supervisor.stop(() => {
      expect([isRunning(pids['service'] as number), isRunning(pids['engine'] as number)]).toEqual([false, true]);
      return Promise.resolve(['kept']);
    });
    expect([isRunning(pids['engine'] as number), isRunning(pids['kept'] as number)]).toEqual([false, true]);
    process.kill(pids['kept'] as number, 'SIGKILL');
  });

  it('restarts a living child whose version differs, adopts one whose version is the same', async () => {
    await supervisor.run(sleeper('one', { stage: 'engine', version: 'a' }));
    const first = pidOf('one');
    await supervisor.stop(() => Promise.resolve(['one']));
    supervisor = new Supervisor(home, () => undefined);
    await supervisor.run(sleeper('one', { stage: 'engine', version: 'a' }));
    expect(pidOf('one')).toBe(first);
    await supervisor.stop(() => Promise.resolve(['one']));
    supervisor = new Supervisor(home, () => undefined);
    await supervisor.run(sleeper('one', { stage: 'engine', version: 'b' }));
    expect(pidOf('one')).not.toBe(first);
    expect(isRunning(first as number)).toBe(false);
  });
});

describe('a supervisor that is killed', () => {
  beforeAll(() => run(join(projectRoot, 'mw'), ['--help'], { env: ENV }), 60_000);

  it('leaves its children running, and the next one takes them over and starts what is missing', async () => {
    const home = temporaryHome();
    const specs = ['one', 'two'].map((name) => ({ ...sleeper(name), ready: undefined }));
    const program = `
      const { Supervisor } = await import(${JSON.stringify(join(distFolder, 'embedded/supervisor.js'))});
      const supervisor = new Supervisor(${JSON.stringify(home)}, () => undefined);
      for (const spec of ${JSON.stringify(specs)}) await supervisor.run({ ...spec, ready: async () => true });
      console.log(JSON.stringify(supervisor.pids));
      setInterval(() => undefined, 1000);`;
    const killed = spawn(process.execPath, ['--input-type=module', '-e', program], { env: ENV, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(killed.stdout, 'data')) as [Buffer];
    const pids = JSON.parse(line.toString()) as { one: number; two: number };
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect([isRunning(pids.one), isRunning(pids.two)]).toEqual([true, true]);
    process.kill(pids.two, 'SIGKILL');
    await eventually(() => !isRunning(pids.two));

    const supervisor = new Supervisor(home, () => undefined);
    for (const name of ['one', 'two']) await supervisor.run(sleeper(name));
    expect(supervisor.pids['one']).toBe(pids.one);
    expect(supervisor.pids['two']).not.toBe(pids.two);
    // Adopted children are looked after like born ones.
    process.kill(pids.one, 'SIGKILL');
    await eventually(() => supervisor.pids['one'] !== null && supervisor.pids['one'] !== pids.one);
    await supervisor.stop();
    removeHome(home);
  });
});
