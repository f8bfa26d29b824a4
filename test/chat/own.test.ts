import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChatStage, PLAN, READY } from './stage.js';

/** What a person asks and wants about all of their own, answered from rows without a model. */
let stage: ChatStage;
beforeAll(async () => {
  stage = await ChatStage.open({ template: true });
});
afterAll(() => stage.close());

const say = async (text: string, session_id?: string) => (await stage.say(text, session_id === undefined ? {} : { session_id })).reply;

/** A deployment of a build, the one that serves its environment. */
async function live(buildId: string, environment: string, number = 1, previous: string | null = null): Promise<string> {
  const id = `${buildId}-${environment}-${number}`;
  await stage.database.sql(
    `insert into deployments (id, build_id, project_id, environment, generation, status, "commit", url)
       select $1, id, project_id, $3, $4, 'live', 'abc', $5 from builds where id = $2`,
    [id, buildId, environment, number, `http://127.0.0.1:4480/${buildId}`],
  );
  await stage.database.sql(
    `insert into environments (project_id, name, active_deployment_id, previous_deployment_id) select project_id, $2, $3, $4 from builds where id = $1
       on conflict (project_id, name) do update set active_deployment_id = excluded.active_deployment_id, previous_deployment_id = excluded.previous_deployment_id`,
    [buildId, environment, id, previous],
  );
  return id;
}

async function spent(scope: string, period: string, usd: number, owner = 'local'): Promise<void> {
  await stage.database.sql(
    `insert into spending (scope, owner, period, cost_usd) values ($1, $2, $3, $4) on conflict (scope, owner, period) do update set cost_usd = excluded.cost_usd`,
    [scope, owner, period, usd],
  );
}

describe('how much was spent', () => {
  it("is the person's own, of today and of this month, with the limits", async () => {
    const id = await stage.build('Dear');
    await stage.database.sql('update builds set cost_usd = 3.33 where id = $1', [id]);
    const today = new Date().toISOString().slice(0, 10);
    await spent('day', today, 1.25);
    await spent('month', today.slice(0, 7), 7.5);
    await spent('day', '2020-01-01', 2);
    await spent('month', '2020-01', 2);
    await spent('month', today.slice(0, 7), 99, 'somebody-else');
    for (const asked of ['how much did I spend this month', 'what did it cost today']) {
      const { text, citations } = await say(asked);
      expect(text).toMatch(/today \([\d-]+, UTC\): \*\*\$1\.25\*\*, without a limit \(COST_LIMIT_DAILY sets one\)/);
      expect(text).toMatch(/this month \([\d-]+\): \*\*\$7\.50\*\*, of at most \$200\.00 a month \(COST_LIMIT_MONTHLY\)/);
      expect(text).toContain('the last seven days: $1.25');
      expect(text).toContain('in all: $9.50');
      expect(text).not.toContain('3.33');
      expect(citations.map(({ href }) => href)).toEqual(['/api/settings']);
    }
    // A build that is named is what is meant.
    expect((await say(`what did ${id} cost this month`)).text).toContain('$3.33');
  });
});

describe('what is live', () => {
  it('is told with names, environments and addresses, and what does not answer', async () => {
    expect((await say('which services are live')).text).toMatch(/^Nothing is live just now\./);
    const ready = await stage.build('Waits to go', READY, { status: 'ready' });
    const none = await say('what is deployed');
    expect(none.text).toContain(ready);
    expect(none.suggestions).toContain(`deploy ${ready} to staging`);
    const [shop, blog] = [await stage.build('Shop of plants'), await stage.build('Blog of cats')];
    await live(shop, 'staging');
    await live(blog, 'production');
    for (const asked of ['which services are live', 'what is deployed', 'show my deployments']) {
      const { text } = await say(asked);
      expect(text).toMatch(/^2 services are live:/);
      expect(text).toContain(`- **Shop of plants** (${shop}), staging: http://127.0.0.1:4480/${shop}`);
      expect(text).toContain(`- **Blog of cats** (${blog}), production: http://127.0.0.1:4480/${blog}`);
    }
    const theirs = await stage.build('Not mine', null, { userId: (await stage.stranger(), 'other') });
    await live(theirs, 'staging');
    expect((await say('which services are live')).text).not.toContain('Not mine');
    // Of one that is named its own are told.
    expect((await say(`what is deployed of ${shop}?`)).text).toMatch(/^Deployments of int-code-/);
  });
});

