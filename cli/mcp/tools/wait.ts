import { z } from 'zod';
import type { BuildStatus } from '../../../client/index.js';
import { fullId } from '../../builds.js';
import type { SeenEvent } from '../../events.js';
import { mayWait } from '../../watch.js';
import { cleanLine } from '../../view/clean.js';
import { factsOf, nextOf, textsOf } from '../facts.js';
import { buildId, defineTool, READS, told, type ToolContext } from '../tool.js';
import { isSettled } from '../waits.js';

// Clients of the protocol give up on a call after a minute unless told otherwise.
const SECONDS = 50;
const SECONDS_MAX = 3_600;

export const waitFor = defineTool({
  name: 'wait_for',
  title: 'Wait for a build',
  description:
    'Blocks until a build waits for a person (plan, gate, question, ready to deploy) or has ended, and answers like get_build; says on the way what happens. Call it again when the time is over.',
  annotations: READS,
  input: {
    build_id: buildId,
    timeout_seconds: z
      .int()
      .min(1)
      .max(SECONDS_MAX)
      .default(SECONDS)
      .describe('Answers after this long at the latest; more than 50 only if your client waits that long'),
  },
  async run({ build_id, timeout_seconds }, context) {
    const id = fullId(build_id);
    const over = AbortSignal.timeout(timeout_seconds * 1_000);
    const settled = await follow(id, { ...context, signal: AbortSignal.any([context.signal, over]) }).catch((error: unknown) => {
      if (over.aborted && !context.signal.aborted) return null;
      throw error;
    });
    const build = settled ?? (await context.client.getBuild(id, { signal: context.signal }));
    const isOver = settled === null && !isSettled(build, context.decided);
    const next = isOver ? 'It still works; call wait_for again.' : nextOf(build);
    return told({ ...factsOf(build, context.pageUrl()), still_working: isOver }, textsOf(build), next);
  },
});

/** The build once it needs a person or has ended. */
async function follow(id: string, context: ToolContext): Promise<BuildStatus> {
  const { client, signal, decided } = context;
  const look = async () => {
    const build = await client.getBuild(id, { signal });
    return isSettled(build, decided) ? build : null;
  };
  const before = await client.getBuild(id, { signal });
  if (isSettled(before, decided)) return before;
  // All events are read, for one of them may have come between row and timeline; those that are old news are not told.
  const known = Math.max(0, ...before.timeline.map(({ seq }) => seq));
  for (;;) {
    for await (const event of client.events<SeenEvent>(id, { signal, retry: {} })) {
      if (event.seq > known) await context.progress(messageOf(event));
      const now = mayWait(event) ? await look() : null;
      if (now) return now;
    }
    // The last event was seen, so the next look finds the end.
    const end = await client.getBuild(id, { signal });
    if (isSettled(end, decided)) return end;
  }
}

/** An event in our own words: what models say is not for the margin of somebody's screen. */
function messageOf(event: SeenEvent): string {
  const percent = 'progress' in event ? ` (${Math.round(event.progress)} %)` : '';
  const subject = 'task' in event && event.task ? ` ${cleanLine(event.task, 40)}` : 'phase' in event && event.phase ? ` ${event.phase}` : '';
  return `${event.kind}${subject}${percent}`;
}
