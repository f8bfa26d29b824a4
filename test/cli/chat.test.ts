import { describe, expect, it } from '@jest/globals';
import { stageCli } from './stage.js';

const stage = stageCli();

const SESSION = 'chat-7k2m9q4xw8ab';
const mw = (...args: string[]) => stage.cli.run(['chat', ...args], { port: stage.api.port });
const answers = (path: RegExp, body: object, status = 200) => stage.api.refuse(path, status, body, 99);
const posted = (path: string) => stage.api.requests.filter((each) => each.method === 'POST' && each.path === path).map(({ body }) => body);

const reply = (text: string, over: object = {}) => ({
  id: 'msg-2',
  number: 2,
  role: 'assistant',
  state: 'done',
  text,
  build_id: null,
  attachments: [],
  citations: [],
  suggestions: [],
  answered_by: 'rules',
  failure: null,
  card: null,
  created_at: '2027-01-14T08:00:00.000Z',
  ended_at: null,
  ...over,
});
const answer = (message: ReturnType<typeof reply>) => ({ session_id: SESSION, message: null, reply: message, card: message.card, events_url: '' });
const CARD = {
  id: 'card-1',
  action: 'deploy',
  build_id: 'int-code-abc123',
  subject: 'Deploy int-code-abc123 to staging',
  params: {},
  digest: 'd'.repeat(64),
  state: 'open',
  result: null,
  expires: '2099-01-01T00:00:00.000Z',
  decided_at: null,
};

describe('mw chat', () => {
  it('says one thing and prints the answer, without what could steer a terminal', async () => {
    answers(/^\/api\/chat$/, answer(reply('**int-code-abc123** is `coding`\u001b[2J. 3 \\* 4')));
    const { code, out, err } = await mw('how', 'far', 'is', 'it');
    expect({ code, out }).toEqual({ code: 0, out: 'int-code-abc123 is coding. 3 * 4\n' });
    expect(err).toContain(SESSION);
    expect(posted('/api/chat')).toEqual([{ message: 'how far is it' }]);
  });

  it('proposes whole sentences, also where the page would let one go on', async () => {
    answers(/^\/api\/chat$/, answer(reply('It codes.', { suggestions: ['stop int-code-abc123', 'tell int-code-abc123 to '] })));
    expect((await mw('how far is it')).out).toContain('"stop int-code-abc123", "tell int-code-abc123 to use SQLite"');
  });

  it('does nothing without a confirmation: it shows what would be done and how to confirm it', async () => {
    answers(/^\/api\/chat$/, answer(reply('Please confirm', { card: CARD })));
    const { code, out, err } = await mw('deploy int-code-abc123 to staging');
    expect(code).toBe(3);
    expect(out).toContain('Deploy int-code-abc123 to staging');
    expect(err).toContain(`mw chat --session ${SESSION} --confirm card-1`);
    expect(posted(`/api/sessions/${SESSION}/messages`)).toEqual([]);
  });

  it('confirms what was shown, bound to its digest', async () => {
    answers(/^\/api\/chat$/, answer(reply('Please confirm', { card: CARD })));
    answers(/messages$/, answer(reply('It is being deployed')));
    expect(await mw('--yes', 'deploy it to staging')).toMatchObject({ code: 0, out: expect.stringContaining('It is being deployed') });
    expect(await mw('--session', SESSION, '--confirm', 'card-1')).toMatchObject({ code: 0 });
    expect(posted(`/api/sessions/${SESSION}/messages`)).toEqual([{ confirm: 'card-1', digest: CARD.digest }, { confirm: 'card-1' }]);
    expect(await mw('--confirm', 'card-1')).toMatchObject({ code: 2 });
  });

  it('goes on in the conversation of a moment ago, and says so; --new and --json begin another', async () => {
    const session = (minutesAgo: number) => ({ id: SESSION, title: 'Plants', updated_at: new Date(Date.now() - minutesAgo * 60_000).toISOString() });
    const ids = () => posted('/api/chat').map((body) => (body as { session_id?: string }).session_id);
    answers(/^\/api\/chat$/, answer(reply('It codes.')));
    await mw('--new', 'how far is it');
    stage.api.serve(/\/sessions\/chat-/, session(3));
    const next = await mw('and what did it cost');
    // With its day, where that was yesterday.
    expect(next.err).toMatch(/^mw: going on in "Plants" \((?:[\d-]+ )?\d\d:\d\d \(3 min ago\)\); --new begins another conversation\.\n$/);
    await mw('--new', 'something else');
    await mw('--json', 'how far is it');
    expect(ids()).toEqual([undefined, SESSION, undefined, undefined]);
    expect((await mw('--new', '--continue', 'x')).code).toBe(2);
  });

  it('begins a new conversation after half an hour, and where the last one was deleted', async () => {
    answers(/^\/api\/chat$/, answer(reply('It codes.')));
    await mw('--new', 'how far is it');
    stage.api.refuse(/\/sessions\/chat-/, 404, { code: 'NOT_FOUND', title: 'There is no such thing here', detail: '' });
    expect((await mw('how far is it')).err).toContain('this is a new conversation');
    stage.api.serve(/\/sessions\/chat-/, { id: SESSION, title: 'Plants', updated_at: new Date(Date.now() - 31 * 60_000).toISOString() });
    expect((await mw('how far is it')).err).toContain('this is a new conversation');
    expect(posted('/api/chat')).toEqual(Array(3).fill({ message: 'how far is it' }));
  });

  it('waits for an answer that a model still writes', async () => {
    answers(/^\/api\/chat$/, answer(reply('', { state: 'thinking' })), 202);
    const told = [
      `event: answer\ndata: ${JSON.stringify({ message_id: 'msg-2', offset: 0, text: 'It is' })}`,
      `id: 1\nevent: message.ended\ndata: ${JSON.stringify({ message_id: 'msg-other', message: reply('not this') })}`,
      `id: 2\nevent: message.ended\ndata: ${JSON.stringify({ message_id: 'msg-2', message: reply('It is nearly done.') })}`,
    ];
    stage.api.serve(/\/api\/sessions\/[^/]+\/events/, `${told.join('\n\n')}\n\n`);
    expect(await mw('what do you think')).toMatchObject({ code: 0, out: 'It is nearly done.\n' });
  });

  it('fails with the reason when no answer could be written', async () => {
    answers(/^\/api\/chat$/, answer(reply('No answer could be written: the budget is spent', { state: 'failed' })));
    expect(await mw('--build', 'abc123', 'why so slow')).toMatchObject({ code: 1, out: expect.stringContaining('the budget is spent') });
    expect(posted('/api/chat')).toEqual([{ message: 'why so slow', build_id: 'int-code-abc123' }]);
  });

  it('prints JSON only with --json, and reads nothing from an empty stdin', async () => {
    answers(/^\/api\/chat$/, answer(reply('fine', { card: CARD })));
    const { code, out, err } = await mw('--json', 'deploy it');
    expect({ code, err }).toEqual({ code: 3, err: '' });
    expect(JSON.parse(out)).toMatchObject({ session_id: SESSION, card: { id: 'card-1' } });
    expect(await mw()).toMatchObject({ code: 2 });
  });
});
