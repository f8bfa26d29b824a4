import type { ChatMessage, ToolCall } from '../port.js';
import { isRecord, textOf } from './values.js';

interface PartialCall {
  index: number;
  id: string;
  name: string;
  arguments: string[];
}

// Far beyond any useful turn; each call becomes an activity.
const CALLS_MAX = 128;
// Endpoints limit ids to 40 or 64 characters when they come back in a conversation.
const ID = /^[\x21-\x7e]{1,64}$/;

/** Puts tool calls together from deltas by index. */
export class ToolCallAssembly {
  characters = 0;
  private readonly calls: PartialCall[] = [];
  private readonly byIndex = new Map<number, PartialCall>();

  get tooMany(): boolean {
    return this.calls.length > CALLS_MAX;
  }

  /** Takes `delta.tool_calls`; answers the bytes it added. */
  add(deltas: unknown): number {
    if (!Array.isArray(deltas)) return 0;
    let bytes = 0;
    for (const [position, delta] of deltas.entries()) {
      if (this.tooMany) break;
      if (isRecord(delta)) bytes += this.addOne(delta, position);
    }
    return bytes;
  }

  private addOne(delta: Record<string, unknown>, position: number): number {
    const id = typeof delta['id'] === 'string' ? delta['id'] : '';
    const call = this.callOf(typeof delta['index'] === 'number' ? delta['index'] : position, id);
    const part = isRecord(delta['function']) ? delta['function'] : {};
    if (call.name === '' && typeof part['name'] === 'string') call.name = part['name'];
    // Some endpoints send the arguments as an object instead of its text.
    const text = part['arguments'] === null ? '' : textOf(part['arguments']);
    call.arguments.push(text);
    this.characters += text.length;
    return Buffer.byteLength(text) + Buffer.byteLength(id) + (typeof part['name'] === 'string' ? Buffer.byteLength(part['name']) : 0);
  }

  private callOf(index: number, id: string): PartialCall {
    const known = this.byIndex.get(index);
    // Some endpoints number every call 0: another id at the same index is another call.
    if (known && (id === '' || known.id === '' || known.id === id)) {
      known.id ||= id;
      return known;
    }
    const call: PartialCall = { index, id, name: '', arguments: [] };
    this.calls.push(call);
    this.byIndex.set(index, call);
    return call;
  }

  /** In the order of their indexes; each id unique within the conversation and the same for the same answer. */
  finished(messages: ChatMessage[]): ToolCall[] {
    const turn = messages.filter((message) => message.role === 'assistant').length;
    const used = new Set(messages.flatMap((message) => (message.role === 'assistant' ? message.toolCalls.map((call) => call.id) : [])));
    return this.calls
      .toSorted((a, b) => a.index - b.index)
      .map((call, position) => {
        let id = ID.test(call.id) && !used.has(call.id) ? call.id : `call_${turn}_${position}`;
        while (used.has(id)) id += '_';
        used.add(id);
        return { id, name: call.name, arguments: call.arguments.join('') };
      });
  }
}
