import { CancellationScope } from '@temporalio/workflow';
import type { ChatTurnInput } from '../contracts/chat.js';
import { failureOf } from './failure.js';
import { proxiesFor } from './proxies.js';

// Nobody looks at a conversation for an hour: a model that stays away this long is told as such.
const PATIENCE = '5 minutes';

/** One answer of a conversation. Its message always ends, with words or with the reason why there are none. */
export async function chat({ sessionId, messageId, queues }: ChatTurnInput): Promise<void> {
  const act = proxiesFor(queues);
  const answering = act.llm.answerChat.executeWithOptions({ summary: 'answer', scheduleToCloseTimeout: PATIENCE }, [{ sessionId, messageId }]);
  await answering.catch(async (error: unknown) => {
    await CancellationScope.nonCancellable(() => act.rows.failChatAnswer({ sessionId, messageId, failure: failureOf(error) }));
  });
}
