import { describe, expect, it } from '@jest/globals';
import { readClauses } from '../../activities/llm/template/parse/clauses.js';
import { applyFeedback } from '../../activities/llm/template/parse/feedback.js';
import { planSchema } from '../../schemas/plan.js';
import { layOut, relatedTo } from '../../web/src/decide/graph.js';
import { mergePlans } from '../../web/src/decide/plan-merge.js';
import { diffSentence, isSame, planDiff } from '../../web/src/decide/plan-diff.js';
import { diffText } from '../../web/src/decide/text-diff.js';
import {
  addRequirement,
  addTask,
  changeRequirement,
  asPlan,
  changeTask,
  isRejected,
  moveTask,
  possibleDependencies,
  problemsOf,
  removeRequirement,
  removeTask,
  unmadeChanges,
  type Plan,
} from '../../web/src/decide/plan.js';

const plan: Plan = planSchema.parse({
  title: 'Shop',
  tasks: [
    { id: 'store', goal: 'keep orders' },
    { id: 'api', goal: 'serve orders', depends_on: ['store'] },
    { id: 'mail', goal: 'send mails', depends_on: ['store'] },
    { id: 'docs', goal: 'write it down', depends_on: ['api', 'mail', 'store'] },
  ],
});
const ids = ({ tasks }: Plan) => tasks.map(({ id }) => id).join(' ');
const after = ({ tasks }: Plan, id: string) => tasks.find((task) => task.id === id)?.depends_on;

describe('a plan that was made anew', () => {
  it('says which of the changes that were asked for it lacks, and why', () => {
    const risks = [
      'a requested change that was not understood: "make it "sparkle""',
      'a requested change that was not understood: "sing" (the plan stays as it was; say "add a phone")',
      'a requested change that could not be made, because no object has a field called colour: "make colour required"',
      'one process only',
      'a requested change',
    ];
    expect(unmadeChanges({ risks })).toEqual([
      '“make it "sparkle"” was not understood.',
      '“sing” was not understood. The plan stays as it was; say "add a phone".',
      '“make colour required” could not be made, because no object has a field called colour.',
    ]);
  });

  it('says so in the words of the template model', () => {
    const ponies = readClauses('a REST API for ponies with name').entities;
    const risks = [...applyFeedback.entities(ponies, ['make it sparkle']).unknown, ...applyFeedback.others(['add a dark mode'])];
    expect(unmadeChanges({ risks })).toEqual([
      expect.stringMatching(/^“make it sparkle” was not understood\./),
      '“add a dark mode” was left out: this template has no room for it.',
    ]);
  });

  it('says so of a plan of the template model, where these stand among what is not built', () => {
    expect(unmadeChanges({ risks: ['not built by the template model: a requested change that was not understood: "sing"'] })).toEqual([
      '“sing” was not understood.',
    ]);
  });

  it('is in force nowhere when it was rejected', () => {
    expect([{ failure: { code: 'PLAN_REJECTED' } }, { failure: { code: 'GATE_REJECTED' } }, { failure: null }].map(isRejected)).toEqual([true, false, false]);
  });
});

describe('a plan in the editor', () => {
  it('is still a plan after every edit', () => {
    const edits = [
      moveTask(plan, 'mail', -1),
      removeTask(plan, 'store'),
      changeTask(plan, 'api', { goal: 'serve them' }),
      changeTask(addTask(plan).plan, 'task-5', { goal: 'x' }),
    ];
    for (const edited of edits) expect(planSchema.safeParse(edited).success).toBe(true);
  });

  it('moves a task one place and no further than the ends', () => {
    expect(ids(moveTask(plan, 'mail', -1))).toBe('store mail api docs');
    expect(ids(moveTask(plan, 'store', 1))).toBe('api store mail docs');
    expect(moveTask(plan, 'store', -1)).toBe(plan);
    expect(moveTask(plan, 'docs', 1)).toBe(plan);
    expect(moveTask(plan, 'nobody', 1)).toBe(plan);
  });

  it('hands a removed task’s dependencies on, and never loses its last task', () => {
    const without = removeTask(plan, 'api');
    expect([ids(without), after(without, 'docs')]).toEqual(['store mail docs', ['mail', 'store']]);
    const one = { ...plan, tasks: plan.tasks.slice(0, 1) };
    expect(removeTask(one, 'store')).toBe(one);
  });

  it('gives a new task an id that is free', () => {
    const taken = { ...plan, tasks: plan.tasks.map((task, index) => (index === 0 ? { ...task, id: 'task-5' } : task)) };
    expect(addTask(taken).id).toBe('task-6');
  });

  it('offers no dependency that would make a circle', () => {
    expect(possibleDependencies(plan.tasks, 'store')).toEqual([]);
    expect(possibleDependencies(plan.tasks, 'api')).toEqual(['store', 'mail']);
    expect(possibleDependencies(plan.tasks, 'docs')).toEqual(['store', 'api', 'mail']);
  });

  it('says what is missing where it is missing', () => {
    expect([...problemsOf({ ...addTask(plan).plan, title: ' ' })]).toEqual([
      ['/plan/title', expect.any(String)],
      ['/plan/tasks/4/goal', expect.any(String)],
    ]);
    expect(problemsOf(plan).size).toBe(0);
  });

  it('is read from what an older version kept, and null when it is none', () => {
    expect(asPlan({ title: 'Old', tasks: [{ id: 'a', goal: 'b' }, { id: 7 }] })).toMatchObject({ risks: [], tasks: [{ id: 'a', depends_on: [] }] });
    for (const value of [null, 'text', {}, { tasks: 7 }]) expect(asPlan(value)).toBeNull();
  });
});

