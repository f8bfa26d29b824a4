/** What the template model writes goes past the same guard as any model's work: a finding there would stop every build of its kind. */
import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../../activities/honesty/inspect.js';
import { DEFAULT_POLICY } from '../../../activities/honesty/policy.js';
import { ask, type Files, type PlanLike, runSession } from './drive.js';
import { intentFor, KINDS, LANGUAGES } from './kinds.js';

const CASES = LANGUAGES.flatMap(([, label]) => KINDS.filter((kind) => intentFor(kind, label) !== null).map((kind): [string, string] => [kind, label]));

describe('a task of the template model', () => {
  it.each(CASES)('for a %s in %s has nothing that the guard stops', async (kind, label) => {
    const intent = intentFor(kind, label)!;
    const plan = (await ask('plan', { intent })) as PlanLike;
    const files: Files = new Map();
    for (const task of plan.tasks) {
      const before = new Map(files);
      await runSession(intent, plan, task, files);
      const changes = [...files].map(([path, after]) => ({ path, before: before.get(path) ?? null, after }));
      const findings = inspect({
        changes,
        goal: `${plan.title}\n${String(intent['description'])}\n${task.goal}`,
        planned: plan.tasks.flatMap((each) => each.files),
      });
      const stops = findings.filter(({ kind: found }) => ['ask', 'deny'].includes(DEFAULT_POLICY[found]));
      expect(stops).toEqual([]);
    }
  });
});
