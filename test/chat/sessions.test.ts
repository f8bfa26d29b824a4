import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { record } from '../../db/queries/record.js';
import { ChatStage, PLAN, READY, type Card } from './stage.js';
import type { Answer } from '../api/stack.js';
import { eventually } from '../embedded/workshop.js';

let stage: ChatStage;
beforeAll(async () => {
  stage = await ChatStage.open({ template: true });
});
afterAll(() => stage.close());

/** A build with a workflow behind it that takes decisions. */
async function running(waiting: object | null = null, status = 'coding'): Promise<string> {
  const id = await stage.api.create({ description: 'a REST API for tasks' });
  await eventually(() =>
    stage.api.app.deps.temporal.workflow
      .getHandle(id)
      .describe()
      .then(
        () => true,
        () => false,
      ),
  );
  await stage.wait(id, waiting, status);
  return id;
}

async function decisionsOf(id: string): Promise<unknown[]> {
  const handle = stage.api.app.deps.temporal.workflow.getHandle(id);
  await handle.signal('finish');
  return (await handle.result()) as unknown[];
}

describe('a conversation', () => {
  it('is begun, read, renamed, listed, cleared and deleted', async () => {
    const made = await stage.ask('POST', '/sessions', { title: 'Monday' }, { 'idempotency-key': 'monday' });
    expect(made).toMatchObject({ status: 201, body: { title: 'Monday', cost_usd: 0, budget_usd: 1 } });
    const id = String(made.body['id']);
    expect((await stage.ask('POST', '/sessions', { title: 'Monday' }, { 'idempotency-key': 'monday' })).body['id']).toBe(id);
    await stage.say('help', { session_id: id });
    const read = await stage.ask('GET', `/sessions/${id}`);
    expect(read.body).toMatchObject({
      id,
      total_messages: 2,
      messages: [
        { role: 'user', text: 'help', number: 1 },
        { role: 'assistant', state: 'done', number: 2 },
      ],
    });
    expect((await stage.ask('PATCH', `/sessions/${id}`, { title: 'Tuesday', budget_usd: 2 })).body).toMatchObject({ title: 'Tuesday', budget_usd: 2 });
    expect((await stage.ask('GET', '/sessions?limit=1')).body).toMatchObject({ total: 1, sessions: [{ id, title: 'Tuesday' }] });
    expect((await stage.ask('DELETE', `/sessions/${id}/messages`)).body).toEqual({ deleted: 2 });
    expect((await stage.ask('GET', `/sessions/${id}`)).body).toMatchObject({ total_messages: 0 });
    expect((await stage.ask('DELETE', `/sessions/${id}`)).status).toBe(204);
    expect((await stage.ask('GET', `/sessions/${id}`)).status).toBe(404);
    expect(await stage.database.sql('select 1 from events where build_id = $1', [id])).toEqual([]);
  });

  it("is its owner's alone", async () => {
    const token = await stage.stranger();
    const { session_id } = await stage.say('hello');
    for (const [method, path, body] of [
      ['GET', `/sessions/${session_id}`, undefined],
      ['PATCH', `/sessions/${session_id}`, { title: 'mine' }],
      ['DELETE', `/sessions/${session_id}`, undefined],
      ['POST', `/sessions/${session_id}/messages`, { text: 'help' }],
      ['DELETE', `/sessions/${session_id}/messages`, undefined],
      ['GET', `/sessions/${session_id}/events?follow=false`, undefined],
      ['POST', '/chat', { message: 'help', session_id }],
    ] as const)
      expect({ method, path, status: (await stage.ask(method, path, body, {}, token)).status }).toEqual({ method, path, status: 404 });
  });

  it('answers a repeated request like the first, and refuses bad input', async () => {
    const key = { 'idempotency-key': 'said-once' };
    const first = await stage.ask('POST', '/chat', { message: 'help' }, key);
    const again = await stage.ask('POST', '/chat', { message: 'help' }, key);
    expect(again.body['session_id']).toBe(first.body['session_id']);
    // Also as a stream: whoever was cut off gets the rest of the same answer.
    expect((await stage.ask('POST', '/chat', { message: 'help' }, { ...key, accept: 'text/event-stream' })).text).toContain(String(first.body['session_id']));
    expect((await stage.ask('GET', `/sessions/${first.body['session_id']}`)).body['total_messages']).toBe(2);
    for (const body of [
      {},
      { message: '' },
      { message: '  ' },
      { message: 'a', text: 'b' },
      { message: 7 },
      { message: 'a'.repeat(20_001) },
      { message: 'a', artifact_ids: ['art-nothere1'] },
      { message: 'a\u0000b' },
    ])
      expect((await stage.ask('POST', '/chat', body)).status).toBe(422);
    expect((await stage.ask('POST', '/chat', { message: 'help', build_id: 'int-code-nothere' })).status).toBe(404);
    // A password would be kept and shown.
    const repo = 'https://me:hunter2@example.org/shop.git';
    const session = `/sessions/${first.body['session_id']}`;
    for (const [method, path, body] of [
      ['POST', '/sessions', { repo }],
      ['PATCH', session, { repo }],
      ['POST', `${session}/messages`, { text: 'help', repo }],
    ] as const) {
      const refused = await stage.ask(method, path, body);
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/repo' }] } });
      expect(refused.text).not.toContain('hunter2');
    }
    expect((await stage.ask('GET', session)).text).not.toContain('hunter2');
  });

  it('is told as it goes, resumable, to everybody who follows it', async () => {
    const { session_id } = await stage.say('hello');
    const { text } = await stage.ask('GET', `/sessions/${session_id}/events?follow=false`);
    expect(text.match(/^event: .*$/gm)).toEqual(['event: message.added', 'event: message.added', 'event: message.ended']);
    const rest = await stage.ask('GET', `/sessions/${session_id}/events?follow=false`, undefined, { 'last-event-id': '2' });
    expect(rest.text.match(/^event: .*$/gm)).toEqual(['event: message.ended']);
  });

  it('streams an answer to whoever asks for an event stream', async () => {
    const answer = await stage.ask('POST', '/chat', { message: 'help' }, { accept: 'text/event-stream' });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const last = answer.text.trim().split('\n\n').at(-1) ?? '';
    expect(last).toContain('event: message.ended');
    expect(last).toContain('"state":"done"');
  });
});

