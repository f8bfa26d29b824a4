import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyMain } from '../../activities/build/verify.js';
import { inspectTask } from '../../activities/honesty/inspect-task.js';
import { policyOf } from '../../activities/honesty/policy.js';
import { DEFAULT_HONESTY, type HonestySettings } from '../../activities/honesty/settings.js';
import { MillwrightError } from '../../contracts/failures.js';
import { AgentStage, report } from '../agent/stage.js';
import { Story, done, write } from '../build/story.js';
import { uses } from '../harness/provider.js';

let stage: AgentStage;
let story: Story;
beforeAll(async () => {
  stage = await AgentStage.open();
  story = new Story(stage);
});
afterAll(() => stage.close());

const TESTS = 'from app.add import add\n\ndef test_add():\n    assert add(2, 3) == 5\n\ndef test_negative():\n    assert add(-4, 1) == -3\n';
const SKIPPED = TESTS.replace('def test_add', '@pytest.mark.skip\ndef test_add').replace('from', 'import pytest\nfrom');
const CHANGED = TESTS.replace('== 5', '== 6');

/** A build whose first task wrote honest tests; the second task does with them what it likes. */
async function second(tests: string, projectType = 'api') {
  const told = await story.begin([{ id: 't1' }, { id: 't2', depends_on: ['t1'] }], { projectType, budgetUsd: 100 });
  await story.try(told, 't1', [uses(write('app/add.py', 'def add(a, b):\n    return a + b\n'), write('tests/test_add.py', TESTS)), done()]);
  const session = await story.try(told, 't2', [uses(write('tests/test_add.py', tests), write('app/more.py', 'x = 1\n')), done()]);
  return { ...told, session };
}
const rows = (buildId: string) =>
  stage.database.sql<{ kind: string; path: string; line: number; action: string; subject: string }>(
    'select kind, path, line, action, subject from honesty_findings where build_id = $1 order by subject, kind',
    [buildId],
  );
const count = async (what: string, buildId: string) => Number((await stage.database.sql<{ n: string }>(what, [buildId]))[0]?.n);

/** Until that many things were noted of the probes. */
async function begun(probes: string[], count = 1): Promise<void> {
  while (probes.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the guard at a task', () => {
  it('finds nothing in honest work and writes nothing about it', async () => {
    const { buildId, session } = await second(`${TESTS}\ndef test_zero():\n    assert add(0, 0) == 0\n`);
    expect(await inspectTask(stage.deps(), session)).toEqual({ verdict: 'clean', findings: [] });
    expect(await rows(buildId)).toEqual([]);
    expect(await count("select count(*) as n from events where build_id = $1 and key like 'honesty/%'", buildId)).toBe(0);
  });

  it('denies a skipped test, by name, place and sentence, and keeps that once', async () => {
    const { buildId, session } = await second(SKIPPED);
    const finding = { kind: 'test-skipped', path: 'tests/test_add.py', line: 4, detail: expect.stringContaining('test_add') };
    for (let time = 0; time < 2; time += 1) expect(await inspectTask(stage.deps(), session)).toEqual({ verdict: 'deny', findings: [finding] });
    expect(await rows(buildId)).toEqual([{ kind: 'test-skipped', path: 'tests/test_add.py', line: 4, action: 'deny', subject: session }]);
    expect(
      await count("select count(*) as n from journal where build_id = $1 and owner = 'honesty' and text like '%test-skipped tests/test_add.py:4%'", buildId),
    ).toBe(1);
    expect(await count("select count(*) as n from audit_log where subject = $1 and action = 'honesty.deny'", buildId)).toBe(1);
  });

  it('asks a person about a test that was padded out of its sight', async () => {
    const { session } = await second(`${SKIPPED}# ${'x'.repeat(400_000)}\n`);
    const finding = { kind: 'not-inspected', path: 'tests/test_add.py', line: null, detail: expect.stringContaining('too large') };
    expect(await inspectTask(stage.deps(), session)).toEqual({ verdict: 'ask', findings: [finding] });
  });

  it('asks a person about a changed expectation, unless policy says otherwise', async () => {
    const { session } = await second(CHANGED);
    expect(await inspectTask(stage.deps(), session)).toMatchObject({ verdict: 'ask', findings: [{ kind: 'expectation-changed' }] });
    const lenient = { ...DEFAULT_HONESTY, policy: policyOf(['expectation-changed=allow']) };
    const other = await second(CHANGED);
    expect(await inspectTask({ ...stage.deps(), honesty: lenient }, other.session)).toEqual({ verdict: 'clean', findings: [] });
    // What is allowed is kept all the same.
    expect(await rows(other.buildId)).toMatchObject([{ kind: 'expectation-changed', action: 'allow' }]);
  });
});

