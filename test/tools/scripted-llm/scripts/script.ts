import type { Conversation } from '../conversation.js';
import type { Mistake, Reply } from '../reply.js';

export interface ScriptOptions {
  /** Turns of the script `long` before it finishes. */
  turns: number;
  /** What a turn of `long` is: a note, a run_command of echo, no tool at all, or notes and echoes in turn. */
  turnKind: 'note' | 'echo' | 'none' | 'mixed';
}

/** Answers from the request alone: the same request gets the same answer, in any process. */
export interface Script {
  reply(conversation: Conversation): Reply;
  /** Mistakes to be made at this place of the conversation before the right reply, each as often as it says. */
  mistakes?(conversation: Conversation): Mistake[];
}
