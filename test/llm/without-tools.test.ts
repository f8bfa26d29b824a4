import { describe, expect, it } from '@jest/globals';
import type { ChatRequest } from '../../activities/llm/port.js';
import { withoutTools } from '../../activities/llm/without-tools.js';
import { CountingProvider, says } from '../harness/provider.js';

const tools = [{ name: 'read_file', description: 'reads a file', parameters: { type: 'object' } }];
const request: ChatRequest = {
  messages: [
    { role: 'user', content: 'look' },
    { role: 'assistant', content: 'I read it.', toolCalls: [{ id: 'c1', name: 'read_file', arguments: '{"path":"a.py"}' }] },
    { role: 'tool', toolCallId: 'c1', content: 'x = 1' },
  ],
  tools,
  maxTokens: 100,
};

describe('a model that cannot call tools', () => {
  it('is told of them in words and sees what was done with them as text', async () => {
    const model = new CountingProvider(null, [says('fine')]);
    expect(await withoutTools(model).complete(request)).toEqual(says('fine'));
    const [sent] = model.requests;
    expect(sent?.tools).toBeUndefined();
    expect(sent?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(sent?.messages[0]?.content).toContain('- read_file: reads a file');
    expect(sent?.messages[2]).toEqual({
      role: 'assistant',
      content: 'I read it.\n```tool\n{"name": "read_file", "arguments": {"path":"a.py"}}\n```',
      toolCalls: [],
    });
    expect(sent?.messages[3]?.content).toBe('Result of the tool call c1:\nx = 1');
  });

  it('calls them by fenced blocks: the same text the same calls, each with an id of its own', async () => {
    const text =
      'Both, please.\n```tool\n{"name": "read_file", "arguments": {"path": "a.py"}}\n```\n```tool\r\n{"name": "note", "arguments": {"text": "n"}}\r\n```';
    const ask = () => withoutTools(new CountingProvider(null, [says(text)])).complete(request);
    const answer = await ask();
    expect(answer).toMatchObject({ content: 'Both, please.', finishReason: 'tool_calls' });
    expect(answer.toolCalls).toMatchObject([
      { name: 'read_file', arguments: '{"path":"a.py"}' },
      { name: 'note', arguments: '{"text":"n"}' },
    ]);
    expect(answer.toolCalls[0]?.id).not.toBe(answer.toolCalls[1]?.id);
    expect(await ask()).toEqual(answer);
  });

  it('hears of a block that is no JSON from the tool itself; a fence without a name stays text', async () => {
    const ask = (text: string) => withoutTools(new CountingProvider(null, [says(text)])).complete(request);
    expect((await ask('```tool\n{"name": "read_file", "arguments": {path}}\n```')).toolCalls).toMatchObject([
      { name: 'read_file', arguments: '{"name": "read_file", "arguments": {path}}' },
    ]);
    expect((await ask('```tool\nhammer\n```')).toolCalls).toEqual([]);
    expect((await ask('```python:a.py\nx = 1\n```')).content).toBe('```python:a.py\nx = 1\n```');
  });

  it('reads a flood of blocks that never end in one pass, and takes no more calls than a turn may have', async () => {
    const ask = (text: string) => withoutTools(new CountingProvider(null, [says(text)])).complete(request);
    // Looking for the end of each of them anew would take hours.
    expect((await ask('```tool\nx'.repeat(400_000))).toolCalls).toEqual([]);
    expect((await ask('```tool\n{"name": "note"}\n```\n'.repeat(500))).toolCalls).toHaveLength(128);
  });
});
