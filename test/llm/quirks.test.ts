import { describe, expect, it } from '@jest/globals';
import { createOpenAiProvider } from '../../activities/llm/openai.js';
import type { ChatRequest } from '../../activities/llm/port.js';
import { completion, sendJson, withEndpoint } from './endpoint.js';

const begunElsewhere: ChatRequest = {
  messages: [
    { role: 'user', content: 'look' },
    { role: 'assistant', content: null, toolCalls: [{ id: 'toolu_01/über:long', name: 'note', arguments: '{}' }] },
    { role: 'tool', toolCallId: 'toolu_01/über:long', content: 'Noted.' },
    { role: 'user', content: 'go on' },
  ],
  maxTokens: 100,
};
type Sent = { role: string; content?: string; tool_calls?: { id: string }[]; tool_call_id?: string };

async function sent(settings: object, request: ChatRequest = begunElsewhere): Promise<Record<string, unknown>> {
  return withEndpoint(
    (response) => sendJson(response, 200, completion({ content: 'ok' })),
    async (endpoint) => {
      await createOpenAiProvider({ baseUrl: endpoint.baseUrl, model: 'm', firstByteTimeoutMs: 5_000, idleTimeoutMs: 5_000, ...settings }).complete(request);
      return endpoint.asked[0] ?? {};
    },
  );
}

describe('a conversation that another vendor began', () => {
  it('goes on with ids that all vendors take, the same in the call and its result', async () => {
    const messages = (await sent({}))['messages'] as Sent[];
    const id = messages[1]?.tool_calls?.[0]?.id ?? '';
    expect(id).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
    expect(messages[2]?.tool_call_id).toBe(id);
    expect(messages).toHaveLength(4);
  });

  it('is brought into the form of a vendor that insists on its own', async () => {
    const messages = (await sent({ quirks: ['short_tool_ids', 'no_user_after_tool'] }))['messages'] as Sent[];
    expect(messages[1]?.tool_calls?.[0]?.id).toMatch(/^[A-Za-z0-9]{9}$/);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant', 'user']);
  });

  it('has no two neighbours of one role, no empty result, and all of their words', async () => {
    const request: ChatRequest = {
      messages: [
        { role: 'system', content: 'manual' },
        { role: 'system', content: 'role' },
        { role: 'user', content: 'opening' },
        { role: 'user', content: 'standing' },
        { role: 'assistant', content: null, toolCalls: [{ id: 'c1', name: 'read_file', arguments: '{}' }] },
        { role: 'tool', toolCallId: 'c1', content: ' \n' },
        { role: 'user', content: 'go on' },
      ],
      schema: { name: 'plan', schema: { title: 'the-plan' } },
      maxTokens: 100,
    };
    const messages = (await sent({ without: ['response_format'] }, request))['messages'] as Sent[];
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'user']);
    expect(messages[0]?.content).toBe('manual\n\nrole');
    expect(messages[1]?.content).toBe('opening\n\nstanding');
    expect(messages[3]?.content).toBe('(empty)');
    expect(messages[4]?.content).toMatch(/^go on\n\nAnswer with one JSON value.*the-plan/s);
  });

  it('keeps to what a vendor says of limits and of thinking', async () => {
    const body = await sent({ quirks: ['max_tokens', 'thinking_off', 'thought_signatures'] });
    expect(body).toMatchObject({ max_tokens: 100, thinking: { type: 'disabled' } });
    expect(body).not.toHaveProperty('max_completion_tokens');
    expect(JSON.stringify(body['messages'])).toContain('"extra_content":{"google":{"thought_signature":"skip_thought_signature_validator"}}');
    expect(JSON.stringify(await sent({}))).not.toMatch(/extra_content|thinking/);
  });

  it('leaves out what the model is known not to take, and describes the schema in words instead', async () => {
    const schema = { name: 'plan', schema: { type: 'object', title: 'the-plan' } };
    const body = await sent({ without: ['response_format', 'stream', 'stream_options', 'temperature'] }, { ...begunElsewhere, schema, temperature: 0.7 });
    expect(body).not.toHaveProperty('response_format');
    expect(body).not.toHaveProperty('stream');
    expect(body).not.toHaveProperty('temperature');
    expect(JSON.stringify(body['messages'])).toContain('the-plan');
    expect(await sent({}, { ...begunElsewhere, temperature: 0.7 })).toHaveProperty('temperature', 0.7);
  });
});

describe('the usage an endpoint tells', () => {
  it.each([
    [
      { prompt_tokens: 100, completion_tokens: 10, prompt_tokens_details: { cached_tokens: 80 } },
      { promptTokens: 100, completionTokens: 10, cachedTokens: 80 },
    ],
    [
      { prompt_tokens: 100, completion_tokens: 10, prompt_cache_hit_tokens: 64 },
      { promptTokens: 100, completionTokens: 10, cachedTokens: 64 },
    ],
    // More from the cache than there was: not believed.
    [
      { prompt_tokens: 100, completion_tokens: 10, prompt_cache_hit_tokens: 640 },
      { promptTokens: 100, completionTokens: 10 },
    ],
    [
      { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150, completion_tokens_details: { reasoning_tokens: 40 } },
      { promptTokens: 100, completionTokens: 50, reasoningTokens: 40 },
    ],
    // The same without saying how much of it was thinking.
    [
      { prompt_tokens: 100, completion_tokens: 10, total_tokens: 150 },
      { promptTokens: 100, completionTokens: 50 },
    ],
    [
      { prompt_tokens: 100, completion_tokens: 10, total_tokens: 0 },
      { promptTokens: 100, completionTokens: 10 },
    ],
    // Thinking counted beside the completion, as the total tells.
    [
      { prompt_tokens: 100, completion_tokens: 10, total_tokens: 150, completion_tokens_details: { reasoning_tokens: 40 } },
      { promptTokens: 100, completionTokens: 50, reasoningTokens: 40 },
    ],
  ])('%j is %j', async (usage, read) => {
    await withEndpoint(
      (response) => sendJson(response, 200, { ...completion({ content: 'ok' }), usage }),
      async (endpoint) => {
        const model = createOpenAiProvider({ baseUrl: endpoint.baseUrl, model: 'm', firstByteTimeoutMs: 5_000, idleTimeoutMs: 5_000 });
        expect((await model.complete({ messages: [{ role: 'user', content: 'x' }], maxTokens: 10 })).usage).toEqual(read);
      },
    );
  });
});
