import { z } from 'zod';
import { MillwrightError, type FailureCode } from '../../contracts/failures.js';
import { ANSWER_TOKENS_MAX, LLM_REPAIRS_MAX } from '../../contracts/limits.js';
import { callModel } from '../llm/call.js';
import { parseJsonAnswer } from '../llm/parse-answer.js';
import type { CallOptions, ChatMessage, Tier } from '../llm/port.js';
import type { BuildDeps } from './deps.js';

export interface StructuredCall<Schema extends z.ZodType> {
  key: string;
  buildId: string;
  /** The schema's name as the endpoint sees it: plan, architecture, ... */
  name: string;
  schema: Schema;
  messages: ChatMessage[];
  /** How hard it is; `medium` when absent. */
  tier?: Tier;
  /** The failure when no usable answer comes. */
  failure: FailureCode;
}

/**
 * Asks for JSON of a schema. An answer that does not fit goes back to the model with the exact problem, a bounded number of
 * times; each try is a stored call of its own. Throws `failure` when none fits.
 */
export async function askStructured<Schema extends z.ZodType>(
  deps: BuildDeps,
  call: StructuredCall<Schema>,
  options: CallOptions = {},
): Promise<z.infer<Schema>> {
  return (await askStructuredSigned(deps, call, options)).value;
}

/** `askStructured`, with the name of the model that answered. */
export async function askStructuredSigned<Schema extends z.ZodType>(
  deps: BuildDeps,
  call: StructuredCall<Schema>,
  options: CallOptions = {},
): Promise<{ value: z.infer<Schema>; model: string }> {
  const { $schema: _schema, ...schema } = z.toJSONSchema(call.schema, { io: 'input', unrepresentable: 'any' });
  const messages = [...call.messages];
  let problem = '';
  let model = '';
  for (let attempt = 0; attempt <= LLM_REPAIRS_MAX; attempt += 1) {
    const request = { messages, schema: { name: call.name, schema }, maxTokens: ANSWER_TOKENS_MAX };
    const answer = await callModel(
      deps,
      { key: `${call.key}/${attempt}`, buildId: call.buildId, purpose: call.name, request, ...(call.tier ? { tier: call.tier } : {}) },
      options,
    );
    model = answer.model;
    const parsed = parseJsonAnswer(answer.content ?? '', z.union([cannotSchema, call.schema]));
    if ('ok' in parsed) {
      const cannot = cannotSchema.safeParse(parsed.ok);
      if (cannot.success) throw new MillwrightError('INTENT_NOT_UNDERSTOOD', cannot.data.cannot);
      return { value: parsed.ok as z.infer<Schema>, model };
    }
    problem = problemOf(answer.content ?? '', call.schema, parsed.problem);
    messages.push(
      { role: 'assistant', content: answer.content ?? '', toolCalls: [] },
      { role: 'user', content: `That answer cannot be used: ${problem}\nAnswer again, with JSON of the schema only.` },
    );
  }
  throw new MillwrightError(
    call.failure,
    `the model ${model} answered ${LLM_REPAIRS_MAX + 1} times and no answer could be used; the last problem: ${problem.slice(0, 1500)}`,
  );
}

// How a model says that it can not: a plain sentence for the person.
const cannotSchema = z.strictObject({ cannot: z.string().min(1).max(4_000) });

function problemOf(text: string, schema: z.ZodType, fallback: string): string {
  const alone = parseJsonAnswer(text, schema);
  return 'problem' in alone ? alone.problem : fallback;
}
