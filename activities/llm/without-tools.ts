import { createHash } from 'node:crypto';
import type { CallOptions, ChatAnswer, ChatMessage, ChatRequest, LlmProvider, ToolCall, ToolSpec } from './port.js';

// One fenced block is one call; what is around it is what the model says.
const OPEN = /```tool[ \t]*\r?\n/g;
const CLOSE = /\r?\n[ \t]{0,20}```/g;
// Far beyond any useful turn, as of the calls of models that have them.
const CALLS_MAX = 128;

/**
 * A model that cannot call tools, as if it could: the tools are described in words, calls are fenced blocks of JSON in its
 * text. A text without such a block stays a text.
 */
export function withoutTools(model: LlmProvider): LlmProvider {
  return {
    model: model.model,
    price: model.price,
    async complete(request: ChatRequest, options: CallOptions = {}) {
      if (!request.tools?.length) return model.complete({ ...request, messages: request.messages.map(inWords) }, options);
      const { tools, ...rest } = request;
      const messages = [{ role: 'system' as const, content: manual(tools) }, ...request.messages.map(inWords)];
      return withCalls(await model.complete({ ...rest, messages }, options), request);
    },
  };
}

function manual(tools: readonly ToolSpec[]): string {
  const lines = tools.map((tool) => `- ${tool.name}: ${tool.description}\n  arguments, as JSON schema: ${JSON.stringify(tool.parameters)}`);
  return `You have these tools:\n${lines.join('\n')}\n\nTo use one, write a block like this, with valid JSON; several blocks are several calls:\n\`\`\`tool\n{"name": "read_file", "arguments": {"path": "README.md"}}\n\`\`\`\nThen stop: the results come in the next message.\nFiles may also be changed in plain text: whole files as blocks that begin with \`\`\`language:path/to/file, SEARCH/REPLACE blocks under a path, or a unified diff. When the task is done, write a line FINISH: and a summary.`;
}

/** What was said and done with tools, as plain text. */
function inWords(message: ChatMessage): ChatMessage {
  if (message.role === 'tool') return { role: 'user', content: `Result of the tool call ${message.toolCallId}:\n${message.content}` };
  if (message.role !== 'assistant' || message.toolCalls.length === 0) return message;
  const calls = message.toolCalls.map((call) => `\`\`\`tool\n{"name": ${JSON.stringify(call.name)}, "arguments": ${call.arguments.trim() || '{}'}}\n\`\`\``);
  return { role: 'assistant', content: [message.content ?? '', ...calls].filter((text) => text !== '').join('\n'), toolCalls: [] };
}

function withCalls(answer: ChatAnswer, request: ChatRequest): ChatAnswer {
  const text = answer.content ?? '';
  const place = request.messages.length;
  const { blocks, around } = split(text);
  const toolCalls = blocks.slice(0, CALLS_MAX).flatMap((block, index) => callOf(block, place + index) ?? []);
  if (toolCalls.length === 0) return answer;
  const said = around.trim();
  return { ...answer, content: said === '' ? null : said, toolCalls, finishReason: 'tool_calls' };
}

/** The blocks of a text and what is around them, in one pass: an opening without an end must not be looked for again and again. */
function split(text: string): { blocks: string[]; around: string } {
  const blocks: string[] = [];
  const around: string[] = [];
  let at = 0;
  OPEN.lastIndex = 0;
  for (let open = OPEN.exec(text); open; open = OPEN.exec(text)) {
    CLOSE.lastIndex = OPEN.lastIndex;
    const close = CLOSE.exec(text);
    if (!close) break;
    blocks.push(text.slice(OPEN.lastIndex, close.index));
    around.push(text.slice(at, open.index));
    at = OPEN.lastIndex = CLOSE.lastIndex;
  }
  return { blocks, around: [...around, text.slice(at)].join('') };
}

/** Arguments stay as the model wrote them: whether they fit is the tool's to say. */
function callOf(json: string, place: number): ToolCall | null {
  const name = /"name"\s*:\s*"([^"\\]{1,100})"/.exec(json)?.[1];
  if (name === undefined) return null;
  let args = json;
  try {
    const parsed = JSON.parse(json) as { arguments?: unknown };
    args = typeof parsed.arguments === 'string' ? parsed.arguments : JSON.stringify(parsed.arguments ?? {});
  } catch {
    // Shown to the tool as it is: it answers what is wrong with it.
  }
  return { id: `call_${place}_${createHash('sha256').update(`${place}\n${json}`).digest('hex').slice(0, 12)}`, name, arguments: args };
}