describe('a question about a build', () => {
  it('is answered from rows, with where they are to be seen', async () => {
    const id = await stage.build('Shop of plants');
    await record(stage.database.db.orm, {
      buildId: id,
      key: 'c1',
      event: { kind: 'checks.ended', subject: 'main', passed: false, tests: 12, failed: 2, summary: '2 of 12 tests failed' },
      journal: { kind: 'error', owner: 'qa-engineer', text: 'tests/test_cart.py:14 expected 3, got 2' },
    });
    await stage.database.sql('update builds set progress = 42, cost_usd = 1.25, budget_usd = 5 where id = $1', [id]);
    const tests = await stage.say(`why did the tests of ${id} fail?`);
    expect(tests.reply).toMatchObject({ answered_by: 'rules', build_id: id, card: null });
    expect(tests.reply.text).toContain('2 of 12 tests failed');
    expect(tests.reply.text).toContain('tests/test_cart.py:14');
    expect(tests.reply.citations.map(({ href }) => href)).toContain(`/api/coding_agent/${id}/journal`);
    // "it" is the build that was talked about.
    expect((await stage.say('and how far is it?', { session_id: tests.session_id })).reply.text).toContain('42 %');
    expect((await stage.say('what did it cost', { session_id: tests.session_id })).reply.text).toContain('$1.25');
    expect((await stage.say('how far is the shop of plants?')).reply).toMatchObject({ build_id: id });
  });

  it('tells what is being done, what was built and which files there are, from rows alone', async () => {
    const id = await stage.build('Bakery', null, { status: 'coding' });
    const say = async (text: string) => (await stage.say(text)).reply;
    expect((await say(`show me the files of ${id}`)).text).toContain('no files yet');
    expect((await say(`what was built in ${id}?`)).text).toContain('Nothing has been built yet');
    await stage.database.sql(
      `insert into tasks (build_id, task_id, ordinal, goal, role, files, depends_on, status) values
         ($1, 'store', 1, 'Store the loaves', 'backend-developer', '["src/store.py"]', '[]', 'done'),
         ($1, 'routes', 2, 'Serve the loaves', 'backend-developer', '["src/routes.py"]', '[]', 'running')`,
      [id],
    );
    await record(stage.database.db.orm, {
      buildId: id,
      key: 'tool',
      event: { kind: 'tool', task: 'routes', turn: 2, tool: 'write_file', summary: 'wrote src/routes.py', ok: true, commit: null },
    });
    const doing = await say(`what is ${id} doing?`);
    expect(doing).toMatchObject({ answered_by: 'rules', build_id: id });
    expect(doing.text).toMatch(/`routes`, backend developer: Serve the loaves[^]*(?:ago|just now): `routes` used `write_file`: wrote src/);
    expect((await say(`what was built in ${id}?`)).text).toMatch(/1 of 2 tasks are done:[^]*Store the loaves/);
    expect((await say(`show me the files of ${id}`)).text).toMatch(/that its plan names:[^]*src\/store\.py[^]*src\/routes\.py/);
    const diff = 'diff --git a/src/store.py b/src/store.py\n--- /dev/null\n+++ b/src/store.py\n@@ -0,0 +1,2 @@\n+loaves = []\n+-- no header\n';
    await stage.database.sql(
      `insert into artifacts (id, build_id, name, media_type, bytes, sha256, content) values ('art-diff', $1, 'build.diff', 'text/x-diff', 1, 'x', $2)`,
      [id, diff],
    );
    expect((await say(`show me the files of ${id}`)).text).toContain('changed 1 file:\n\n- `src/store.py` (+2 −0 lines)');
    expect((await say('hello')).text).toMatch(/^Hello\. /);
    expect((await say('what can you do?')).suggestions.length).toBeGreaterThanOrEqual(4);
  });

  it('that only a model could answer is told so, with what works without one', async () => {
    const id = await stage.build('Plain');
    const { reply } = await stage.say(`what would a poet say of ${id}?`);
    expect(reply).toMatchObject({ state: 'done', answered_by: 'template', card: null });
    expect(reply.text).toMatch(/no language model is configured[^]*OPENAI_API_KEY/);
    // The suggestions below it go away with the next message: what stays says something by itself.
    expect(reply.text).toMatch(/for instance "what is int-code-\w+ doing" or [^]*say "help" for all of them\.$/);
    expect(reply.suggestions).toHaveLength(6);
    // Each of them works.
    for (const text of reply.suggestions) expect((await stage.say(text)).reply).toMatchObject({ state: 'done', answered_by: 'rules' });
  });

  it('says which builds there are when the id is none, and what was probably meant', async () => {
    const id = await stage.build('Typed wrong');
    const wrong = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
    const { reply, card } = await stage.say(`deploy ${wrong} to staging`);
    expect(card).toBeNull();
    expect(reply.text).toContain(`There is no build ${wrong}`);
    expect(reply.text).toContain(`Did you mean ${id}`);
    expect(reply.suggestions).toEqual([`how far is ${id}`]);
    const theirs = await stage.build('Not yours', READY, { userId: (await stage.stranger(), 'other') });
    expect((await stage.say(`deploy ${theirs} to staging`)).reply.text).toContain('There is no build');
  });

  it('shows words of models and programs as words: nothing in them is a link, a picture or HTML', async () => {
    const id = await stage.build('Evil');
    const evil = '``` [click](javascript:alert(1)) <img src=x onerror=alert(1)> ![x](http://evil)';
    await record(stage.database.db.orm, { buildId: id, key: 'n1', journal: { kind: 'note', owner: 'agent', text: evil } });
    await record(stage.database.db.orm, {
      buildId: id,
      key: 'c1',
      event: { kind: 'checks.ended', subject: 'main', passed: false, tests: 1, failed: 1, summary: evil },
    });
    const { reply } = await stage.say(`what happened in ${id}?`);
    expect(reply.text).toContain('\\`\\`\\` \\[click\\](javascript:alert(1)) \\<img src=x onerror=alert(1)\\> \\!\\[x\\]');
    // What a program printed stands in a code span that it cannot end.
    expect((await stage.say(`why did the tests of ${id} fail?`)).reply.text).toContain(`\`\`\`\` ${evil} \`\`\`\``);
  });
});

