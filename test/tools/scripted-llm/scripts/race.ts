import { call, tools, type Reply } from '../reply.js';
import type { Conversation } from '../conversation.js';
import type { Script } from './script.js';
import { serviceReply } from './service.js';

/**
 * `service`, but a candidate that works as usual never comes to an end: it writes notes, slowly. Those who were told that
 * they are one of several do the work, so that with two or more candidates the first one always loses.
 */
export const race: Script = { reply: raceReply };

function raceReply(conversation: Conversation): Reply {
  if (!conversation.task || conversation.schema || conversation.isRival || conversation.task.role === 'technical-writer') return serviceReply(conversation);
  return { ...tools([call('note', { text: `thinking, step ${conversation.step}` })]), trouble: { kind: 'slow' } };
}
