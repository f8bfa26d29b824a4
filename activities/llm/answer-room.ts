import { countMessages, countTools, tokenCounter } from '../agent/context/tokens.js';
import type { ChatRequest, RoutedModel } from './port.js';

// An answer shorter than this is of no use; an endpoint that finds the prompt too long says so itself.
export const ANSWER_TOKENS_MIN = 1_000;
// Other vendors' tokenizers make up to so much more of the same text than the one we count with.
const TOKENIZERS_DIFFER = 1.15;

/**
 * Tokens of answer to ask for: no more than the model can write, nor than its window has room for. `promptTokens` is the
 * prompt's upper bound; only a prompt that may come near the window is counted.
 */
export async function answerRoom(request: ChatRequest, model: Pick<RoutedModel, 'contextTokens' | 'outputTokens'>, promptTokens: number): Promise<number> {
  const most = Math.min(request.maxTokens, model.outputTokens);
  if (promptTokens + most <= model.contextTokens) return most;
  const count = await tokenCounter();
  const schema = request.schema ? count(JSON.stringify(request.schema)) : 0;
  const prompt = Math.ceil((countMessages(count, request.messages) + countTools(count, request.tools ?? []) + schema) * TOKENIZERS_DIFFER);
  return Math.max(Math.min(most, model.contextTokens - Math.min(prompt, promptTokens)), Math.min(most, ANSWER_TOKENS_MIN));
}
