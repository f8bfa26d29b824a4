import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyPlanEdit } from '../../activities/build/edit-plan.js';
import type { BuildDeps } from '../../activities/build/deps.js';
import type { ChatAnswer } from '../../activities/llm/port.js';
import { replayBuild, type ReplayResult } from '../../activities/replay/replay.js';
import { MillwrightError } from '../../contracts/failures.js';
import { digestOf } from '../../db/canonical-json.js';
import { promiseReplay, findReplay } from '../../db/queries/replays.js';
import { storePlanVersion } from '../../db/queries/plans.js';
import { AgentStage } from '../agent/stage.js';
import { call, says, uses } from '../harness/provider.js';
import { done, Story, write, type Told } from './story.js';

let stage: AgentStage;
let story: Story;
beforeAll(async () => {
  stage = await AgentStage.open();
  story = new Story(stage);
  // A command is its own name: `make x` writes x, `stamp` writes what nobody can write again, everything else changes nothing.
  let stamps = 0;
  stage.sandbox.onCommand = (command) => {
    const made = /^make (\S+)/.exec(command)?.[1];
    if (made) return { changes: { written: [{ path: made, content: Buffer.from(`made by ${command}\n`) }] } };
    if (command === 'stamp') return { changes: { written: [{ path: 'stamp', content: Buffer.from(`${(stamps += 1)}\n`) }] } };
    return {};
  };
});
afterAll(() => stage.close());

const down: ChatAnswer[] = [];
/** Everything a worker has, with a model that is down. */
const offline = (over: Partial<BuildDeps> = {}) => stage.deps(down, over);

async function replay({ buildId }: Told, deps = offline()): Promise<{ state: string; result: ReplayResult; asked: number }> {
  const { orm } = stage.database.db;
  const { number } = await orm.transaction((tx) => promiseReplay(tx, { buildId, userId: 'local' }));
  await replayBuild(deps, { buildId, number });
  const row = await findReplay(orm, buildId, number);
  return { state: row?.state ?? '', result: row?.result as unknown as ReplayResult, asked: deps.provider.requests.length };
}

async function told(tasks: string[], work: (build: Told) => Promise<unknown>): Promise<Told> {
  const build = await story.begin(tasks.map((id) => ({ id })));
  await work(build);
  await story.end(build);
  return build;
}

const edit = (path: string, old: string, replacement: string) => call('edit_file', { path, old, new: replacement });
const run = (command: string) => call('run_command', { command });

const STORIES: Record<string, () => Promise<Told>> = {
  'of one file': () => told(['a'], (build) => story.try(build, 'a', [uses(write('a.py', 'A = 1\n')), done()])),
  'of three tasks': () =>
    told(['a', 'b', 'c'], async (build) => {
      for (const id of ['a', 'b', 'c']) await story.try(build, id, [uses(write(`${id}.py`, `${id} = 1\n`)), uses(call('note', { text: 'n' })), done()]);
    }),
  'with edits, a deletion and refused calls': () =>
    told(['a'], (build) =>
      story.try(build, 'a', [
        uses(write('a.py', 'A = 1\nB = 2\n'), write('../../evil', 'x'), call('teleport'), call('write_file', '{"path": ')),
        uses(edit('a.py', 'A = 1', 'A = 3'), edit('a.py', 'not there', 'x'), write('gone.py', 'x\n')),
        uses(call('delete_file', { path: 'gone.py' })),
        done(),
      ]),
    ),
  'that needed two tries': () =>
    told(['a'], async (build) => {
      await story.try(build, 'a', [uses(write('a.py', 'A = \n')), says('I am lost.'), says('Really.'), says('Bye.')]);
      await story.try(build, 'a', [uses(write('a.py', 'A = 1\n')), done()], { attempt: 2 });
    }),
  'with guidance on the way': () =>
    told(['a'], async (build) => {
      await stage.database.sql(`insert into guidance (id, build_id, text, user_id) values ($1, $1, 'shorter', 'local')`, [build.buildId]);
      await story.try(build, 'a', [uses(write('a.py', 'A = 1\n')), done()]);
    }),
  'with a question': () =>
    told(['a'], (build) => story.try(build, 'a', [uses(call('ask_human', { question: 'May I?' })), uses(write('a.py', 'A = 1\n')), done()])),
  'whose plan was edited while it ran': () =>
    told(['a', 'b'], async (build) => {
      await story.try(build, 'a', [uses(write('a.py', 'A = 1\n')), done()]);
      const plan = await story.plan(build);
      const edited = { ...plan, tasks: [plan.tasks[0]!, { ...plan.tasks[1]!, id: 'c', goal: 'write c instead' }] };
      const stored = await storePlanVersion(stage.database.db.orm, {
        buildId: build.buildId,
        key: 'edit',
        digest: digestOf(edited),
        plan: edited,
        author: 'me',
      });
      await applyPlanEdit(offline(), {
        buildId: build.buildId,
        decisionId: 'd1',
        userId: 'local',
        planVersion: stored.version,
        planDigest: stored.digest,
        again: [],
      });
      await story.try(build, 'c', [uses(write('c.py', 'C = 1\n')), done()]);
    }),
  'of a task that was done twice': () =>
    told(['a'], async (build) => {
      await story.try(build, 'a', [uses(write('a.py', 'A = 1\n')), done()]);
      await story.try(build, 'a', [uses(edit('a.py', 'A = 1', 'A = 2')), done()], { generation: 2 });
    }),
  'whose commands change files': () =>
    told(['a', 'b'], async (build) => {
      await story.try(build, 'a', [
        uses(run('look around'), run('make gen.py')),
        uses(write('a.py', 'A = 1\n'), run('make a.txt now')),
        uses(run('look again')),
        done(),
      ]);
      await story.try(build, 'b', [uses(edit('gen.py', 'made by', 'made with')), done()]);
    }),
  'of a model without tools, in plain text': () =>
    told(['a'], (build) =>
      story.try(build, 'a', [says('Here it is:\n\n```python:a.py\nA = 1\n```\n\n```python:b.py\nB = 1\n```\n'), says('The task is complete.')]),
    ),
  'that writes what is there already': () =>
    told(['a', 'b'], async (build) => {
      await story.try(build, 'a', [uses(write('a.py', 'A = 1\n'), write('a.py', 'A = 1\n')), done()]);
      await story.try(build, 'b', [uses(write('a.py', 'A = 1\n')), done()]);
    }),
};

