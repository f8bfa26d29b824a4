import type { Finding } from '../../contracts/messages.js';
import { fenced } from '../agent/prompt.js';
import type { SessionRow } from '../agent/session-store.js';

/** How a try ended, as its session's row keeps it. */
export interface TryOutcome {
  outcome: string;
  summary: string;
  /** Checks that failed last. */
  failures: Finding[];
  /** What stands against a change whose checks passed. */
  objection: { by: 'inspection' | 'review'; findings: Finding[] } | null;
}

// What one try says to the next: enough for twenty findings.
const BRIEF_CHARS_MAX = 8_000;

// Said to the second candidate, the third ...: candidates that think alike are worth no more than one.
const APPROACHES = [
  'Look for the plainest solution: the least code that does the whole task.',
  'Write the tests first, from the goal alone, then the code.',
  'Look at what could go wrong first: bad input, limits, errors; build from there.',
  'Read everything the task touches before you write, then change as few places as possible.',
];

export function outcomeOf(session: Pick<SessionRow, 'outcome'>): TryOutcome {
  const kept = (session.outcome ?? {}) as Partial<TryOutcome>;
  return { outcome: kept.outcome ?? 'SOFT_FAIL', summary: kept.summary ?? '', failures: kept.failures ?? [], objection: kept.objection ?? null };
}

/**
 * What a try is told when the one before it passed its checks and was not accepted; null otherwise, for failed checks are
 * in the session's context anyway. What models and code wrote is fenced.
 */
export function briefAfter({ objection }: TryOutcome): string | null {
  if (!objection) return null;
  const findings = fenced('findings', objection.findings.map((finding) => `- ${findingLine(finding)}`).join('\n'));
  return `${OBJECTIONS[objection.by]}\n${findings}`.slice(0, BRIEF_CHARS_MAX);
}

const OBJECTIONS = {
  inspection:
    'The try before this one passed its checks, but the engine does not accept the change: it found tests or checks that no longer say what they said. Put them back as they were, then make them pass by the code alone.',
  review:
    'The try before this one passed its checks. A reviewer read the change and wants the following mended. Mend what is right about it and nothing else; where a finding is wrong, say why in a note.',
} as const;

/** What sets a candidate apart from those beside it; null for the first, who works as usual. */
export function briefOfCandidate({ number, of }: { number: number; of: number }): string | null {
  const approach = APPROACHES[(number - 2) % APPROACHES.length];
  return number > 1 && approach
    ? `You are one of ${of} who work on this task apart from each other; the first result that is accepted is taken.\n${approach}`
    : null;
}

/** One line: `src/a.py:12 test-failed: expected 1`. */
export function findingLine({ file, line, rule, message }: Finding): string {
  const place = file ? `${file}${line ? `:${line}` : ''} ` : '';
  return `${place}${rule}: ${message.replaceAll(/\s+/g, ' ').trim()}`;
}
