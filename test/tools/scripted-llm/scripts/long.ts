import type { Conversation } from '../conversation.js';
import { products } from '../products/index.js';
import { call, text, type Reply, type ScriptedCall } from '../reply.js';
import { structuredAnswer, wish } from './answers.js';
import type { Script, ScriptOptions } from './script.js';
import { nextTurn, write } from './work.js';

/** One task of many small turns: for the size of histories and for benches. */
export function long(options: ScriptOptions): Script {
  return { reply: (conversation) => longReply(conversation, options) };
}

function longReply(conversation: Conversation, options: ScriptOptions): Reply {
  const { store } = products[conversation.language];
  if (!conversation.task || conversation.schema) return structuredAnswer(conversation, longPlan(conversation));
  if (options.turnKind === 'none') {
    // Turns without a tool leave no step in the conversation: they are counted as they are.
    if (conversation.turns < options.turns) return text(`Turn ${conversation.turns + 1}: I am still thinking.`);
    return nextTurn(conversation, { turns: [write(store)], summary: 'Thought enough.' });
  }
  const asked = options.turnKind === 'asked' ? /turns of (note|echo|none)/.exec(String(conversation.intent['description']))?.[1] : undefined;
  // Counted as they come: a turn without a tool is no step of the script.
  if (asked === 'none' && conversation.turns < options.turns && conversation.turns % 2 === 0)
    return text(`Turn ${conversation.turns + 1}: I am still thinking.`);
  const length = asked === 'none' ? Math.floor(options.turns / 2) : options.turns;
  const turns = Array.from({ length }, (_, at) => [smallCall(at, asked === 'echo' ? 'echo' : asked ? 'note' : options.turnKind)]);
  return nextTurn(conversation, { turns: [...turns, write(store)], summary: `Done after ${options.turns} turns.` });
}

function smallCall(at: number, kind: ScriptOptions['turnKind']): ScriptedCall {
  const echoes = kind === 'echo' || (kind === 'mixed' && at % 2 === 1);
  return echoes ? call('run_command', { command: `echo turn ${at + 1}` }) : call('note', { text: `turn ${at + 1}` });
}

function longPlan(conversation: Conversation): Record<string, unknown> {
  const { store } = products[conversation.language];
  return {
    title: wish(conversation),
    summary: 'One long task.',
    language: conversation.language,
    tasks: [{ id: 'long', goal: 'Work in many small turns', role: 'backend-developer', files: Object.keys(store), depends_on: [] }],
  };
}
