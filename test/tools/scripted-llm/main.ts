import { parseArgs } from 'node:util';
import { scriptNames, TURN_KINDS } from './scripts/index.js';
import { startScriptedLlm } from './server.js';

/** `node dist/test/tools/scripted-llm/main.js --script service --port 4010 --ledger ledger.jsonl`: prints its base URL and serves until it is ended. */
const { values } = parseArgs({
  options: {
    script: { type: 'string', default: 'service' },
    port: { type: 'string', default: '0' },
    ledger: { type: 'string' },
    turns: { type: 'string' },
    'turn-kind': { type: 'string' },
    'latency-ms': { type: 'string' },
    'chunk-delay-ms': { type: 'string' },
    'api-key': { type: 'string' },
    'context-tokens': { type: 'string' },
  },
});

const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
const turnKind = values['turn-kind'];

if (!scriptNames.includes(values.script)) {
  console.error(`There is no script "${values.script}". There are: ${scriptNames.join(', ')}.`);
  process.exitCode = 2;
} else {
  const llm = await startScriptedLlm({
    script: values.script,
    port: number(values.port),
    ledgerFile: values.ledger,
    turns: number(values.turns),
    turnKind: TURN_KINDS.find((kind) => kind === turnKind) ?? 'mixed',
    latencyMs: number(values['latency-ms']),
    chunkDelayMs: number(values['chunk-delay-ms']),
    apiKey: values['api-key'],
    contextTokens: number(values['context-tokens']),
  });
  console.log(JSON.stringify({ baseUrl: llm.baseUrl, port: llm.port, script: values.script, ledger: llm.ledger.file }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void llm.stop());
}
