import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildCli, type CliHarness, type RunOptions } from './run-cli.js';
import { BUILD, liveAt, PLAN_DIGEST, startStubApi, type StubApi, waitingForPlan } from './stub-api.js';
import { startTaskService } from './stub-service.js';

let cli: CliHarness;
let api: StubApi;
beforeAll(() => {
  cli = buildCli();
});
afterAll(() => cli.cleanUp());
beforeEach(async () => {
  api = await startStubApi();
  waitForPlan();
});
afterEach(() => api.close());

const demo = (args: string[] = [], options: RunOptions = {}) => cli.run(['demo', ...args], { port: api.port, program: 'test/cli/demo-program.js', ...options });
const decisions = () => api.requests.filter(({ method }) => method === 'POST').map(({ path, body }) => [path.split('/').at(-1), body]);

function waitForPlan(): void {
  Object.assign(api.status, { status: 'awaiting_review', waiting_for: waitingForPlan() });
  api.emit('phase.started', { phase: 'plan', progress: 1 });
  api.emit('gate.opened', { gate: 'G2', wait: 'plan', subject_digest: PLAN_DIGEST, summary: 'a plan' });
  api.emit('status.changed', { status: 'awaiting_review', progress: 15, phase: 'plan' });
}

function waitingForDeploy() {
  return { ...waitingForPlan(), kind: 'deploy', gate: 'G8', since: '2027-01-15T08:01:00Z', summary: 'ready to be deployed' };
}

/** The build becomes ready when the plan is approved, and live at `url` when it is deployed. */
function playWell(url: string, outcome = 'live'): void {
  api.onDecision = (verb) => {
    if (verb === 'approve') {
      Object.assign(api.status, { status: 'ready', progress: 95, waiting_for: waitingForDeploy() });
      api.emit('status.changed', { status: 'ready', progress: 95, phase: 'ready' });
    }
    if (verb === 'deploy') {
      api.status.deployments = [{ ...liveAt(url), status: outcome, detail: 'it did not answer /health' }];
      api.emit('deploy.ended', { deployment: 'd', environment: 'staging', status: outcome, url, detail: 'it did not answer /health' });
    }
  };
}

describe('mw demo', () => {
  it('shows and approves the plan with a notice, deploys, and prints an address and three lines that work', async () => {
    const service = await startTaskService();
    playWell(service.url);
    const { code, out, err } = await demo();
    await service.close();
    expect(decisions()).toMatchObject([
      ['create', { project_type: 'api' }],
      ['approve', { subject_digest: PLAN_DIGEST }],
      ['deploy', { environment: 'staging' }],
    ]);
    expect(err).toContain('nobody is at the terminal to ask, so the demo approves this itself.');
    for (const part of [
      'Plan: Tasks API',
      'built-in template model',
      `It is live: ${service.url}`,
      `curl -X POST ${service.url}/tasks`,
      `curl ${service.url}/tasks/1`,
      'mw down',
    ])
      expect(out).toContain(part);
    expect(code).toBe(0);
  });

  it('fails when the service is live but does not answer', async () => {
    const service = await startTaskService({ broken: true });
    playWell(service.url);
    const { code, err } = await demo(['--json']);
    await service.close();
    expect(code).toBe(1);
    expect(err).toContain('live but answers none of our requests');
  });

  it('fails with the reason when the deployment was rolled back', async () => {
    playWell('http://127.0.0.1:9', 'rolled_back');
    const { code, err } = await demo();
    expect(code).toBe(1);
    expect(err).toContain('ended rolled_back\n  it did not answer /health');
  });

  it('fails with title, detail and advice when the build failed', async () => {
    api.onDecision = () => {
      const failure = { code: 'CHECKS_FAILED' as const, title: 'The checks do not pass', detail: 'test_create: 500 instead of 201' };
      Object.assign(api.status, { status: 'failed', waiting_for: null, failure });
      api.emit('build.ended', { status: 'failed', failure });
    };
    const { code, err } = await demo();
    expect(code).toBe(1);
    for (const part of ['Failed: The checks do not pass (CHECKS_FAILED)', 'test_create: 500 instead of 201', 'What to do: ./mw status abc123'])
      expect(err).toContain(part);
  });

  it('looks again when the plan was changed under its hands', async () => {
    const service = await startTaskService();
    playWell(service.url);
    api.refuse(/approve$/, 409, { code: 'APPROVAL_STALE', title: 'stale' });
    const { code, err } = await demo(['--json']);
    await service.close();
    expect(code).toBe(0);
    expect(err).toContain('that has changed meanwhile; looking again.');
  });

  it('leaves a question to a person: exit code 3 and how to answer', async () => {
    api.onDecision = () => {
      Object.assign(api.status, { waiting_for: { ...waitingForPlan(), kind: 'question', gate: null, since: 'later', summary: 'Are titles unique?' } });
      api.emit('question', { task: null, question: 'Are titles unique?', subject_digest: PLAN_DIGEST });
    };
    const { code, err } = await demo();
    expect(code).toBe(3);
    expect(err).toContain('mw answer abc123 "<your answer>"');
  });

  it('prints nothing but JSON on stdout with --json, the result last', async () => {
    const service = await startTaskService();
    playWell(service.url);
    const { out } = await demo(['--json']);
    await service.close();
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq?: number; demo?: object });
    expect(lines.slice(0, -1).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(lines.at(-1)?.demo).toMatchObject({ id: BUILD, url: service.url, curl: [expect.any(String), expect.any(String), expect.any(String)] });
  });

  it('ends with 130 at Ctrl-C and says that the build goes on', async () => {
    let interrupted = false;
    api.onDecision = () => api.emit('phase.started', { phase: 'code', progress: 25 });
    const { code, err } = await demo([], {
      onOutput(text, kill) {
        if (interrupted || !text.includes('25%  code')) return;
        interrupted = true;
        kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(err).toContain('goes on');
    expect(err).toContain('mw stop abc123');
  });

  it('goes on where it was when the API is restarted in the middle', async () => {
    const service = await startTaskService();
    const { port } = api;
    const cut = new Promise<void>((resolve) => {
      api.onDecision = () => resolve();
    });
    const running = demo();
    await cut;
    const { status } = api;
    await api.close();
    api = await startStubApi({ port });
    Object.assign(api.status, status, { status: 'ready', progress: 95, waiting_for: waitingForDeploy() });
    for (let event = 0; event < 3; event += 1) api.emit('note', { text: 'seen before', by: 'x' });
    playWell(service.url);
    api.emit('status.changed', { status: 'ready', progress: 95, phase: 'ready' });
    const { code, out } = await running;
    await service.close();
    expect(out).not.toContain('seen before');
    expect(code).toBe(0);
  });
});

describe('mw build --watch', () => {
  it('without a terminal leaves the plan to a person with exit code 3', async () => {
    const { code, err, out } = await cli.run(['build', 'x', '--watch'], { port: api.port, program: 'test/cli/demo-program.js' });
    expect(code).toBe(3);
    expect(out).toContain('Plan: Tasks API');
    expect(err).toContain('mw approve abc123');
    expect(decisions().map(([verb]) => verb)).toEqual(['create']);
  });
});