const removed = (text: string) => ({ kind: 'removed', text });
const added = (text: string) => ({ kind: 'added', text });

describe('what changed in a plan', () => {
  it('is only the lines that differ, and of a long line only the words around the change', () => {
    const long = 'serve orders to everybody who asks for them politely and pays before the end of the month';
    const text = (line: string) => changeTask(plan, 'api', { goal: `first\n\n${line}\nlast` });
    const [api, ...others] = planDiff(text(long), text(long.replace('politely', 'twice'))).tasks;
    expect([api?.parts, others]).toEqual([
      [{ name: 'goal', lines: [removed('… asks for them politely and pays before …'), added('… asks for them twice and pays before …')] }],
      [],
    ]);
    const [grown] = planDiff(text('one'), text('one\ntwo')).tasks;
    expect(grown?.parts).toEqual([{ name: 'goal', lines: [added('two')] }]);
    const [lined] = planDiff(text('one'), text('one\n')).tasks;
    expect(lined?.parts).toEqual([{ name: 'goal', lines: [added('')] }]);
  });

  it('names the items of a list that came and went, in any order, and no others', () => {
    const before = { ...plan, requirements: ['orders are kept', 'mails are sent', 'orders are kept'] };
    const after = { ...plan, requirements: ['mails are sent twice', 'orders are kept', 'it is fast'] };
    expect(planDiff(before, after).parts).toEqual([
      { name: 'requirements', lines: [removed('mails are sent'), added('mails are sent twice'), removed('orders are kept'), added('it is fast')] },
    ]);
    expect(isSame(planDiff(before, { ...before, requirements: before.requirements.toReversed() }))).toBe(true);
  });

  it('does not repeat a task whose text is the same under another id', () => {
    const other = {
      ...plan,
      tasks: plan.tasks.map((task) => ({
        ...task,
        id: task.id === 'store' ? 'keep' : task.id,
        depends_on: task.depends_on.map((id) => (id === 'store' ? 'keep' : id)),
      })),
    };
    const diff = planDiff(plan, other);
    expect(diff.tasks).toEqual([{ id: 'keep', kind: 'changed', goal: 'keep orders', parts: [{ name: 'id', lines: [removed('store'), added('keep')] }] }]);
    expect([diff.parts, diff.reordered]).toEqual([[], false]);
  });

  it('is told of texts with thousands of lines without comparing every pair of them', () => {
    const lines = (word: string) => Array.from({ length: 3_000 }, (_, index) => `${word}${index}`).join('\n');
    expect(diffText(lines('a'), lines('b'))).toHaveLength(6_000);
  });

  it('is told by task and by part', () => {
    const edited = {
      ...changeTask(removeTask(addTask(plan, 'new').plan, 'mail'), 'api', { goal: 'serve them', role: 'qa-engineer' }),
      risks: ['mail is late'],
    };
    const diff = planDiff(plan, edited);
    expect(diff.tasks.map(({ id, kind }) => `${kind} ${id}`)).toEqual(['changed api', 'changed docs', 'added task-5', 'removed mail']);
    expect(diff.tasks[0]?.parts).toEqual([
      { name: 'goal', lines: [removed('serve orders'), added('serve them')] },
      { name: 'role', lines: [removed('backend-developer'), added('qa-engineer')] },
    ]);
    expect(diff.parts).toEqual([{ name: 'risks', lines: [added('mail is late')] }]);
    expect(diffSentence(diff)).toBe('1 task added, 1 task removed, 2 tasks changed, other: risks');
  });

  it('is another order where only that changed, and nothing where nothing did', () => {
    const moved = planDiff(plan, moveTask(plan, 'mail', -1));
    expect([moved.tasks, moved.reordered, diffSentence(moved)]).toEqual([[], true, 'tasks reordered']);
    expect(diffSentence(planDiff(plan, { ...plan, title: 'x', risks: ['y'] }))).toBe('title, risks');
    expect(isSame(planDiff(plan, structuredClone(plan)))).toBe(true);
    const sorted = changeTask(plan, 'docs', { depends_on: ['store', 'mail', 'api'] });
    expect(isSame(planDiff(plan, sorted))).toBe(true);
  });
});