describe('the guard at the gate of the tests', () => {
  it('fails the whole build for what policy denies, with the findings in the proof', async () => {
    const { buildId } = await second(SKIPPED);
    const verdict = await verifyMain(stage.deps(), { buildId, round: 1 });
    expect(verdict).toMatchObject({ passed: false, summary: expect.stringContaining('test-skipped') });
    const [kept] = await stage.database.sql<{ content: string }>("select content from artifacts where build_id = $1 and name = 'checks.json'", [buildId]);
    expect(JSON.parse(kept?.content ?? '{}')).toMatchObject({
      verdict: 'failed',
      honesty: { verdict: 'deny', findings: [{ kind: 'test-skipped', path: 'tests/test_add.py' }] },
    });
  });

  it('shows what a person took at its task, and does not ask again', async () => {
    const { buildId, session } = await second(CHANGED);
    expect(await inspectTask(stage.deps(), session)).toMatchObject({ verdict: 'ask' });
    const verdict = await verifyMain(stage.deps(), { buildId, round: 1 });
    expect(verdict).toMatchObject({
      passed: true,
      asks: false,
      findings: [expect.stringMatching(/^expectation-changed tests\/test_add\.py:4: Taken at its task: /)],
    });
  });

  it('leaves no probe behind when the checks break or fail: the next attempt has a container of the same name', async () => {
    const { buildId } = await second(TESTS);
    const probes: string[] = [];
    const honesty: HonestySettings = {
      ...DEFAULT_HONESTY,
      mutantsMax: 4,
      mutationSeconds: 60,
      variants: ({ signal }) =>
        new Promise((_resolve, reject) => {
          probes.push('began');
          signal?.addEventListener('abort', () => {
            probes.push('ended');
            reject(new Error('aborted'));
          });
        }),
    };
    const checks = { run: () => begun(probes).then(() => Promise.reject(new MillwrightError('SANDBOX_UNAVAILABLE', 'the engine is away'))) };
    await expect(verifyMain({ ...stage.deps(), honesty, checks }, { buildId, round: 1 })).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' });
    expect(probes).toEqual(['began', 'ended']);
    const failing = { run: () => begun(probes, 3).then(() => report({ verdict: 'failed', summary: '1 of 3 tests failed' })) };
    expect(await verifyMain({ ...stage.deps(), honesty, checks: failing }, { buildId, round: 1 })).toMatchObject({ passed: false });
    expect(probes).toEqual(['began', 'ended', 'began', 'ended']);
  });

  it('says of a fix without a test that it has none, and of tests that pass on the old code that they show nothing', async () => {
    stage.verdict = () => report({ tests: { total: 2, failed: 0, skipped: 0, names: [] } });
    const { buildId } = await second(TESTS, 'bug_fix');
    const verdict = await verifyMain(stage.deps(), { buildId, round: 1 });
    expect(verdict).toMatchObject({ passed: true, asks: true });
    expect(verdict.findings).toEqual([expect.stringMatching(/^new-tests-pass-on-old-code tests\/test_add\.py: /)]);
    const bare = await story.begin([{ id: 't1' }], { projectType: 'bug_fix', budgetUsd: 100 });
    await story.try(bare, 't1', [uses(write('app/a.py', 'x = 1\n')), done()]);
    const other = await verifyMain(stage.deps(), { buildId: bare.buildId, round: 1 });
    expect(other).toMatchObject({ passed: true, asks: false, findings: [expect.stringMatching(/^fix-without-test app\/a\.py: /)] });
    expect(other.remarks).toContain('fix-without-test');
  });
});
