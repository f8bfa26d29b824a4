import type { ChatMessage, ChatRequest, ToolCall } from '../port.js';

/** What the engine told in fenced blocks, and what has happened in the session so far. The model keeps no state of its own. */
export interface Conversation {
  intent: Record<string, unknown> | null;
  plan: Record<string, unknown> | null;
  task: Record<string, unknown> | null;
  /** Requested changes to an earlier plan, oldest first. */
  feedback: string[];
  /** Paths of the tree the session started from; null when the engine did not say all of them. */
  files: string[] | null;
  /** The engine showed a map of code that exists. */
  onRepository: boolean;
  /** Tool calls already made, with their results. */
  calls: PastCall[];
}

export interface PastCall {
  name: string;
  arguments: Record<string, unknown>;
  /** Null while there is no answer. */
  result: string | null;
}

const FENCE = /^(`{3,})([a-z_]+)\s*$/;

export function readConversation(request: ChatRequest): Conversation {
  const conversation: Conversation = {
    intent: null,
    plan: null,
    task: null,
    feedback: [],
    files: null,
    onRepository: false,
    calls: pastCalls(request.messages),
  };
  // Tool results are what code and files said; only system and user messages are the engine's.
  for (const message of request.messages) {
    if (message.role !== 'system' && message.role !== 'user') continue;
    for (const { kind, text } of blocks(message.content)) {
      if (kind === 'feedback') conversation.feedback.push(text);
      else if (kind === 'map') conversation.onRepository = true;
      else if (kind === 'files') conversation.files ??= pathsOf(text);
      // The first block of a kind counts: a later one could be quoted text.
      else if (kind === 'intent' || kind === 'plan' || kind === 'task') conversation[kind] ??= parseObject(text);
    }
  }
  return conversation;
}

/** One path a line, as the engine lists them (a size may follow in brackets); null when it left some out. */
export function pathsOf(listing: string): string[] | null {
  const lines = listing
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.some((line) => line.startsWith('...'))) return null;
  return lines.map((line) => line.replace(/ \(\d+\)$/, ''));
}

/** The fenced blocks of a message; a fence ends at a line with the same number of backticks. */
function blocks(content: string): { kind: string; text: string }[] {
  const found: { kind: string; text: string }[] = [];
  let open: { fence: string; kind: string; lines: string[] } | null = null;
  for (const line of content.split('\n')) {
    if (open === null) {
      const match = FENCE.exec(line);
      if (match) open = { fence: match[1] ?? '', kind: match[2] ?? '', lines: [] };
    } else if (line.trimEnd() === open.fence) {
      found.push({ kind: open.kind, text: open.lines.join('\n') });
      open = null;
    } else {
      open.lines.push(line);
    }
  }
  return found;
}

function pastCalls(messages: ChatMessage[]): PastCall[] {
  const results = new Map<string, string>();
  for (const message of messages) if (message.role === 'tool') results.set(message.toolCallId, message.content);
  const called = messages.flatMap((message): ToolCall[] => (message.role === 'assistant' ? message.toolCalls : []));
  return called.map((call) => ({ name: call.name, arguments: parseObject(call.arguments) ?? {}, result: results.get(call.id) ?? null }));
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A text of an object that may hold anything; empty when it is none. */
export function textOf(object: Record<string, unknown> | null, key: string): string {
  const value = object?.[key];
  return typeof value === 'string' ? value : '';
}

/** A list of texts of an object that may hold anything. */
export function textsOf(object: Record<string, unknown> | null, key: string): string[] {
  const value = object?.[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : typeof value === 'string' ? [value] : [];
}
