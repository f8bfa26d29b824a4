import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readAnswer } from '../../activities/llm/openai/read-answer.js';
import type { ChatAnswer } from '../../activities/llm/port.js';
import { completion, delta, HELLO } from './endpoint.js';

const STREAM = [
  ': keep-alive\n\n',
  delta({ role: 'assistant', content: '' }),
  delta({ content: 'Grüße, 世界 🌍' }),
  delta({ content: ' and "quotes" \r\n data: x' }),
  delta({ tool_calls: [{ index: 0, id: 'a', function: { name: 'note', arguments: '{"text":"' } }] }),
  delta({ tool_calls: [{ index: 0, function: { arguments: 'ö"}' } }] }),
  delta({}, 'tool_calls'),
  'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4}}\n\n',
  'data: [DONE]\n\n',
].join('');

async function read(bytes: Buffer, cuts: number[]): Promise<ChatAnswer> {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const [at, place] of places.entries()) if (at > 0) controller.enqueue(new Uint8Array(bytes.subarray(places[at - 1], place)));
      controller.close();
    },
  });
  return readAnswer(new Response(body), { request: HELLO, model: 'm', onBytes: () => undefined });
}

const cuts = fc.array(fc.nat(10_000), { maxLength: 40 });

describe('the bytes of an answer', () => {
  it.each([
    ['a stream', STREAM],
    ['a stream with CRLF', STREAM.replaceAll('\n', '\r\n')],
    ['a stream without the last blank line', STREAM.trimEnd()],
    ['a stream without [DONE] and the last blank line', STREAM.replace('data: [DONE]\n\n', '').trimEnd()],
    ['a stream after a byte order mark', `\uFEFF${STREAM}`],
    ['a JSON body', `  ${JSON.stringify(completion({ content: 'Grüße, 世界 🌍' }))}\n`],
  ])('mean the same however %s is split', async (_, text) => {
    const bytes = Buffer.from(text);
    const whole = await read(bytes, []);
    expect(whole).toMatchObject({ content: expect.stringContaining('世界 🌍'), usage: expect.anything() });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => expect(await read(bytes, places)).toEqual(whole)),
      { numRuns: 150 },
    );
    expect(
      await read(
        bytes,
        Array.from({ length: bytes.length }, (__, at) => at),
      ),
    ).toEqual(whole);
  });

  it('never pass for a whole answer when the stream stops before its finish reason', async () => {
    const end = Buffer.from(STREAM.slice(0, STREAM.indexOf('"finish_reason":"tool_calls"'))).length;
    await fc.assert(
      fc.asyncProperty(fc.nat(end), async (length) => {
        await expect(read(Buffer.from(STREAM).subarray(0, length), [])).rejects.toMatchObject({ code: 'LLM_UNAVAILABLE' });
      }),
      { numRuns: 150 },
    );
  });

  it('never crash the reader, whatever JSON the chunks are', async () => {
    const chunk = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          choices: fc.array(fc.record({ delta: fc.jsonValue(), finish_reason: fc.jsonValue() })),
          usage: fc.jsonValue(),
          error: fc.jsonValue(),
          model: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
      fc
        .record({
          tool_calls: fc.array(
            fc.record(
              { index: fc.jsonValue(), id: fc.jsonValue(), function: fc.record({ name: fc.jsonValue(), arguments: fc.jsonValue() }, { requiredKeys: [] }) },
              { requiredKeys: [] },
            ),
          ),
        })
        .map((d) => ({ choices: [{ delta: d, finish_reason: 'stop' }] })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 6 }), async (chunks) => {
        const text = chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('');
        const outcome = await read(Buffer.from(text), []).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: 'LLM_UNAVAILABLE' });
        else expect(new Set((outcome as ChatAnswer).toolCalls.map((call) => call.id)).size).toBe((outcome as ChatAnswer).toolCalls.length);
      }),
      { numRuns: 300 },
    );
  });
});
