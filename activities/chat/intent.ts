import { z } from 'zod';
import { CARD_ACTIONS, type Wish } from '../../contracts/chat.js';
import { MillwrightError } from '../../contracts/failures.js';
import type { BuildDeps } from '../build/deps.js';
import { askStructured } from '../build/structured.js';
import type { CallOptions, ChatMessage } from '../llm/port.js';

const words = z.string().max(20_000).nullish();

/** What a model may say that a person wants. It proposes; a card shows it, and only the person's confirmation does it. */
export const intentAnswerSchema = z.object({
  kind: z.enum(['question', 'command', 'other']),
  action: z.enum(CARD_ACTIONS).nullish(),
  build_id: z.string().max(60).nullish(),
  environment: z.enum(['staging', 'production']).nullish(),
  text: words,
  reason: words,
  description: words,
  budget_usd: z.number().positive().max(10_000).nullish(),
  choice: z.int().min(1).max(100).nullish(),
});
export type IntentAnswer = z.infer<typeof intentAnswerSchema>;

/** What the person's last message is; null when the model gives nothing usable. Throws what the endpoint throws. */
export async function askIntent(
  deps: BuildDeps,
  about: { sessionId: string; messageId: string },
  messages: ChatMessage[],
  options: CallOptions,
): Promise<IntentAnswer | null> {
  const call = {
    key: `${about.sessionId}/${about.messageId}/intent`,
    buildId: about.sessionId,
    name: 'intent',
    schema: intentAnswerSchema,
    messages,
    tier: 'simple' as const,
    failure: 'LLM_OUTPUT_INVALID' as const,
  };
  return askStructured(deps, call, options).catch((error: unknown) => {
    // It is then answered like a question.
    if (error instanceof MillwrightError && (error.code === 'INTENT_NOT_UNDERSTOOD' || error.code === 'LLM_OUTPUT_INVALID')) return null;
    throw error;
  });
}

/** The wish that an answer names, with everything it needs; null when it lacks something. */
export function wishOf({ kind, action, ...said }: IntentAnswer, fallbackText: string): Wish | null {
  if (kind !== 'command' || !action) return null;
  const text = said.text ?? said.reason ?? null;
  switch (action) {
    case 'create':
      return { action, params: { description: said.description ?? fallbackText, ...(said.budget_usd ? { budget_usd: said.budget_usd } : {}) } };
    case 'deploy':
    case 'rollback':
      return said.environment ? { action, params: { environment: said.environment } } : null;
    case 'reject':
      return said.reason ? { action, params: { reason: said.reason } } : null;
    case 'answer':
      return text ? { action, params: { answer: text } } : null;
    case 'guidance':
    case 'request_changes':
      return text ? { action, params: { text } } : null;
    case 'request_review':
      return text ? { action, params: { question: text } } : null;
    case 'raise_budget':
      return said.budget_usd ? { action, params: { budget_usd: said.budget_usd } } : null;
    case 'approve':
      return { action, params: said.choice ? { choice: said.choice } : {} };
    case 'stop':
      return { action, params: said.reason ? { reason: said.reason } : {} };
    case 'complete':
      return { action, params: {} };
  }
}
