/** What a script may answer, and the ways an answer may go wrong on its way. */

export interface ScriptedCall {
  name: string;
  /** An object is sent as JSON; a string is sent as it stands, valid or not. */
  arguments: Record<string, unknown> | string;
  /** Sent instead of the step's own id; null sends none. */
  id?: string | null;
}

export type Answer =
  | { kind: 'json'; value: unknown }
  | { kind: 'text'; text: string }
  | { kind: 'tools'; calls: ScriptedCall[]; text?: string; /** False: this turn does not count as a step of the script. */ counts?: boolean };

export type Trouble =
  | { kind: 'status'; status: number; message: string; retryAfter?: string; param?: string }
  /** The connection is destroyed in the middle of the answer. */
  | { kind: 'cut' }
  /** The answer ends halfway with finish_reason `length`. */
  | { kind: 'length' }
  | { kind: 'slow' }
  | { kind: 'error_in_200'; message: string };

export interface Reply {
  answer: Answer;
  trouble?: Trouble;
}

/** A mistake that fires `times` times for each intent and place, whatever process asks: the ledger file counts. */
export interface Mistake {
  name: string;
  times: number;
  reply: Reply;
}

export const json = (value: unknown): Reply => ({ answer: { kind: 'json', value } });
export const text = (words: string): Reply => ({ answer: { kind: 'text', text: words } });
export const tools = (calls: ScriptedCall[], words?: string): Reply => ({ answer: { kind: 'tools', calls, text: words } });
export const call = (name: string, args: ScriptedCall['arguments']): ScriptedCall => ({ name, arguments: args });
