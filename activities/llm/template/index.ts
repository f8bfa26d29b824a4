import { createHash } from 'node:crypto';
import { TEMPLATE_MODEL } from '../../../contracts/template-model.js';
import type { CallOptions, ChatAnswer, ChatRequest, LlmProvider, ToolCall } from '../port.js';
import { structuredAnswer } from './answers.js';
import { isCannot } from './blueprint.js';
import { readConversation } from './conversation.js';
import { asksForProgram, programText } from './program.js';
import { nextStep } from './session.js';
import { understand } from './understand.js';

/**
 * The built-in model for use without any key: it answers the engine's requests from templates, says so everywhere, and refuses what it has no
 * template for (`{"cannot": "..."}`). Free, deterministic, without state: the same request always gets the same answer.
 */
export function createTemplateModel(): LlmProvider {
  return {
    model: TEMPLATE_MODEL,
    price: { promptUsdPerMillion: 0, completionUsdPerMillion: 0 },
    complete(request, options) {
      return complete(request, options ?? {});
    },
  };
}

async function complete(request: ChatRequest, options: CallOptions): Promise<ChatAnswer> {
  options.signal?.throwIfAborted();
  const answer = answerTo(request);
  if (answer.content) options.onDelta?.(answer.content);
  return answer;
}

function answerTo(request: ChatRequest): ChatAnswer {
  const conversation = readConversation(request);
  if (request.schema) return text(JSON.stringify(structuredAnswer(request.schema.name, conversation)));
  if ((!request.tools || request.tools.length === 0) && asksForProgram(conversation)) return text(programText(conversation));
  if (!request.tools || request.tools.length === 0)
    return text('The built-in template model only plans, designs and writes from templates; it has nothing to add here.');
  const understood = understand(conversation);
  const step = isCannot(understood)
    ? { say: understood.cannot, calls: [{ name: 'finish', arguments: { summary: `The template model did not do this task. ${understood.cannot}` } }] }
    : nextStep(conversation, understood.blueprint, understood.foreign);
  return { ...text(step.say), toolCalls: step.calls.map((call, index) => toolCall(call, conversation.calls.length + index)), finishReason: 'tool_calls' };
}

function text(content: string): ChatAnswer {
  // No tokens are bought.
  return { content, toolCalls: [], finishReason: 'stop', usage: { promptTokens: 0, completionTokens: 0 }, model: TEMPLATE_MODEL };
}

/** Ids are made from the call and its place in the session, so that a repeated request gets the same ones. */
function toolCall(call: { name: string; arguments: Record<string, unknown> }, place: number): ToolCall {
  const args = JSON.stringify(call.arguments);
  const digest = createHash('sha256').update(`${place}\n${call.name}\n${args}`).digest('hex').slice(0, 16);
  return { id: `call_${place}_${digest}`, name: call.name, arguments: args };
}