describe('the picture of a plan', () => {
  it('puts each task right of all it depends on, none on another, and draws no line twice over', () => {
    const graph = layOut(plan.tasks);
    const place = Object.fromEntries(graph.nodes.map(({ id, column, row }) => [id, [column, row]]));
    expect(place).toEqual({ store: [0, 0], api: [1, 0], mail: [1, 1], docs: [2, 0] });
    expect([graph.columns, graph.rows]).toEqual([3, 2]);
    // store -> docs is implied by the way over api.
    expect(graph.edges.map(({ from, to }) => `${from}>${to}`)).toEqual(['store>api', 'store>mail', 'api>docs', 'mail>docs']);
  });

  it('survives dependencies on nobody, on itself and in a circle', () => {
    const odd = [
      { id: 'a', depends_on: ['b', 'nobody'] },
      { id: 'b', depends_on: ['a'] },
      { id: 'c', depends_on: ['c'] },
    ];
    const graph = layOut(odd);
    expect(new Set(graph.nodes.map(({ column, row }) => `${column} ${row}`)).size).toBe(3);
    expect(layOut([])).toEqual({ nodes: [], edges: [], columns: 0, rows: 0 });
  });

  it('knows what hangs together with a task', () => {
    expect([...relatedTo(plan.tasks, 'api')].sort()).toEqual(['api', 'docs', 'store']);
    expect([...relatedTo(plan.tasks, 'store')].sort()).toEqual(['api', 'docs', 'mail', 'store']);
  });
});

describe('the requirements of a plan in the editor', () => {
  const asked = { ...plan, requirements: ['orders are kept'] };

  it('are added, reworded and removed a line at a time, and it stays a plan', () => {
    const more = changeRequirement(addRequirement(asked), 1, 'mails are sent');
    expect([more.requirements, removeRequirement(more, 0).requirements]).toEqual([['orders are kept', 'mails are sent'], ['mails are sent']]);
    expect(planSchema.safeParse(more).success).toBe(true);
    expect([...problemsOf(addRequirement(asked)).keys()]).toEqual(['/plan/requirements/1']);
  });

  it('keep what each of two people did to them', () => {
    const mine = changeRequirement(addRequirement(asked), 1, 'mails are sent');
    const theirs = { ...asked, requirements: ['it is fast'] };
    expect(mergePlans(asked, mine, theirs).plan.requirements).toEqual(['it is fast', 'mails are sent']);
  });
});

describe('edits of two people on one plan', () => {
  const theirs = changeTask(removeTask(plan, 'mail'), 'store', { goal: 'keep orders in a file' });

  it('are both kept where they are about different tasks', () => {
    const mine = changeTask(addTask({ ...plan, title: 'My shop' }, 'new').plan, 'api', { goal: 'serve them' });
    const { plan: merged, both } = mergePlans(plan, mine, theirs);
    expect([ids(merged), merged.title, both]).toEqual(['store api docs task-5', 'My shop', []]);
    expect(merged.tasks.map(({ goal }) => goal).slice(0, 2)).toEqual(['keep orders in a file', 'serve them']);
    expect(planSchema.safeParse(merged).success).toBe(true);
  });

  it('give one’s own where both changed the same, and say so', () => {
    const mine = changeTask(changeTask(plan, 'store', { goal: 'mine' }), 'mail', { goal: 'send them late' });
    const { plan: merged, both } = mergePlans(plan, mine, theirs);
    expect([both, merged.tasks[0]?.goal, ids(merged)]).toEqual([['store', 'mail'], 'mine', 'store api docs mail']);
    expect(planSchema.safeParse(mergePlans(plan, removeTask(plan, 'store'), theirs).plan).success).toBe(true);
  });
});