describe('a wish', () => {
  it('becomes a card, and is carried out exactly once by its confirmation', async () => {
    const id = await running(READY, 'ready');
    const { session_id, card, reply } = await stage.say(`deploy ${id} to staging`);
    expect(card).toMatchObject({ action: 'deploy', build_id: id, state: 'open', params: { environment: 'staging', subject_digest: READY.subject_digest } });
    expect(reply.text).toContain('nothing has been done yet');
    const both = await Promise.all([1, 2, 3].map(() => stage.confirm(session_id, card as Card, { digest: card?.digest })));
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(both.map(({ body }) => (body['reply'] as unknown as { id: string }).id)).size).toBe(1);
    expect(both[0]?.body).toMatchObject({ card: { state: 'done', result: { deployment_id: 'd-1', environment: 'staging' } } });
    expect(await decisionsOf(id)).toHaveLength(1);
    // Long after, without the kept answer of the request.
    await stage.database.sql(`delete from idempotency_keys where key = $1`, [`chat-card/${card?.id}`]);
    expect((await stage.confirm(session_id, card as Card)).body).toMatchObject({ card: { state: 'done' } });
    expect((await stage.ask('GET', `/sessions/${session_id}`)).body['total_messages']).toBe(3);
  });

  it('is refused when what it was shown for has changed, when it expired, and for another digest', async () => {
    const id = await running(PLAN, 'awaiting_review');
    const first = await stage.say(`approve ${id}`);
    expect(first.card).toMatchObject({ action: 'approve' });
    expect(await stage.confirm(first.session_id, first.card as Card, { digest: 'f'.repeat(64) })).toMatchObject({
      status: 409,
      body: { code: 'APPROVAL_STALE' },
    });
    await stage.wait(id, { ...PLAN, subject_digest: 'b'.repeat(64) }, 'awaiting_review');
    expect(await stage.confirm(first.session_id, first.card as Card)).toMatchObject({ status: 409, body: { code: 'APPROVAL_STALE' } });
    const second = await stage.say(`approve ${id}`);
    await stage.database.sql(`update chat_cards set expires_at = now() - interval '1 second' where id = $1`, [second.card?.id]);
    expect(await stage.confirm(second.session_id, second.card as Card)).toMatchObject({ status: 409, body: { code: 'APPROVAL_STALE' } });
    expect(await decisionsOf(id)).toEqual([]);
  });

  it("is nobody else's to confirm, not even in the right conversation", async () => {
    const id = await running(PLAN, 'awaiting_review');
    const token = await stage.stranger();
    const mine = await stage.say(`approve ${id}`);
    const theirs = await stage.ask('POST', '/chat', { message: 'hello' }, {}, token);
    const card = { confirm: mine.card?.id };
    expect((await stage.ask('POST', `/sessions/${mine.session_id}/messages`, card, {}, token)).status).toBe(404);
    expect((await stage.ask('POST', `/sessions/${theirs.body['session_id']}/messages`, card, {}, token)).status).toBe(404);
    const another = await stage.say('hello');
    expect((await stage.ask('POST', `/sessions/${another.session_id}/messages`, card)).status).toBe(404);
    expect(await decisionsOf(id)).toEqual([]);
  });

  it('can be put away; words alone confirm nothing', async () => {
    const id = await running(PLAN, 'awaiting_review');
    const { session_id, card } = await stage.say(`approve ${id}`);
    expect((await stage.say('yes', { session_id })).reply.text).toContain('carries nothing out');
    expect(await stage.ask('POST', `/sessions/${session_id}/messages`, { dismiss: card?.id })).toMatchObject({
      status: 200,
      body: { card: { state: 'dismissed' } },
    });
    expect(await stage.confirm(session_id, card as Card)).toMatchObject({ status: 409, body: { code: 'ACTION_NOT_ALLOWED' } });
    expect(await decisionsOf(id)).toEqual([]);
  });

  it('says in the conversation when it was refused for good', async () => {
    const id = await stage.build('Without a workflow', PLAN, { status: 'awaiting_review' });
    const { session_id, card } = await stage.say(`tell ${id} to be quick`);
    const refused = await stage.confirm(session_id, card as Card);
    expect(refused.status).toBe(409);
    expect((await stage.ask('GET', `/sessions/${session_id}`)).body).toMatchObject({
      messages: [{}, { card: { state: 'failed' } }, { text: expect.stringContaining('could not be done') }],
    });
  });

  it('says why a build cannot do it now, and asks back where several could be meant', async () => {
    const working = await stage.build('At work');
    expect((await stage.say(`deploy ${working} to staging`)).reply.text).toContain('can be deployed once it is ready');
    expect((await stage.say(`approve ${working}`)).reply.text).toContain('waits for nobody');
    await stage.build('Waits one', PLAN, { status: 'awaiting_review' });
    await stage.build('Waits two', PLAN, { status: 'awaiting_review' });
    const { reply, card } = await stage.say('approve');
    expect(card).toBeNull();
    expect(reply.text).toContain('Which of these');
    const pages = await stage.build('Pages', { ...PLAN, kind: 'ux_choice', gate: 'G4', summary: 'Three designs' }, { status: 'awaiting_review' });
    expect((await stage.say(`approve ${pages}`)).reply.text).toContain(`approve option 2 of ${pages}`);
    expect((await stage.say(`approve option 2 of ${pages}`)).card).toMatchObject({ action: 'approve', params: { choice: 2 } });
    const ready = await stage.build('Can go out', READY, { status: 'ready' });
    expect((await stage.say(`deploy ${ready}`)).reply.suggestions).toEqual([`deploy ${ready} to staging`, `deploy ${ready} to production`]);
    expect((await stage.say(`deploy ${working}`)).reply.text).toContain('can be deployed once it is ready');
  });

  it('begins a build with its files, once', async () => {
    const form = new FormData();
    form.set('file', new File(['users and orders'], 'spec.md'));
    const uploaded = (await (
      await fetch(`${stage.api.url}/api/artifacts/upload`, { method: 'POST', headers: { authorization: 'Bearer local-token-of-the-tests' }, body: form })
    ).json()) as { id: string };
    const { session_id, card } = await stage.say('build me a command line tool that prints spec.md', { artifact_ids: [uploaded.id] });
    expect(card).toMatchObject({ action: 'create', params: { project_type: 'cli', artifacts: { artifact_ids: [uploaded.id] } } });
    const [one, two] = await Promise.all([stage.confirm(session_id, card as Card), stage.confirm(session_id, card as Card)]);
    expect([one?.status, two?.status]).toEqual([200, 200]);
    const { result } = (one as Answer).body['card'] as unknown as { result: { id: string } };
    expect(await stage.database.sql('select project_type, description from builds where id = $1', [result.id])).toEqual([
      { project_type: 'cli', description: 'a command line tool that prints spec.md' },
    ]);
    expect(await stage.database.sql(`select 1 from builds where description = 'a command line tool that prints spec.md'`)).toHaveLength(1);
    // "it" is the new build from now on.
    expect((await stage.say('how far is it', { session_id })).reply.build_id).toBe(result.id);
    expect((await stage.ask('POST', '/chat', { message: 'add a page to http://127.0.0.1/x.git' })).body).toMatchObject({ code: 'REPO_URL_NOT_ALLOWED' });
  });

  it('needs the role that its route needs', async () => {
    const id = await running(PLAN, 'awaiting_review');
    const { session_id, card } = await stage.say(`approve ${id}`);
    await stage.database.sql(`update users set role = 'developer' where id = 'local'`);
    try {
      // Who one is, is remembered for a few seconds.
      await eventually(async () => (await stage.ask('POST', `/coding_agent/${id}/approve`, { subject_digest: 'f'.repeat(64) })).status === 403);
      expect((await stage.confirm(session_id, card as Card)).status).toBe(403);
    } finally {
      await stage.database.sql(`update users set role = 'admin' where id = 'local'`);
    }
    expect(await decisionsOf(id)).toEqual([]);
  });
});
