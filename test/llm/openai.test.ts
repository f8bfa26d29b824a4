import { describe, expect, it } from '@jest/globals';
import type { ChatAnswer, ChatRequest } from '../../activities/llm/port.js';
import { completion, delta, HELLO, KEY, provider, sendJson, sendStream, withEndpoint, type Handler } from './endpoint.js';

const ask = (handler: Handler, request: ChatRequest = HELLO): Promise<ChatAnswer> =>
  withEndpoint(handler, (endpoint) => provider(endpoint.baseUrl).complete(request));

describe('the OpenAI adapter', () => {
  it('asks chat completions with everything the port knows', async () => {
    const schema = { type: 'object', properties: {} };
    const request: ChatRequest = {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: null, toolCalls: [{ id: 'a', name: 'write file', arguments: '{"path": ' }] },
        { role: 'tool', toolCallId: 'a', content: 'the arguments are not JSON' },
        { role: 'assistant', content: null, toolCalls: [] },
      ],
      tools: [{ name: 'note', description: 'Notes.', parameters: schema }],
      schema: { name: 'plan', schema },
      maxTokens: 321,
    };
    await withEndpoint(
      (response, _, http) => {
        expect(http.url).toBe('/v1/chat/completions');
        expect(http.headers.authorization).toBe(`Bearer ${KEY}`);
        sendStream(response, [delta({ content: 'x' }, 'stop'), 'data: [DONE]\n\n']);
      },
      async (endpoint) => {
        await provider(endpoint.baseUrl).complete(request);
        expect(endpoint.asked).toEqual([
          {
            model: 'scripted-1',
            stream: true,
            stream_options: { include_usage: true },
            max_completion_tokens: 321,
            tools: [{ type: 'function', function: { name: 'note', description: 'Notes.', parameters: schema } }],
            response_format: { type: 'json_schema', json_schema: { name: 'plan', schema, strict: false } },
            messages: [
              { role: 'system', content: 'Be brief.' },
              { role: 'user', content: 'Hello' },
              {
                role: 'assistant',
                content: null,
                tool_calls: [{ id: 'a', type: 'function', function: { name: 'write_file', arguments: '{"invalid_json":"{\\"path\\": "}' } }],
              },
              { role: 'tool', tool_call_id: 'a', content: 'the arguments are not JSON' },
              { role: 'assistant', content: '(no answer)' },
            ],
          },
        ]);
      },
    );
  });

  it('sends no Authorization without a key', async () => {
    await withEndpoint(
      (response, _, http) => sendJson(response, 200, completion({ content: String(http.headers.authorization) })),
      async (endpoint) => {
        expect((await provider(endpoint.baseUrl, { apiKey: undefined }).complete(HELLO)).content).toBe('undefined');
      },
    );
  });

  it('puts a streamed answer together and tells its pieces', async () => {
    const pieces: string[] = [];
    const usage = 'data: {"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":5}}\n\n';
    const answer = await withEndpoint(
      (response) =>
        sendStream(response, [
          ': keep-alive\n\n',
          delta({ role: 'assistant', content: '' }),
          delta({ content: 'Grüß ' }),
          delta({ content: 'Gott' }),
          delta({}, 'stop'),
          usage,
          'data: [DONE]\n\n',
        ]),
      (endpoint) => provider(endpoint.baseUrl).complete(HELLO, { onDelta: (text) => pieces.push(text) }),
    );
    expect(answer).toEqual({
      content: 'Grüß Gott',
      toolCalls: [],
      finishReason: 'stop',
      usage: { promptTokens: 11, completionTokens: 5 },
      model: 'answering-1',
    });
    expect(pieces).toEqual(['Grüß ', 'Gott']);
  });

  it('understands one JSON body in answer to a stream request', async () => {
    const answer = await ask((response) =>
      sendJson(response, 200, completion({ content: 'whole', tool_calls: [{ id: 't', type: 'function', function: { name: 'note', arguments: '{}' } }] })),
    );
    expect(answer).toEqual({
      content: 'whole',
      toolCalls: [{ id: 't', name: 'note', arguments: '{}' }],
      finishReason: 'stop',
      usage: { promptTokens: 7, completionTokens: 3 },
      model: 'answering-1',
    });
  });

  it('assembles tool calls by index, gives missing ids and makes doubled ones unique', async () => {
    const call = (index: number, id: string | undefined, name: string | undefined, args: string): string =>
      delta({ tool_calls: [{ index, id, function: { name, arguments: args } }] });
    const request: ChatRequest = {
      ...HELLO,
      messages: [
        ...HELLO.messages,
        { role: 'assistant', content: null, toolCalls: [{ id: 'old', name: 'note', arguments: '{}' }] },
        { role: 'tool', toolCallId: 'old', content: 'noted' },
      ],
    };
    const answer = await ask(
      (response) =>
        sendStream(response, [
          call(1, 'b', 'note', '{"t'),
          call(0, undefined, 'read_file', '{"pa'),
          call(1, undefined, undefined, 'ext":1}'),
          call(0, undefined, undefined, 'th":"x"}'),
          call(2, 'old', 'note', ''),
          call(3, 'b', 'note', '{}'),
          delta({}, 'tool_calls'),
        ]),
      request,
    );
    expect(answer.toolCalls).toEqual([
      { id: 'call_1_0', name: 'read_file', arguments: '{"path":"x"}' },
      { id: 'b', name: 'note', arguments: '{"text":1}' },
      { id: 'call_1_2', name: 'note', arguments: '' },
      { id: 'call_1_3', name: 'note', arguments: '{}' },
    ]);
  });

  it('gives no id that the endpoint gives as well', async () => {
    const calls = [{ index: 0, id: 'call_0_1' }, { index: 1 }].map((one) => delta({ tool_calls: [{ ...one, function: { name: 'note', arguments: '{}' } }] }));
    expect((await ask((response) => sendStream(response, [...calls, delta({}, 'tool_calls')]))).toolCalls.map((one) => one.id)).toEqual([
      'call_0_1',
      'call_0_1_',
    ]);
  });

  it('keeps calls apart that are all numbered 0 but have their own ids', async () => {
    const call = (id: string): string => delta({ tool_calls: [{ index: 0, id, function: { name: 'note', arguments: `{"text":"${id}"}` } }] });
    const answer = await ask((response) => sendStream(response, [call('a'), call('b'), 'data: [DONE]\n\n']));
    expect(answer.toolCalls.map((one) => one.arguments)).toEqual(['{"text":"a"}', '{"text":"b"}']);
    expect(answer.finishReason).toBe('tool_calls');
  });

  it('reports an answer that hit its limit as length, whatever the endpoint calls it', async () => {
    for (const name of ['length', 'max_tokens', 'MAX_TOKENS'])
      expect((await ask((response) => sendStream(response, [delta({ content: 'half' }, name)]))).finishReason).toBe('length');
  });

  it('answers null for emptiness and leaves the judgement to the loop', async () => {
    const answer = await ask((response) => sendStream(response, [delta({ content: ' \n' }, 'stop')]));
    expect([answer.content, answer.toolCalls]).toEqual([null, []]);
  });

  it('takes no usage that cannot be true', async () => {
    for (const usage of [
      undefined,
      { prompt_tokens: -1, completion_tokens: 3 },
      { prompt_tokens: 1e12, completion_tokens: 3 },
      { prompt_tokens: 0, completion_tokens: 0 },
      { prompt_tokens: '7', completion_tokens: 3 },
      'much',
      { prompt_tokens: 1.5, completion_tokens: 1 },
    ])
      expect((await ask((response) => sendJson(response, 200, completion({ content: 'x' }, { usage })))).usage).toBeNull();
  });

  it('throws away an answer of more than 4 MB instead of using a part', async () => {
    const answer = await ask((response) => sendJson(response, 200, completion({ content: 'x'.repeat(5 * 1024 * 1024) })));
    expect(answer).toMatchObject({ content: null, toolCalls: [], finishReason: 'length', usage: null });
    const endless = await ask((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const more = (): void => void (!response.destroyed && response.write('y'.repeat(512 * 1024), () => setImmediate(more)));
      response.write('data: ', more);
    });
    expect(endless).toMatchObject({ content: null, finishReason: 'length' });
  });

  it('leaves out what the endpoint refuses by name, once and from then on', async () => {
    const refuses = (response: Parameters<Handler>[0], body: Record<string, unknown>): void => {
      if ('stream_options' in body) return sendJson(response, 400, { error: { message: 'nope', param: 'stream_options' } });
      if ('response_format' in body) return sendJson(response, 400, { error: { message: "'response_format' of type 'json_schema' is not supported" } });
      if ('max_completion_tokens' in body)
        return sendJson(response, 422, { detail: [{ loc: ['body', 'max_completion_tokens'], msg: 'Extra inputs are not permitted' }] });
      if ('stream' in body) return sendJson(response, 400, { error: 'stream is not implemented, upstream says' });
      return sendJson(response, 200, completion({ content: '{}' }));
    };
    await withEndpoint(refuses, async (endpoint) => {
      const one = provider(endpoint.baseUrl);
      const request = { ...HELLO, schema: { name: 'plan', schema: { type: 'object', title: 'Canary' } } };
      expect((await one.complete(request)).content).toBe('{}');
      expect(endpoint.asked).toHaveLength(5);
      await one.complete(request);
      expect(endpoint.asked).toHaveLength(6);
      expect(Object.keys(endpoint.asked[5] ?? {}).toSorted()).toEqual(['max_tokens', 'messages', 'model']);
      expect(JSON.stringify(endpoint.asked[5])).toContain('Canary');
    });
  });

  it('does without reasoning where tools are refused with it', async () => {
    const refuses = (response: Parameters<Handler>[0], body: Record<string, unknown>): void => {
      const message = "Function tools with reasoning_effort are not supported for this model. Set reasoning_effort to 'none'.";
      if ('tools' in body && body['reasoning_effort'] !== 'none') return sendJson(response, 400, { error: { message, param: 'reasoning_effort' } });
      return sendJson(response, 200, completion({ content: 'ok' }));
    };
    await withEndpoint(refuses, async (endpoint) => {
      const one = provider(endpoint.baseUrl);
      const request = { ...HELLO, tools: [{ name: 'note', description: 'notes', parameters: { type: 'object' } }] };
      await one.complete(request);
      await one.complete(request);
      await one.complete(HELLO);
      expect(endpoint.asked.map((body) => body['reasoning_effort'] ?? null)).toEqual([null, 'none', 'none', null]);
    });
  });

  it('holds nothing against a parameter when the request is refused without it, too', async () => {
    let full = true;
    const refuses = (response: Parameters<Handler>[0]): void =>
      full
        ? sendJson(response, 400, { error: { message: 'the prompt and max_completion_tokens, or max_tokens, pass the window; stream it' } })
        : sendJson(response, 200, completion({ content: 'ok' }));
    await withEndpoint(refuses, async (endpoint) => {
      const one = provider(endpoint.baseUrl);
      await expect(one.complete(HELLO)).rejects.toMatchObject({ code: 'LLM_REQUEST_REFUSED' });
      full = false;
      await one.complete(HELLO);
      expect(endpoint.asked.at(-1)).toMatchObject({ stream: true, max_completion_tokens: HELLO.maxTokens });
    });
  });
});
