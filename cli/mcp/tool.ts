import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolResult, ServerNotification, ServerRequest, ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Client } from '../../client/index.js';
import { ApiFailure, CliFailure } from '../failure.js';
import { readable } from '../problem.js';
import { untrusted } from './untrusted.js';

/** What all tools of one server share. */
export interface Desk {
  client: Client;
  /** Where the page is, for links. */
  pageUrl(): string;
  /** Keys of waits that were decided here: rows may show them for a moment longer. */
  decided: Set<string>;
}

export interface ToolContext extends Desk {
  /** Aborted when the assistant cancels the call. */
  signal: AbortSignal;
  /** Says how far it is; nothing when nobody asked to hear it. */
  progress(message: string): Promise<void>;
}

export interface ToolSpec<S extends z.ZodRawShape> {
  name: string;
  title: string;
  description: string;
  input: S;
  annotations: ToolAnnotations;
  run(input: z.output<z.ZodObject<S>>, context: ToolContext): Promise<CallToolResult>;
}

export type Tool = (server: McpServer, desk: Desk) => void;
type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

// Reads only; nothing of it reaches beyond this installation.
export const READS: ToolAnnotations = { readOnlyHint: true, openWorldHint: false };
/** Changes something; a repeat is answered like the first or refused. */
export const WRITES: ToolAnnotations = { readOnlyHint: false, destructiveHint: false, openWorldHint: false };
/** Changes something for good: assistants should ask their person. */
export const DECIDES: ToolAnnotations = { readOnlyHint: false, destructiveHint: true, openWorldHint: false };

export const buildId = z.string().min(1).max(60).describe('Id of a build, for example int-code-7k2m9q; its last part is enough');
export const shownDigest = z
  .string()
  .min(8)
  .max(200)
  .describe('The subject_digest that get_build, get_plan or wait_for showed: it binds the decision to exactly that, and anything newer is refused');

/** A tool whose types are closed over; what it throws becomes an answer in plain words. */
export function defineTool<S extends z.ZodRawShape>(spec: ToolSpec<S>): Tool {
  return (server, desk) => {
    const { name, title, description, annotations } = spec;
    const handle = async (input: unknown, extra: Extra): Promise<CallToolResult> => {
      try {
        return await spec.run(input as z.output<z.ZodObject<S>>, { ...desk, signal: extra.signal, progress: progressOf(extra) });
      } catch (error) {
        return failed(error);
      }
    };
    // Strict: a misspelt argument is an error and not silently another wish.
    server.registerTool(name, { title, description, annotations, inputSchema: z.strictObject(spec.input) }, handle as never);
  };
}

/** An answer: our own facts, for programs as well, and blocks of text. */
export function told(facts: Record<string, unknown>, ...blocks: (string | null)[]): CallToolResult {
  const lines = Object.entries(facts).map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
  const text = [lines.join('\n'), ...blocks].filter(Boolean).join('\n\n');
  return { content: [{ type: 'text', text }], structuredContent: facts };
}

/** What went wrong, as an answer. What the API says of it may repeat words of models: those are data, here too. */
export function failed(thrown: unknown): CallToolResult {
  const error = readable(thrown);
  const lines =
    error instanceof CliFailure
      ? [`${error.what}.`, whyOf(error), error.options.todo && `What to do: ${error.options.todo}`]
      : [`This did not work: ${error instanceof Error ? error.message : String(error)}`];
  return { content: [{ type: 'text', text: lines.filter(Boolean).join('\n') }], isError: true };
}

function whyOf(error: CliFailure): string | undefined {
  const { why } = error.options;
  return why !== undefined && error instanceof ApiFailure ? untrusted('what the server says', why) : why;
}

/** Notifications whose number grows, as the protocol asks. */
function progressOf(extra: Extra): ToolContext['progress'] {
  const progressToken = extra._meta?.progressToken;
  let progress = 0;
  return async (message) => {
    if (progressToken === undefined) return;
    progress += 1;
    await extra.sendNotification({ method: 'notifications/progress', params: { progressToken, progress, message } });
  };
}