describe('a replay with the model down gives the same trees for a build', () => {
  it.each(Object.keys(STORIES))('%s', async (name) => {
    const build = await STORIES[name]!();
    const { state, result, asked } = await replay(build);
    expect({ state, asked }).toEqual({ state: 'same', asked: 0 });
    expect(result).toMatchObject({ same: true, model_calls: 0, total: { same: true, replayed_tree: await story.tree(build) } });
    expect(result.tasks.flatMap((task) => task.from_records)).toEqual([]);
  });
});

describe('a replay', () => {
  it('runs commands again up to the last that changed files, and says how many', async () => {
    stage.sandbox.log.length = 0;
    const build = await STORIES['whose commands change files']!();
    stage.sandbox.log.length = 0;
    const { result } = await replay(build);
    expect(result.tasks[0]).toMatchObject({ task: 'a', commands: 3, reexecuted: 4 });
    expect(stage.sandbox.log.filter((line) => line.startsWith('run '))).toEqual(['run look around', 'run make gen.py', 'run make a.txt now']);
    // Its container is gone.
    expect(stage.sandbox.log.filter((line) => line.startsWith('remove '))).toHaveLength(1);
  });

  it('names the step after which the trees differ', async () => {
    const build = await told(['a'], (made) =>
      story.try(made, 'a', [uses(write('a.py', 'A = 1\n')), uses(run('stamp')), uses(write('b.py', 'B = 1\n')), done()]),
    );
    const { state, result } = await replay(build);
    expect(state).toBe('different');
    expect(result).toMatchObject({ same: false, total: { same: false }, tasks: [{ same: false, first_difference: '2.0' }] });
  });

  it('takes a commit from the records when no sandbox can be had, and says so', async () => {
    const build = await told(['a'], (made) => story.try(made, 'a', [uses(write('a.py', 'A = 1\n')), uses(run('stamp')), uses(edit('a.py', '1', '2')), done()]));
    const deps = offline();
    const away = () => Promise.reject(new MillwrightError('SANDBOX_UNAVAILABLE', 'no engine'));
    const { state, result } = await replay(build, { ...deps, driver: { ...deps.driver, open: away } });
    expect(state).toBe('same');
    expect(result.tasks[0]?.from_records).toEqual([{ step: '2.0', why: 'no sandbox could be started' }]);
  });

  it('sees an answer that was changed afterwards', async () => {
    const build = await STORIES['of one file']!();
    await stage.database.sql(`update llm_calls set answer = replace(answer::text, 'A = 1', 'A = 2')::jsonb where build_id = $1`, [build.buildId]);
    expect((await replay(build)).state).toBe('different');
  });

  it('of a build that finished nothing ends with the reason', async () => {
    const build = await story.begin([{ id: 'a' }]);
    const { state, result } = await replay(build);
    expect(state).toBe('failed');
    expect(result).toMatchObject({ detail: expect.stringContaining('none of its tasks was finished') });
  });

  it('leaves nothing of the build changed', async () => {
    const build = await STORIES['that needed two tries']!();
    const rows = () =>
      stage.database.sql(
        `select (select count(*) from steps where build_id = $1)::int as steps, (select max(event_seq) from builds where id = $1) as seq,
        (select sum(sandbox_generation) from sessions where build_id = $1)::int as boxes`,
        [build.buildId],
      );
    const before = await rows();
    await replay(build);
    expect(await rows()).toEqual(before);
  });
});
