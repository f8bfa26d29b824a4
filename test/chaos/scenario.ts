/** The builds that are run under kills: what is asked, and what the person does meanwhile. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildIdFrom, suffixFrom } from '../../contracts/ids.js';
import { queuesOf, WORKFLOW, type BuildInput } from '../../contracts/messages.js';
import { openDatabase } from '../../db/client.js';
import { submitBuild } from '../../db/queries/submit.js';
import { create, decide, statusOf, type Answer, type Status } from './client.js';
import { patiently, type ChaosStack } from './stack.js';

/**
 * `small`: no deployment. `deploy`: to staging. `website`: a page is chosen. `question`: a person is asked (script `question`).
 * `stopped`: live on staging, then stopped in the middle of the next deployment. `rollback`: two deployments, then back.
 */
export type ScenarioName = 'small' | 'deploy' | 'website' | 'question' | 'stopped' | 'rollback';

export interface Scenario {
  name: ScenarioName;
  projectType: 'api' | 'website';
  script: 'crash' | 'question';
  /** Deployments to staging before it is closed. */
  deployments: number;
  ends: 'completed' | 'stopped';
}

export const SCENARIOS: Record<ScenarioName, Scenario> = {
  small: { name: 'small', projectType: 'api', script: 'crash', deployments: 0, ends: 'completed' },
  deploy: { name: 'deploy', projectType: 'api', script: 'crash', deployments: 1, ends: 'completed' },
  website: { name: 'website', projectType: 'website', script: 'crash', deployments: 0, ends: 'completed' },
  question: { name: 'question', projectType: 'api', script: 'question', deployments: 0, ends: 'completed' },
  stopped: { name: 'stopped', projectType: 'api', script: 'crash', deployments: 2, ends: 'stopped' },
  rollback: { name: 'rollback', projectType: 'api', script: 'crash', deployments: 2, ends: 'completed' },
};

export interface Intent {
  description: string;
  domain: string;
  project_type: string;
  options: { tests: boolean; docs: boolean; deployment: boolean; review: boolean };
}

/** Every build has a domain of its own, so that the ledger of the model tells them apart; what is built does not depend on it. */
export function intentOf(scenario: Scenario, label: string): Intent {
  return {
    description: 'a REST API for items in Python',
    domain: label,
    project_type: scenario.projectType,
    options: { tests: true, docs: true, deployment: scenario.deployments > 0, review: false },
  };
}

/** Submits through the API, as people do. */
export function submit(stack: ChaosStack, scenario: Scenario, label: string): Promise<string> {
  return create(stack, intentOf(scenario, label));
}

/**
 * Submits a build for the worker of one lane: its workflow is started on that lane's queue before its row exists, so
 * that the API's relay finds it running.
 */
export async function submitToQueue(stack: ChaosStack, scenario: Scenario, label: string, prefix: string): Promise<string> {
  const id = buildIdFrom(randomBytes(8));
  const intent = intentOf(scenario, label);
  const input: BuildInput = { v: 1, buildId: id, title: label, queues: queuesOf(prefix) };
  await stack.temporal.workflow.start(WORKFLOW.build, { workflowId: id, taskQueue: input.queues.core, args: [input], staticSummary: label });
  const database = openDatabase(stack.endpoints().databaseUrl, { poolSize: 1 });
  try {
    const answered = await submitBuild(database.pool, {
      id,
      userId: 'local',
      projectId: null,
      newProjectId: `proj-${suffixFrom(randomBytes(8), 8)}`,
      parentBuildId: null,
      title: label,
      projectType: intent.project_type,
      description: intent.description,
      domain: intent.domain,
      constraints: {},
      artifacts: {},
      options: intent.options,
      llmPreference: 'balanced',
      budgetUsd: 5,
      plan: null,
      idempotency: null,
      response: {},
    });
    if (answered !== 'created') throw new Error(`submitting answered ${answered}`);
  } finally {
    await database.close();
  }
  return id;
}

// Often enough that waiting costs a build little, seldom enough that asking costs the machine little.
const LOOK_MS = 400;
const ENDED = ['completed', 'failed', 'stopped'];

export interface DriveOptions {
  /** A build that has not ended by then is stuck. */
  timeoutMs: number;
  /** Called before a deployment is asked for: the number of those asked for so far. */
  beforeDeploy?: (asked: number) => Promise<void> | void;
  /** Called after it was asked for. */
  afterDeploy?: (asked: number) => Promise<void> | void;
  /** Called when the build has ended, before it is looked at. */
  afterEnd?: () => Promise<void>;
  /** Called before the build is closed. */
  beforeComplete?: () => Promise<void>;
}

/** Plays the person until the build has ended; throws when it is stuck. What the status says counts, not what we remember. */
export async function drive(stack: ChaosStack, id: string, scenario: Scenario, options: DriveOptions): Promise<Status> {
  const deadline = Date.now() + options.timeoutMs;
  let last = '';
  for (;;) {
    const status = await statusOf(stack, id);
    if (ENDED.includes(status.status)) {
      await options.afterEnd?.();
      return status;
    }
    const waiting = status.waiting_for;
    if (Date.now() > deadline) throw new Error(`${id} is stuck: ${status.status}, waits for ${waiting?.kind ?? 'nobody'}; last answer to us: ${last}`);
    if (waiting) last = JSON.stringify(await decideOn(stack, status, waiting, scenario, options));
    await sleep(LOOK_MS);
  }
}

async function decideOn(
  stack: ChaosStack,
  { id, deployments }: Status,
  waiting: NonNullable<Status['waiting_for']>,
  scenario: Scenario,
  options: DriveOptions,
): Promise<Answer> {
  const digest = { subject_digest: waiting.subject_digest };
  if (waiting.kind === 'question') return decide(stack, id, 'answer', { answer: 'Yes, that is fine.', ...digest });
  if (waiting.kind === 'ux_choice') return decide(stack, id, 'approve', { choice: 2, ...digest });
  if (waiting.kind !== 'deploy') return decide(stack, id, 'approve', digest);
  if (deployments.length >= scenario.deployments) {
    await options.beforeComplete?.();
    return decide(stack, id, 'complete', {});
  }
  await options.beforeDeploy?.(deployments.length);
  const answer = await decide(stack, id, 'deploy', { environment: 'staging', ...digest });
  await options.afterDeploy?.(deployments.length);
  return answer;
}

/** Waits until the outbox of a rollback was kept and its workflow has ended. */
export async function rollBack(stack: ChaosStack, id: string): Promise<void> {
  const asked = await decide(stack, id, 'rollback', { environment: 'staging' });
  if (asked.status !== 202) throw new Error(`rollback answered ${asked.status}: ${JSON.stringify(asked.body)}`);
  await untilClosed(stack, `${id}/deploy/rollback-1`);
}

/** Waits until a workflow has ended, however. */
export async function untilClosed(stack: ChaosStack, workflow: string): Promise<void> {
  await patiently(workflow, async () => {
    const { status } = await stack.temporal.workflow.getHandle(workflow).describe();
    if (status.name === 'RUNNING') throw new Error('it still runs');
  });
}
