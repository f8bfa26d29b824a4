/** A session's next request from its parts: what never changes first, the turns as they came, what changes at every turn last. */
import type { ChatMessage, ToolSpec } from '../../llm/port.js';
import { fenced } from '../fence.js';
import { openingMessages, type Opening } from '../prompt.js';
import type { StepRow } from '../session-store.js';
import { toolSpecs } from '../tools/index.js';
import { prunedUntil, summaryOf, type Mark } from './marks.js';
import { byTurn, renderTurn, type Answered, type Block } from './turns.js';
import type { Window } from './window.js';

export interface Transcript {
  /** Oldest first, of the turns that are not summarised. */
  answers: readonly Answered[];
  steps: readonly StepRow[];
  marks: readonly Mark[];
}

export interface Assembled {
  tools: ToolSpec[];
  /** Role, opening and summary. */
  head: ChatMessage[];
  turns: Block[];
  standing: ChatMessage;
}

export function assemble(opening: Opening, transcript: Transcript, standing: ChatMessage, window: Window): Assembled {
  const summary = summaryOf(transcript.marks);
  const pruned = prunedUntil(transcript.marks);
  const steps = byTurn(transcript.steps);
  const answers = transcript.answers.filter((entry) => entry.turn > (summary?.until ?? 0));
  return {
    tools: toolSpecs(opening.role.tools),
    head: [...openingMessages(opening, window), ...(summary ? [summaryMessage(summary)] : [])],
    turns: answers.map((entry) => rendered(entry, steps.get(entry.turn) ?? [], nudgesOf(transcript, entry.turn), entry.turn <= pruned)),
    standing,
  };
}

// A turn is rendered once and again only when something of it changed: the same messages are then known by their counts, too.
const known = new WeakMap<Answered, { of: string; block: Block }>();

function rendered(entry: Answered, steps: readonly StepRow[], nudges: readonly Mark[], pruned: boolean): Block {
  const of = `${steps.length} ${nudges.length} ${pruned}`;
  const before = known.get(entry);
  if (before?.of === of) return before.block;
  const block = renderTurn(entry, steps, nudges, pruned);
  known.set(entry, { of, block });
  return block;
}

/** Everything in the order it is sent. */
export function messagesOf({ head, turns, standing }: Assembled): ChatMessage[] {
  return [...head, ...turns.flatMap((block) => block.messages), standing];
}

/** The nudges that are said after a turn. */
export function nudgesOf({ marks }: Pick<Transcript, 'marks'>, turn: number): Mark[] {
  return marks.filter((mark) => mark.kind === 'nudge' && mark.until === turn);
}

function summaryMessage(summary: Mark): ChatMessage {
  return {
    role: 'user',
    content: `Turns 1 to ${summary.until} of this session, summarised; their work is on the branch, and what follows are the turns after them:\n${fenced('summary', summary.text)}`,
  };
}
