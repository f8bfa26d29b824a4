import pc from 'picocolors';
import type { Client, PlanVersion } from '../../client/index.js';
import type { SeenEvent } from '../events.js';
import { renderPlan } from '../view/plan.js';
import { ProgressView } from '../view/progress.js';

const PLAIN = { colors: pc.createColors(false), width: 120 };

/** A plan as a person reads it. */
export function planText(plan: PlanVersion, model: string | null): string {
  return renderPlan(plan, { ...PLAIN, model }).join('\n');
}

/** What has happened in a build so far, a line each. */
export async function logText(client: Client, id: string, signal: AbortSignal): Promise<string> {
  const view = new ProgressView({ ...PLAIN, cut: false });
  const lines: string[] = [];
  for await (const { data } of client.streamBuildEvents(id, { after: 0, follow: 'false' }, { signal })) {
    const line = view.line(data as SeenEvent);
    if (line !== null) lines.push(line);
  }
  return lines.join('\n');
}
