import type { Conversation } from '../conversation.js';
import { call, tools, type Reply } from '../reply.js';
import { structuredAnswer } from './answers.js';
import type { Script } from './script.js';
import { servicePlan, serviceWork } from './service.js';
import { nextTurn } from './work.js';

/** `service` that asks a person one thing, in its first task. */
export const question: Script = { reply: questionReply };

function questionReply(conversation: Conversation): Reply {
  const { task } = conversation;
  if (!task || conversation.schema) return structuredAnswer(conversation, servicePlan(conversation));
  const work = serviceWork(conversation, task);
  if (task.id !== 'store') return nextTurn(conversation, work);
  if (conversation.step === 0) return tools([call('ask_human', { question: 'May items be lost at a restart?' })]);
  return nextTurn(conversation, { ...work, turns: [[], ...work.turns] });
}
