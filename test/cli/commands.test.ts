import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOBODY_PORT, type RunOptions } from './run-cli.js';
import { BUILD, liveAt, PLAN_DIGEST, waitingForPlan } from './stub-api.js';
import { stageCli } from './stage.js';

const stage = stageCli();

const mw = (args: string[], options: RunOptions = {}) => stage.cli.run(args, { port: stage.api.port, ...options });
const NOT_READY = { code: 'NOT_READY', title: 'The build is not ready', detail: 'The build is documenting. It can be deployed once it is ready.' };
const sent = (verb: string) => stage.api.requests.filter(({ method, path }) => method === 'POST' && path.endsWith(verb));

describe('what goes on without the terminal', () => {
  it('says with which commands it is followed and decided', async () => {
    const { err } = await mw(['build', 'x']);
    for (const next of ['./mw watch abc123', './mw plan abc123', './mw approve abc123']) expect(err).toContain(next);
    expect((await mw(['deploy', 'abc123'])).out).toMatch(/to staging\. Follow it: \.\/mw watch abc123; .*: \.\/mw status abc123\n$/);
  });
});

describe('wrong use', () => {
  it.each([
    [['no-such-command'], 'unknown command'],
    [['build'], "missing required argument 'intent'"],
    [['build', '  '], 'The intent is empty'],
    [['build', 'x', '--type', 'spaceship'], 'Allowed choices are'],
    [['build', 'x', '--budget', 'much'], '--budget takes dollars'],
    [['status', 'a b'], 'not the id of a build'],
    [['reject', 'abc123'], "required option '--reason <text>'"],
    [['approve', 'abc123', '--choice', 'x'], '--choice takes a number'],
    [['approve', 'abc123', '--plan', '/nowhere.json'], 'holds no readable plan'],
    [['deploy', 'abc123', 'moon'], 'deployed to staging or production.'],
    [['deploy', 'abc123', 'stagin'], 'Did you mean staging?'],
    [['rollback', 'abc123', 'prod'], 'Did you mean production?'],
    [['stop'], 'give the id of a build; `./mw status` lists them'],
    [['statsu'], '(Did you mean ./mw status?)'],
    [['status', '--jso'], '(Did you mean --json?)'],
    [['test', '--resume'], '--resume goes with --chaos'],
  ])('mw %j exits with 2 and says why', async (args, message) => {
    const { code, err, out } = await mw(args);
    expect(err).toContain(message);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('of a field is named once when it is the only problem', async () => {
    const problem = { title: 'The input does not fit', code: 'INVALID_INPUT', detail: '/description: too long' };
    stage.api.refuse(/create$/, 422, { ...problem, errors: [{ pointer: '/description', detail: 'too long' }] });
    expect((await mw(['build', 'x'])).err.match(/too long/g)).toHaveLength(1);
  });

  it('is refused by the API with every problem named', async () => {
    const errors = [{ pointer: '/description', detail: 'too \u001b[31mlong' }];
    stage.api.refuse(/create$/, 422, { title: 'The input does not fit', code: 'INVALID_INPUT', detail: 'Look at errors.', errors });
    const { code, err } = await mw(['build', 'x']);
    expect(code).toBe(2);
    expect(err).toContain('mw: The input does not fit (INVALID_INPUT)\n  Look at errors.\n  /description: too long\n');
  });
});

describe('mw build', () => {
  it('submits what was typed once and prints the id', async () => {
    const { code, out } = await mw(['build', 'a CLI that counts words', '--language', 'python', '--budget', '2.5', '--no-deploy']);
    expect({ code, out }).toEqual({ code: 0, out: `${BUILD}\n` });
    expect(sent('/create')).toMatchObject([
      {
        token: 'Bearer the-token',
        key: expect.any(String),
        body: {
          project_type: 'cli',
          description: 'a CLI that counts words',
          constraints: { stack: ['python'] },
          budget_usd: 2.5,
          options: { deployment: false, tests: true },
        },
      },
    ]);
  });

  it('is sent again under the same key while the API is away for a moment', async () => {
    stage.api.refuse(/create$/, 503, { code: 'UNAVAILABLE', title: 'away' }, 2);
    expect((await mw(['build', 'x'])).code).toBe(0);
    expect(new Set(sent('/create').map(({ key }) => key)).size).toBe(1);
    expect(sent('/create')).toHaveLength(3);
  });

  it('says what to do when nothing runs', async () => {
    const { code, err } = await mw(['build', 'x'], { port: NOBODY_PORT });
    expect(code).toBe(1);
    expect(err).toContain(`Millwright does not answer at http://127.0.0.1:${NOBODY_PORT}`);
    expect(err).toContain('What to do: Start it with `./mw up`');
  });
});

describe('mw status', () => {
  it('lists the active builds and where things listen', async () => {
    const { code, out } = await mw(['status']);
    expect(code).toBe(0);
    expect(out).toMatch(/int-code-abc123 +3% +planning +plan +- +Tasks API/);
    expect(out).toContain(`http://127.0.0.1:${stage.api.port}`);
  });

  it('names the live deployments that do not answer', async () => {
    stage.api.status.deployments = [{ ...liveAt('http://127.0.0.1:4480'), problem: 'Its service takes no connections.' }];
    const { code, out } = await mw(['status']);
    expect(code).toBe(0);
    expect(out).not.toContain('live  staging');
    expect(out).toMatch(/staging of int-code-abc123 does not answer: http:\/\/127.0.0.1:4480\n +Its service takes no connections\./);
  });

  it('names what is live, with its address', async () => {
    stage.api.status.deployments = [liveAt('http://127.0.0.1:4480/t')];
    expect((await mw(['status'])).out).toContain('live  staging of int-code-abc123: http://127.0.0.1:4480/t\n');
  });

  it('lists the ended builds too with --all, newest first', async () => {
    const { out } = await mw(['status', '--all']);
    expect(out).toMatch(/int-code-abc123 +3% +planning[^]*int-code-ended1 +15% +failed +plan +- +Old/);
    expect((await mw(['status'])).out).not.toContain('ended1');
  });

  it('of a plan that was not understood says so, and what to type next', async () => {
    Object.assign(stage.api.status, { status: 'awaiting_review', waiting_for: waitingForPlan() });
    Object.assign(stage.api.plan['plan'] as object, { summary: 'Not understood: no thing is named.', questions: ['What should be built?'] });
    const { code, out } = await mw(['status', 'abc123']);
    expect(code).toBe(3);
    expect(out).toMatch(/Not understood: no thing is named\.\n +It asks: What should be built\?\n +\.\/mw answer abc123/);
    expect(out).toContain('./mw changes abc123 "<what should be different>"');
  });

  it('exits with 3 when a build waits, 1 when it failed, else 0', async () => {
    expect((await mw(['status', 'abc123'])).code).toBe(0);
    Object.assign(stage.api.status, { status: 'awaiting_review', waiting_for: waitingForPlan() });
    expect((await mw(['status', BUILD])).code).toBe(3);
    Object.assign(stage.api.status, { status: 'failed', waiting_for: null });
    expect((await mw(['status', 'abc123', '--json'])).code).toBe(1);
    Object.assign(stage.api.status, { status: 'stopped' });
    expect((await mw(['status', 'abc123'])).code).toBe(0);
  });

  it("prints the API's JSON untouched", async () => {
    const { out } = await mw(['status', 'abc123', '--json']);
    expect(out).toBe(`${JSON.stringify(stage.api.status)}\n`);
  });

  it('names an id that is not there', async () => {
    const { code, err } = await mw(['status', 'nope99']);
    expect(code).toBe(1);
    expect(err).toContain('No build has the id int-code-nope99.');
  });
});

describe('decisions', () => {
  beforeEach(() => void Object.assign(stage.api.status, { status: 'awaiting_review', waiting_for: waitingForPlan() }));

  it('mw approve shows the plan and binds the digest it showed', async () => {
    const { code, out } = await mw(['approve', 'abc123']);
    expect(code).toBe(0);
    expect(out).toContain('Plan: Tasks API');
    expect(sent('/approve').map(({ body }) => body)).toEqual([{ decision: 'approve', subject_digest: PLAN_DIGEST }]);
  });

  it('mw approve --digest completes a beginning and passes on anything else', async () => {
    await mw(['approve', 'abc123', '--digest', PLAN_DIGEST.slice(0, 8)]);
    stage.api.refuse(/approve$/, 409, { code: 'APPROVAL_STALE', title: 'What was shown has changed since', detail: 'x' });
    const { code, err } = await mw(['approve', 'abc123', '--digest', 'bbbbbbbb']);
    expect(code).toBe(1);
    expect(err).toContain('APPROVAL_STALE');
    expect(sent('/approve').map(({ body }) => (body as { subject_digest: string }).subject_digest)).toEqual([PLAN_DIGEST, 'bbbbbbbb']);
  });

  it('mw approve --plan shows and sends the edited plan of a file', async () => {
    const file = join(stage.cli.home, 'plan.json');
    const tasks = [{ id: 't1', goal: 'write less' }];
    writeFileSync(file, JSON.stringify({ version: 1, digest: 'x', plan: { title: 'Edited', tasks } }));
    const { out } = await mw(['approve', 'abc123', '--plan', file]);
    expect(out).toMatch(/edited plan instead of version 1[^]*Plan: Edited[^]*write less/);
    expect(out).not.toContain('Plan: Tasks API');
    expect(sent('/approve')[0]?.body).toMatchObject({ plan: { title: 'Edited' }, subject_digest: PLAN_DIGEST });
  });

  it('mw approve says that approving G8 deploys to staging', async () => {
    Object.assign(stage.api.status, { status: 'ready', waiting_for: { ...waitingForPlan(), kind: 'deploy', gate: 'G8' } });
    stage.api.status.deployments = [liveAt('http://x')];
    const { out, err } = await mw(['approve', 'abc123']);
    expect(err).toContain('this approval deploys to staging');
    expect(err).toContain('./mw deploy abc123 production');
    expect(out).toContain('is deployed to staging');
  });

  it('mw guidance claims no reader once the agents are done, and mw complete closes the build', async () => {
    Object.assign(stage.api.status, { status: 'ready', waiting_for: null });
    expect((await mw(['guidance', 'abc123', 'x'])).out).toContain('no agent works on this build any more');
    expect((await mw(['complete', 'abc123'])).code).toBe(0);
    expect(sent('/complete').map(({ body }) => body)).toEqual([{}]);
  });

  it('mw plan says why a build has none', async () => {
    Object.assign(stage.api.status, { status: 'failed', failure: { code: 'INTENT_NOT_UNDERSTOOD', title: 'Not understood', detail: '' } });
    stage.api.refuse(/plan$/, 404, { code: 'NOT_FOUND', title: 'There is no such thing here', detail: 'x' });
    const { code, err } = await mw(['plan', 'abc123']);
    expect(code).toBe(1);
    expect(err).toContain('has no plan\n  it ended before one was made: Not understood');
  });

  it('mw approve says so when nothing waits, without asking the API to', async () => {
    Object.assign(stage.api.status, { status: 'coding', waiting_for: null });
    const { code, err } = await mw(['approve', 'abc123']);
    expect(code).toBe(1);
    expect(err).toContain('Nothing of int-code-abc123 waits');
    expect(sent('/approve')).toEqual([]);
  });

  it('mw answer has a plan made again with the answer to its open question', async () => {
    Object.assign(stage.api.plan['plan'] as object, { questions: ['Which language?'] });
    expect((await mw(['answer', 'abc123', 'Go'])).out).toContain('it plans again');
    expect(sent('').map(({ body }) => body)).toEqual([{ text: 'Which language?\nAnswer: Go', subject_digest: PLAN_DIGEST }]);
  });

  it('mw reject, answer, guidance and stop send what was typed', async () => {
    stage.api.onDecision = (verb) => verb === 'stop' && Object.assign(stage.api.status, { status: 'stopped' });
    expect((await mw(['reject', 'abc123', '--reason', 'too small'])).code).toBe(0);
    expect((await mw(['answer', 'abc123', 'yes, unique'])).code).toBe(0);
    expect((await mw(['guidance', 'abc123', 'short functions'])).code).toBe(0);
    expect((await mw(['stop', 'abc123'])).out).toContain('has ended: stopped');
    expect(sent('').map(({ body }) => body)).toEqual([
      { reason: 'too small', subject_digest: PLAN_DIGEST },
      { answer: 'yes, unique', subject_digest: PLAN_DIGEST },
      { text: 'short functions' },
      {},
    ]);
  });

  it('mw deploy production says that it completes the build', async () => {
    Object.assign(stage.api.status, { status: 'ready', waiting_for: { ...waitingForPlan(), kind: 'deploy', gate: 'G8' } });
    stage.api.onDecision = () =>
      stage.api.emit('deploy.ended', {
        deployment: `${BUILD}-staging-1`,
        environment: 'production',
        status: 'live',
        url: 'http://127.0.0.1:4480/t',
        detail: null,
      });
    expect((await mw(['deploy', 'abc123', 'production', '--wait'])).err).toContain('production serves it, so the build is completed');
    expect((await mw(['deploy', 'abc123', 'production'])).out).toContain('Once production serves it, the build is completed.');
  });

  it('mw deploy says when a build at work will be ready, and what waits for that', async () => {
    Object.assign(stage.api.status, { status: 'documenting', progress: 90, waiting_for: null, estimate: { hours: 0.1, usd: 0, basis: '' } });
    stage.api.refuse(/deploy$/, 409, NOT_READY, 9);
    const { code, err } = await mw(['deploy', 'abc123', 'staging']);
    expect(code).toBe(1);
    expect(err).toMatch(
      /cannot be deployed yet \(NOT_READY\)\n +it is documenting, 90 % done; by its estimate it is ready in about 35 s, later on a busy machine\n/,
    );
    expect(err).toContain('./mw deploy abc123 staging --wait waits for that');
    expect(JSON.parse((await mw(['deploy', 'abc123', 'staging', '--json'])).out)).toMatchObject({ code: 'NOT_READY', status: 409, exit: 1 });
    // What waits for a person does not become ready by itself.
    Object.assign(stage.api.status, { status: 'awaiting_review', waiting_for: waitingForPlan() });
    for (const args of [
      ['deploy', 'abc123'],
      ['deploy', 'abc123', '--wait'],
    ]) {
      const waits = await mw(args);
      expect(waits).toMatchObject({ code: 1, out: '' });
      expect(waits.err).toMatch(/it waits for you first: Plan: a task service\n.*\.\/mw status abc123 shows that/);
    }
  });

  it('mw deploy --wait waits for a build at work until it is ready, and deploys it then', async () => {
    Object.assign(stage.api.status, { status: 'documenting', progress: 90, waiting_for: null });
    stage.api.refuse(/deploy$/, 409, NOT_READY, 1);
    // What was long ago makes nothing ready.
    stage.api.emit('status.changed', { status: 'awaiting_review' });
    stage.api.onDecision = (verb) =>
      verb === 'deploy' &&
      stage.api.emit('deploy.ended', {
        deployment: `${BUILD}-staging-1`,
        environment: 'staging',
        status: 'live',
        url: 'http://127.0.0.1:4480/t',
        detail: null,
      });
    let told = false;
    const { code, out, err } = await mw(['deploy', 'abc123', '--wait'], {
      onOutput(text) {
        if (told || !text.includes('as soon as it is ready')) return;
        told = true;
        Object.assign(stage.api.status, { status: 'ready', waiting_for: { ...waitingForPlan(), kind: 'deploy', gate: 'G8' } });
        stage.api.emit('status.changed', { status: 'ready' });
      },
    });
    expect({ code, out }).toEqual({ code: 0, out: 'http://127.0.0.1:4480/t\n' });
    expect(err).toMatch(/is not ready yet: documenting, 90 % done\. It is deployed to staging[^]*is ready now\./);
    expect(sent('/deploy')).toHaveLength(2);
  });

  it('mw deploy --wait prints the address when it is live, and fails when it was rolled back', async () => {
    const deployment = `${BUILD}-staging-1`;
    stage.api.onDecision = () => {
      stage.api.emit('deploy.ended', { deployment: 'an earlier one', environment: 'staging', status: 'failed', url: null, detail: null });
      stage.api.emit('deploy.ended', { deployment, environment: 'staging', status: 'live', url: 'http://127.0.0.1:4480/t', detail: null });
    };
    expect(await mw(['deploy', 'abc123', '--wait'])).toMatchObject({ code: 0, out: 'http://127.0.0.1:4480/t\n' });
    await stage.renew();
    stage.api.onDecision = () =>
      stage.api.emit('deploy.ended', { deployment, environment: 'staging', status: 'rolled_back', url: null, detail: 'health check failed' });
    const failed = await mw(['deploy', 'abc123', '--wait']);
    expect(failed.code).toBe(1);
    expect(failed.err).toContain('ended rolled_back\n  health check failed');
  });
});

describe('what is printed', () => {
  it('names commands by how the launcher was called', async () => {
    const called = { env: { MILLWRIGHT_COMMAND: 'mw' } };
    expect((await mw(['approve', '--help'])).out).toContain('  ./mw approve abc123 --choice 2');
    expect((await mw(['approve', '--help'], called)).out).toContain('  mw approve abc123 --choice 2');
    expect((await mw(['status', 'nope99'])).err).toContain('`./mw status --all` lists');
    expect((await mw(['status', 'nope99'], { env: { MILLWRIGHT_COMMAND: 'a b' } })).err).toContain('`./mw status --all` lists');
  });

  it('names no command that does not exist', async () => {
    const { out } = await mw(['--help']);
    const commands = new Set([...out.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name));
    const texts = readdirSync('cli', { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join('cli', name), 'utf8'));
    const hinted = texts.flatMap((text) => [...text.matchAll(/(?<![\w./-])mw ([a-z]+)\b/g)].map(([, name]) => name));
    expect(commands).toContain('complete');
    expect(hinted.filter((name) => !commands.has(name))).toEqual([]);
  });
});

describe('mw logs', () => {
  it('puts the lines of all processes in the order of time, readable, and raw with --json', async () => {
    const folder = join(stage.cli.home, 'logs');
    mkdirSync(folder, { recursive: true });
    const at = Date.UTC(2027, 0, 15, 8, 0, 2);
    writeFileSync(join(folder, 'api.log'), `${JSON.stringify({ level: 40, time: at, process: 'api', msg: 'slow', ms: 7 })}\n`);
    writeFileSync(join(folder, 'proxy.log'), '2027-01-15T08:00:01.5Z first\nbeside it\n2027-01-15 08:00:03.100 UTC [1] LOG: \u001b[2Jlast\n');
    const { out } = await mw(['logs'], { env: { TZ: 'UTC' } });
    expect(out.split('\n')).toEqual([
      'proxy      | 08:00:01 first',
      'proxy      | beside it',
      'api        | 08:00:02 warn  slow ms=7',
      'proxy      | 08:00:03 [1] LOG: last',
      '',
    ]);
    expect((await mw(['logs', 'api', '--json'])).out).toBe(readFileSync(join(folder, 'api.log'), 'utf8'));
  });
});
