/** The floor of a turn: what any agent must at least do. Asks the scripted server, spawns /bin/echo for each tool call, asks again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const [url = '', turns = '0', name = ''] = process.argv.slice(2);
const fence = (kind: string, value: object) => `\`\`\`${kind}\n${JSON.stringify(value)}\n\`\`\``;
const opening = [
  fence('intent', { description: `${name}: turns of echo, in Python` }),
  fence('task', { id: name, role: 'backend-developer', goal: 'echo', files: [] }),
];
const messages: object[] = [{ role: 'user', content: opening.join('\n') }];
for (let turn = 0; turn < Number(turns); turn += 1) {
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'bare', messages }),
  });
  const { choices } = (await response.json()) as { choices: { message: { tool_calls?: { id: string }[] } }[] };
  messages.push(choices[0]?.message ?? {});
  for (const call of choices[0]?.message.tool_calls ?? []) {
    const child = spawn('/bin/echo', [`turn ${turn}`]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(child, 'close');
    messages.push({ role: 'tool', tool_call_id: call.id, content: output });
  }
}
