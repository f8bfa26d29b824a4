import { describe, expect, it } from '@jest/globals';
import { EXIT } from '../../cli/failure.js';
import { exitOfReply, worstOf } from '../../cli/outcome.js';
import { asksForJson } from '../../cli/view/failure-json.js';
import { NOBODY_PORT, type RunOptions } from './run-cli.js';
import { stageCli } from './stage.js';

const stage = stageCli();

/** How it ended, and the last line of stdout. */
async function failed(args: string[], options: RunOptions = {}): Promise<{ code: number | null; said: unknown; err: string }> {
  const { code, out, err } = await stage.cli.run(args, { port: stage.api.port, ...options });
  return { code, said: JSON.parse(out.trimEnd().split('\n').at(-1) ?? ''), err };
}

describe('a failure with --json', () => {
  it('of the API is what it refused, with its code, and what to do', async () => {
    const errors = [{ pointer: '/description', detail: 'too long' }];
    stage.api.refuse(/create$/, 422, { title: 'The input does not fit', code: 'INVALID_INPUT', detail: 'Look at errors.', request_id: 'r-1', errors });
    expect(await failed(['build', 'x', '--json'])).toMatchObject({
      code: 2,
      said: { code: 'INVALID_INPUT', title: 'The input does not fit', detail: 'Look at errors.', todo: null, exit: 2, status: 422, request_id: 'r-1', errors },
      err: expect.stringContaining('/description: too long'),
    });
    stage.api.refuse(/status/, 404, { title: 'There is no such thing here', code: 'NOT_FOUND', detail: 'There is no build of yours with that id.' });
    const { code, said } = await failed(['status', 'abc123', '--json']);
    expect({ code, said }).toMatchObject({ code: 1, said: { code: 'NOT_FOUND', status: 404, exit: 1, todo: expect.stringContaining('mw status --all') } });
    expect(said).not.toHaveProperty('errors');
  });

  it('of the command line, of what is typed and of a setting is one too', async () => {
    expect(await failed(['build', 'x', '--json', '--type', 'spaceship'])).toMatchObject({
      code: 2,
      said: { code: 'USAGE', title: expect.stringContaining('Allowed choices'), exit: 2 },
    });
    expect(await failed(['build', 'x', '--json', '--budget', 'much'])).toMatchObject({
      code: 2,
      said: { code: 'USAGE', title: expect.stringContaining('--budget takes dollars') },
    });
    expect(await failed(['status', '--json'], { env: { MW_PORT: 'no port' } })).toMatchObject({
      code: 2,
      said: { code: 'SETTINGS', detail: expect.stringContaining('MW_PORT'), exit: 2 },
    });
  });

  it('says that nothing answers', async () => {
    expect(await failed(['status', '--json'], { port: NOBODY_PORT })).toMatchObject({
      code: 1,
      said: { code: 'UNREACHABLE', exit: 1, todo: expect.stringContaining('mw up') },
    });
  });

  it('leaves stdout alone without the option', async () => {
    stage.api.refuse(/status/, 404, { title: 'There is no such thing here', code: 'NOT_FOUND', detail: 'There is no build of yours with that id.' });
    expect(await stage.cli.run(['status', 'abc123'], { port: stage.api.port })).toMatchObject({ code: 1, out: '' });
  });

  it('is not asked for by the option of another program', () => {
    expect([asksForJson(['status', '--json']), asksForJson(['test', '--', '--json']), asksForJson(['status'])]).toEqual([true, false, false]);
  });
});

describe('the exit code of several answers', () => {
  it('is the worst of them, in whatever order they came', () => {
    expect([worstOf(EXIT.failed, EXIT.waiting), worstOf(EXIT.waiting, EXIT.failed)]).toEqual([EXIT.failed, EXIT.failed]);
    expect([worstOf(EXIT.waiting, EXIT.done), worstOf(EXIT.done, EXIT.waiting)]).toEqual([EXIT.waiting, EXIT.waiting]);
    expect(worstOf(EXIT.usage, EXIT.failed)).toBe(EXIT.usage);
  });

  it('of one is what its state and its card say', () => {
    const card = { state: 'open' } as NonNullable<Parameters<typeof exitOfReply>[0]['card']>;
    expect(exitOfReply({ state: 'done', card: null })).toBe(EXIT.done);
    expect(exitOfReply({ state: 'failed', card: null })).toBe(EXIT.failed);
    expect(exitOfReply({ state: 'done', card })).toBe(EXIT.waiting);
    expect(exitOfReply({ state: 'done', card: { ...card, state: 'done' } })).toBe(EXIT.done);
  });
});
