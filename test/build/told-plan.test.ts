/** What a person edits into a plan of the template model is told as not built at once, by the code that later leaves it out. */
import { describe, expect, it } from '@jest/globals';
import { tellNotBuilt } from '../../activities/build/told-plan.js';
import { NOT_BUILT_RISK, splitRisks } from '../../contracts/not-built.js';
import type { BuildRow } from '../../db/queries/builds.js';
import { planSchema, type Plan } from '../../schemas/plan.js';
import { ask, type Files, intentOf, runSession } from '../llm/template/drive.js';

const KINDS: [type: string, description: string][] = [
  ['api', 'a REST API for tasks with title and done, with login'],
  ['cli', 'a CLI to track expenses with amount and category'],
  ['cli', 'a CLI that counts words in files'],
  ['cli', 'a CLI that converts Celsius to Fahrenheit'],
  ['library', 'a library with slugify and palindrome checks'],
  ['library', 'a BankAccount class with owner and balance and methods deposit'],
  ['website', 'a landing page for my bakery with a menu'],
];

async function begin(projectType: string, description: string, tests = true): Promise<{ build: BuildRow; intent: Record<string, unknown>; plan: Plan }> {
  const intent = intentOf(description, { project_type: projectType });
  const options = { ...(intent['options'] as object), tests };
  const build = { projectType, description, domain: null, constraints: {}, options, model: 'template' } as unknown as BuildRow;
  return { build, intent, plan: planSchema.parse(await ask('plan', { intent: { ...intent, options } })) };
}

const added = (plan: Plan): Plan => ({
  ...plan,
  requirements: [...plan.requirements, 'Send a postcard for each entry'],
  tasks: [
    ...plan.tasks.map((task, index) => (index === 0 ? { ...task, goal: 'Make it sparkle' } : task)),
    { ...plan.tasks[0]!, id: 'mail', goal: 'Send postcards', files: [] },
  ],
});

describe('an edited plan', () => {
  it.each(KINDS)('of a %s says what nobody builds, and no more once it is taken out (%s)', async (type, description) => {
    const { build, plan } = await begin(type, description);
    const edited = tellNotBuilt(build, added(plan), plan);
    const fresh = splitRisks(edited.risks.filter((risk) => !plan.risks.includes(risk))).notBuilt;
    expect(fresh).toEqual([
      'a line of the plan: "Send a postcard for each entry"',
      `other words for the task "${plan.tasks[0]!.id}", which is done as its template has it: Make it sparkle`,
      'the task "mail": Send postcards',
    ]);
    expect(tellNotBuilt(build, edited, edited)).toEqual(edited);
    expect(tellNotBuilt(build, { ...plan, risks: edited.risks }, edited)).toEqual(plan);
  });

  it.each(KINDS.flatMap(([type, description]) => [true, false].map((tests): [string, string, boolean] => [type, description, tests])))(
    'that is the planner’s own says what it said: %s, %s, tests %s',
    async (type, description, tests) => {
      const { build, plan } = await begin(type, description, tests);
      expect(tellNotBuilt(build, plan, plan)).toEqual(plan);
    },
  );

  it.each(KINDS)('of a %s is the same plan when it is sent twice, also when it takes out what was told (%s)', async (type, description) => {
    const { build, plan } = await begin(type, description);
    const once = `${NOT_BUILT_RISK}a requested change that was not understood: "dance"`;
    const base = tellNotBuilt(build, { ...added(plan), risks: [once, ...plan.risks] }, { ...plan, risks: [once, ...plan.risks] });
    for (const sent of [{ ...plan, risks: base.risks }, added(plan), { ...base, title: 'Another' }, { ...plan, risks: [] }]) {
      const first = tellNotBuilt(build, sent, base);
      expect(tellNotBuilt(build, sent, first)).toEqual(first);
    }
    expect(tellNotBuilt(build, { ...plan, risks: base.risks }, base).risks).toEqual([once, ...plan.risks]);
  });

  it('says nothing of a line that is built', async () => {
    const { build, plan } = await begin('api', 'a REST API for plants with name');
    for (const line of ['Each plant also has a height in cm', 'Data survives a restart', 'Add comments with text and author']) {
      const edited = { ...plan, requirements: [...plan.requirements, line] };
      expect(tellNotBuilt(build, edited, plan).risks).toEqual(plan.risks);
    }
    const more = { ...plan, requirements: [...plan.requirements, 'Add comments with text and author'] };
    const renamed = { ...more, tasks: more.tasks.map((task) => ({ ...task, goal: task.goal.replace('plants', 'plants, comments') })) };
    expect(tellNotBuilt(build, renamed, plan).risks).toEqual(plan.risks);
  });

  it('keeps the risks that others wrote, and what a change in words could not do', async () => {
    const { build, plan } = await begin('api', 'a REST API for plants with name');
    const told = { ...plan, risks: ['It may rain', `${NOT_BUILT_RISK}a requested change that was not understood: "dance"`, ...plan.risks] };
    expect(tellNotBuilt(build, { ...told, title: 'Plants' }, told).risks).toEqual(told.risks);
  });

  it('in a language there is no template for is told as a whole', async () => {
    const { build, plan } = await begin('api', 'a REST API for plants with name');
    expect(tellNotBuilt(build, { ...plan, language: 'rust' }, plan).risks[0]).toBe(`${NOT_BUILT_RISK}the language rust: it is written in python`);
  });

  it('is left as it is where another model builds', async () => {
    const { build, plan } = await begin('api', 'a REST API for plants with name');
    expect(tellNotBuilt({ ...build, model: 'gpt' }, added(plan), plan)).toEqual(added(plan));
  });

  it('is read in a moment, whatever was pasted into it', async () => {
    const { build, plan } = await begin('api', 'a REST API for plants with name');
    const line = 'Only the '.repeat(200);
    const some = tellNotBuilt(build, { ...plan, requirements: [...plan.requirements, line] }, plan);
    expect(splitRisks(some.risks).notBuilt[0]).toMatch(/^a line of the plan: "Only the/);
    const many = Array.from({ length: 400 }, (_, index) => `${line}${index}`);
    expect(tellNotBuilt(build, { ...plan, requirements: many }, plan).risks[0]).toMatch(/too long/);
  });

  it('tells what its sessions then leave out', async () => {
    const { build, intent, plan } = await begin('api', 'a REST API for plants with name');
    const edited = tellNotBuilt(build, added(plan), plan);
    const files: Files = new Map();
    const notes: string[] = [];
    for (const task of edited.tasks) notes.push(...(await runSession(intent, edited, task, files)).notes);
    const noted = new Set(notes.flatMap((note) => note.split('\n').filter((line) => line.startsWith('- '))).map((line) => line.slice(2)));
    const told = splitRisks(edited.risks).notBuilt;
    expect(noted.size).toBe(3);
    for (const line of noted) expect(told.some((risk) => risk.includes(line))).toBe(true);
    await runSession(intent, edited, { id: 'docs', goal: 'Write the documents', role: 'technical-writer', files: [], depends_on: [] }, files);
    for (const line of ['Send a postcard for each entry', 'Make it sparkle', 'Send postcards']) expect(files.get('GENERATED.md')!.split(line)).toHaveLength(2);
  });
});
