import { ANSWER_TOKENS_MAX } from '../../../contracts/limits.js';
import type { ModelRouter, Route } from '../../llm/port.js';

/** What one request may hold, in tokens as context/tokens.ts counts them. */
export interface Window {
  /** Of the request at most. */
  input: number;
  /** Of the answer: real tokens, as the endpoint counts them. */
  answer: number;
}

// Our count is that of OpenAI's newer models; slices and wrappings differ by a few in a hundred.
const OPENAI_FACTOR = 1.1;
// Claude, Gemini, Llama, Qwen and Mistral need up to a third more tokens for the same code.
const OTHERS_FACTOR = 1.35;
// An answer that took more than a quarter of a small window would leave too little room for the question.
const ANSWER_SHARE_MAX = 1 / 4;
const OPENAI_NAME = /(?:^|\/)(?:gpt-(?:4o|4\.|[5-9])|o[134](?:-|$)|chatgpt)/;

/** The room of a request, so that it and its answer fit the window of whichever model of the route answers. */
export function windowOf(models: Pick<ModelRouter, 'windowTokens' | 'answerTokens' | 'nameOf'>, route: Route): Window {
  const whole = models.windowTokens(route);
  const answer = Math.min(models.answerTokens(route), ANSWER_TOKENS_MAX, Math.floor(whole * ANSWER_SHARE_MAX));
  const factor = OPENAI_NAME.test(models.nameOf(route)) ? OPENAI_FACTOR : OTHERS_FACTOR;
  return { input: Math.floor((whole - answer) / factor), answer };
}

// Letters of a tool result that are a token, at the least, in code and English; what is denser is cut once more by fit.ts.
const CHARS_PER_TOKEN = 3;

/** Characters that a share of the window surely allows for. */
export function charsOf(window: Window, share: number): number {
  return Math.floor(window.input * share * CHARS_PER_TOKEN);
}
