import { describe, expect, it } from '@jest/globals';
import { gapsAfter } from '../../bench/sessions.js';
import { startScriptedLlm } from '../tools/scripted-llm/server.js';

interface Message {
  content: string | null;
  tool_calls?: { id: string; function: { name: string } }[];
}

/** What the server's turns are, told by the names of their tools. */
async function turnsOf(baseUrl: string, kind: string, count: number): Promise<string[]> {
  const blocks = { intent: { description: `turns of ${kind}, in Python` }, task: { id: kind, role: 'backend-developer', goal: 'work', files: [] } };
  const opening = Object.entries(blocks)
    .map(([name, value]) => `\`\`\`${name}\n${JSON.stringify(value)}\n\`\`\``)
    .join('\n');
  const messages: object[] = [{ role: 'user', content: opening }];
  const turns: string[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const response = await fetch(`${baseUrl}/chat/completions`, { method: 'POST', body: JSON.stringify({ model: 'm', messages }) });
    const { choices } = (await response.json()) as { choices: { message: Message }[] };
    const message = choices[0]?.message ?? { content: null };
    turns.push(message.tool_calls?.[0]?.function.name ?? 'none');
    messages.push(message, ...(message.tool_calls ?? []).map(({ id }) => ({ role: 'tool', tool_call_id: id, content: 'done' })));
  }
  return turns;
}

describe('the scripted model of the benchmarks', () => {
  it('makes the turns the intent asks for, and notes when each request came and each answer went', async () => {
    const llm = await startScriptedLlm({ script: 'long', turns: 4, turnKind: 'asked' });
    try {
      expect(await turnsOf(llm.baseUrl, 'note', 3)).toEqual(['note', 'note', 'note']);
      expect(await turnsOf(llm.baseUrl, 'echo', 3)).toEqual(['run_command', 'run_command', 'run_command']);
      // A session ends after three turns without a tool in a row.
      expect(await turnsOf(llm.baseUrl, 'none', 4)).toEqual(['none', 'note', 'none', 'note']);
      const requests = llm.ledger.requests();
      for (const { receivedMs, endedMs } of requests) expect(endedMs).toBeGreaterThanOrEqual(receivedMs);
      expect(gapsAfter(requests, 'tools')).toHaveLength(7);
    } finally {
      await llm.stop();
    }
  });
});