describe('a rollback', () => {
  it('is offered where there is a version before, and said why not elsewhere', async () => {
    const id = await stage.build('Goes back', READY, { status: 'ready' });
    const roll = () => stage.say(`roll back staging of ${id}`);
    expect(await roll()).toMatchObject({ card: null, reply: { text: expect.stringContaining('serves nothing, so there is nothing to roll back') } });
    const first = await live(id, 'staging');
    expect(await roll()).toMatchObject({ card: null, reply: { text: expect.stringContaining('no version before the one that serves now') } });
    const neither = await stage.say(`roll back ${id}`);
    expect(neither).toMatchObject({ card: null });
    expect(neither.reply.suggestions.filter((text) => text.startsWith('roll back'))).toEqual([]);
    await stage.database.sql(`update deployments set status = 'superseded' where id = $1`, [first]);
    await live(id, 'staging', 2, first);
    expect((await roll()).card).toMatchObject({ action: 'rollback', build_id: id, params: { environment: 'staging' } });
    // It is the only one that can be meant.
    expect((await stage.say('roll back staging')).card).toMatchObject({ build_id: id });
    expect((await stage.say(`roll back ${id}`)).reply.suggestions).toEqual([`roll back staging of ${id}`]);
    expect(await stage.say('roll back production')).toMatchObject({ card: null, reply: { text: expect.stringContaining('nothing to roll back to') } });
    await stage.database.sql(
      `insert into deployments (id, build_id, project_id, environment, generation, status) select $2, id, project_id, 'staging', 3, 'building' from builds where id = $1`,
      [id, `${id}-staging-3`],
    );
    expect(await roll()).toMatchObject({ card: null, reply: { text: expect.stringContaining('is under way') } });
  });
});

describe('a plan that asks something', () => {
  it('is told as such, and an answer to it has the plan made again', async () => {
    const id = await stage.build('Unclear wish', PLAN, { status: 'awaiting_review' });
    const plan = {
      title: 'Unclear wish',
      summary: 'Not understood: no thing is named. Unless you answer the question, this is built instead: a REST API for notes.\n\nA service in Python.',
      questions: ['What should be built?'],
      tasks: [{ id: 't1', goal: 'write it' }],
      made_by: 'template',
    };
    await stage.database.sql(`insert into plan_versions (build_id, version, key, author, digest, plan) values ($1, 1, 'k1', 'template', $2, $3)`, [
      id,
      PLAN.subject_digest,
      JSON.stringify(plan),
    ]);
    for (const asked of [`what is ${id} waiting for`, `how far is ${id}`]) {
      const { text, suggestions } = await say(asked);
      expect(text).toContain('Not understood: no thing is named');
      expect(text).not.toContain('A service in Python');
      expect(text).toContain('It asks: What should be built?');
      expect(suggestions[0]).toBe(`answer ${id}: `);
    }
    // A plan that only waits does not ask anything, so there is nothing to choose between.
    await stage.build('Plain plan', PLAN, { status: 'awaiting_review' });
    expect((await stage.say('answer: a REST API for pears with title')).card).toMatchObject({
      action: 'request_changes',
      params: { text: 'What should be built?\nAnswer: a REST API for pears with title' },
    });
    const { card } = await stage.say(`answer ${id}: a REST API for books with title`);
    expect(card).toMatchObject({
      action: 'request_changes',
      params: { text: 'What should be built?\nAnswer: a REST API for books with title', subject_digest: PLAN.subject_digest },
    });
  });
});
