import type { Conversation } from '../conversation.js';
import { products } from '../products/index.js';
import { call, tools, type Reply } from '../reply.js';
import { structuredAnswer } from './answers.js';
import type { Script } from './script.js';
import { servicePlan } from './service.js';
import { write } from './work.js';

/** Never gets the tests to pass, and never gives up by itself: the engine has to notice. */
export const hopeless: Script = { reply: hopelessReply };

function hopelessReply(conversation: Conversation): Reply {
  const { store, storeModule, brokenStores } = products[conversation.language];
  if (!conversation.task || conversation.schema) return structuredAnswer(conversation, servicePlan(conversation));
  if (conversation.step === 0) return tools(write({ ...store, [storeModule]: brokenStores[0] }));
  if (conversation.lastTools.includes('write_file')) return tools([call('run_checks', {})]);
  // It changes something each time, and never what matters.
  return tools(write({ [storeModule]: brokenStores[conversation.checks.length % 2] ?? '' }));
}
