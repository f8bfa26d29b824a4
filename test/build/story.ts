/** A build told through its activities as the workflow would: real rows and real commits, answers from a list, no engine. */
import { openSession, closeSession } from '../../activities/build/tries.js';
import { answerStep } from '../../activities/record.js';
import { mergeTask, planTasks } from '../../activities/build/tasks.js';
import type { BuildDeps } from '../../activities/build/deps.js';
import type { ChatAnswer } from '../../activities/llm/port.js';
import { digestOf } from '../../db/canonical-json.js';
import { record } from '../../db/queries/record.js';
import { planSchema, type Plan } from '../../schemas/plan.js';
import type { AgentStage } from '../agent/stage.js';
import { newBuild } from '../harness/builds.js';
import { call, uses } from '../harness/provider.js';

export const write = (path: string, content: string) => call('write_file', { path, content });
export const done = (summary = 'done') => uses(call('finish', { summary }));

export interface Told {
  buildId: string;
  projectId: string;
}

export class Story {
  constructor(readonly stage: AgentStage) {}

  /** A build whose plan was approved and whose tasks are about to begin. */
  async begin(tasks: { id: string; goal?: string; depends_on?: string[]; role?: string }[], changes: object = {}): Promise<Told> {
    const plan = planSchema.parse({ title: 'Tasks', language: 'python', tasks: tasks.map((task) => ({ goal: `write ${task.id}`, ...task })) });
    const told = await newBuild(this.stage.database.db, { plan: { digest: digestOf(plan), plan, author: 'me' }, ...changes });
    await this.note(
      told,
      'plan',
      { kind: 'plan.ready', version: 1, digest: digestOf(plan), title: 'Tasks', tasks: tasks.length },
      { planVersion: 1, planDigest: digestOf(plan) },
    );
    await planTasks(this.stage.deps(), told.buildId, 1);
    await this.phase(told, 'code');
    return told;
  }

  phase(told: Told, phase: 'code' | 'test' | 'document'): Promise<void> {
    return this.note(told, `phase/${phase}`, { kind: 'phase.started', phase, progress: 0 });
  }

  /** One try at a task with these answers, to its end; merged when it succeeds. Questions are answered with yes. */
  async try(told: Told, taskId: string, answers: ChatAnswer[], over: { attempt?: number; generation?: number; deps?: BuildDeps } = {}): Promise<string> {
    const deps = over.deps ?? this.stage.deps(answers);
    const { sessionId, turnsMax } = await openSession(deps, { buildId: told.buildId, taskId, generation: over.generation ?? 1, attempt: over.attempt ?? 1 });
    const session = { ...told, sessionId, branch: '' };
    for (let turn = 1; ;) {
      const { ended, turn: last } = await this.stage.work(deps, session, { turn, turnsMax });
      if (ended?.outcome !== 'QUESTION') {
        const outcome = ended?.outcome === 'SUCCESS' ? 'SUCCESS' : 'SOFT_FAIL';
        await closeSession(deps, { sessionId, outcome, summary: ended?.summary ?? '', progress: 50 });
        if (outcome === 'SUCCESS') await mergeTask(deps, sessionId);
        return sessionId;
      }
      await answerStep(deps, { sessionId, turn: last, call: ended.call ?? 0, answer: 'yes' });
      turn = last + 1;
    }
  }

  async end(told: Told): Promise<void> {
    await this.note(told, 'end', { kind: 'build.ended', status: 'completed', failure: null }, { status: 'completed', endedAt: new Date() });
  }

  /** Main's tree of a project. */
  async tree({ projectId }: Told): Promise<string> {
    const head = await this.stage.git.store.head(projectId, 'main');
    return this.stage.git.store.treeOf(projectId, head ?? '');
  }

  async note({ buildId }: Told, key: string, event: Parameters<typeof record>[1]['event'] & object, patch: object = {}): Promise<void> {
    await record(this.stage.database.db.orm, { buildId, key, event, patch });
  }

  async plan({ buildId }: Told): Promise<Plan> {
    const [row] = await this.stage.database.sql<{ plan: object }>('select plan from plan_versions where build_id = $1 order by version desc limit 1', [
      buildId,
    ]);
    return planSchema.parse(row?.plan);
  }
}
