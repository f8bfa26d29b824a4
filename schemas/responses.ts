import { z } from 'zod';
import { queueSchema } from './queue.js';

/** What the HTTP API answers: the shapes of the OpenAPI document. Answers are built by api/present.ts, not validated. */

const time = z.string().meta({ format: 'date-time' });
const id = z.string();
const anything = z.record(z.string(), z.unknown());
const nullableText = z.string().nullable();
// The words of contracts/messages.ts; test/client/types.test.ts holds both together.
const buildStatus = z.enum([
  'planning',
  'designing',
  'coding',
  'testing',
  'documenting',
  'ready',
  'deploying',
  'completed',
  'failed',
  'stopped',
  'awaiting_review',
]);
const phase = z.enum(['plan', 'design', 'code', 'test', 'document', 'ready', 'deploy', 'complete']).nullable();
export const gateName = z.enum(['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'G9']);
export const environment = z.enum(['staging', 'production']);

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    request_id: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

export const createdSchema = z.object({ id, status: z.string(), status_url: z.string(), events_url: z.string() }).meta({ id: 'Created' });

const waitingFor = z
  .object({
    kind: z.enum(['plan', 'ux_choice', 'gate', 'deploy', 'question', 'review', 'budget']),
    gate: gateName.nullable(),
    subject_digest: z.string(),
    summary: z.string(),
    since: time,
    actions: z.array(z.string()),
  })
  .meta({ id: 'WaitingFor' })
  .nullable();

const task = z
  .object({
    id,
    goal: z.string(),
    role: z.string(),
    status: z.string(),
    attempts: z.int(),
    result: anything.nullable(),
    files: z.array(z.string()),
    depends_on: z.array(z.string()),
    complexity: z.number(),
    started_at: time.nullable(),
    ended_at: time.nullable(),
  })
  .meta({ id: 'Task' });
/** How a deployment serves; the list of all of them has it too. */
export const servingFields = {
  problem: nullableText.meta({
    description: 'Of a live deployment: why its address does not answer just now, and what to do; null when it does, or where that is not known.',
  }),
  curl: z.array(z.string()).meta({ description: 'Of a live deployment: curl lines to try it with; what they send was answered before it went live.' }),
};
const deployment = z
  .object({
    id,
    environment,
    url: nullableText,
    status: z.string(),
    commit: nullableText,
    digest: nullableText,
    detail: nullableText,
    ...servingFields,
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'Deployment' });
const timelineEntry = z.looseObject({ seq: z.int(), kind: z.string(), at: time }).meta({ id: 'TimelineEntry' });
const artifact = z
  .object({
    id,
    name: z.string(),
    gate: nullableText,
    media_type: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    status: z.string(),
    created_at: time,
    url: z.string(),
  })
  .meta({ id: 'BuildArtifact' });

export const ownedArtifactSchema = artifact
  .extend({ source: z.enum(['upload', 'build']), build_id: nullableText, expires_at: time.nullable(), download_url: z.string() })
  .meta({ id: 'Artifact' });

export const statusSchema = z
  .object({
    id,
    title: z.string(),
    project_type: z.string(),
    description: z.string(),
    language: nullableText,
    status: buildStatus,
    progress: z.number(),
    phase,
    gate: gateName.nullable(),
    waiting_for: waitingFor,
    queue: queueSchema,
    plan: z.object({ version: z.int(), digest: z.string() }).nullable(),
    tasks: z.array(task),
    attempts: z.int(),
    cost_usd: z.number(),
    budget_usd: z.number(),
    phase_costs: z.array(z.object({ phase: z.string(), usd: z.number() })).meta({ description: 'What the models were paid in each phase.' }),
    estimate: z.object({ hours: z.number(), usd: z.number(), basis: z.string() }).nullable(),
    model: nullableText,
    deployments: z.array(deployment),
    failure: z.object({ code: z.string(), title: z.string(), detail: z.string() }).nullable(),
    result: z.object({ branch: z.string(), commit: z.string(), tree: z.string() }).nullable(),
    artifacts: z.array(z.object({ id, name: z.string(), gate: nullableText, media_type: z.string(), bytes: z.int(), url: z.string() })),
    timeline: z.array(timelineEntry),
    actions: z.array(z.string()),
    project_id: id,
    parent_build_id: id.nullable(),
    forked_at: nullableText.meta({ description: 'The point of the parent at which this fork begins; null at its plan.' }),
    temporal_url: nullableText.meta({ description: 'Its workflow in the Temporal Web UI.' }),
    model_override: nullableText.meta({ description: 'The model that answers whatever the routing says.' }),
    options: anything,
    domain: nullableText,
    llm_preference: z.string(),
    event_seq: z.int().meta({ description: 'The number of the last event that this tells of already; follow the events after it.' }),
    created_at: time,
    updated_at: time,
    ended_at: time.nullable(),
  })
  .meta({ id: 'BuildStatus' });

const activeBuild = z
  .object({
    id,
    title: z.string(),
    project_type: z.string(),
    language: nullableText,
    planned_language: nullableText.meta({
      description: 'The language by the name its plan has for it: typescript, where `language` is the image (node) of two.',
    }),
    status: buildStatus,
    phase,
    progress: z.number(),
    cost_usd: z.number(),
    budget_usd: z.number(),
    waiting_for: waitingFor,
    live: z.array(environment).meta({ description: 'The environments that it serves just now.' }),
    actions: z.array(z.string()),
    created_at: time,
    updated_at: time,
    ended_at: time.nullable(),
  })
  .meta({ id: 'ActiveBuild' });

/** A page of a list: `items`, `total`, `page`, and the items again under the list's own name. */
export function listSchema(name: string, item: z.ZodType) {
  return z.object({ items: z.array(item), total: z.int(), page: z.int(), [name]: z.array(item) });
}

export const activeSchema = listSchema('builds', activeBuild);
export const tasksSchema = listSchema('tasks', task);
export const artifactsSchema = listSchema('artifacts', artifact);
export const ownedArtifactsSchema = listSchema('artifacts', ownedArtifactSchema);
export const timelineSchema = listSchema('timeline', timelineEntry);
export const gatesSchema = listSchema(
  'gates',
  z
    .object({
      id: z.string().meta({ description: 'This visit of the gate; `GET /proof-artifacts?gateId=` lists what justified it.' }),
      gate: gateName,
      generation: z.int(),
      state: z.string(),
      subject_digest: nullableText,
      summary: z.string(),
      proof: anything,
      decided_by: nullableText,
      opened_at: time,
      decided_at: time.nullable(),
    })
    .meta({ id: 'Gate' }),
);
export const journalSchema = listSchema(
  'journal',
  z
    .object({ id: z.int(), kind: z.string(), state: z.string(), owner: z.string(), text: z.string(), created_at: time, resolved_at: time.nullable() })
    .meta({ id: 'JournalEntry' }),
);
const project = z.object({ id, name: z.string(), created_at: time }).meta({ id: 'Project' });
export const projectsSchema = listSchema('projects', project);
export const projectSchema = project
  .extend({
    environments: z.array(
      z.object({
        name: environment,
        url: nullableText,
        problem: servingFields.problem,
        active_deployment_id: nullableText,
        previous_deployment_id: nullableText,
      }),
    ),
    builds: z.array(z.object({ id, title: z.string(), status: buildStatus, created_at: time })),
  })
  .meta({ id: 'ProjectDetail' });
export const newProjectSchema = project;

const planTask = z.object({
  id,
  goal: z.string(),
  role: z.string(),
  files: z.array(z.string()),
  depends_on: z.array(z.string()),
  symbols: z.array(z.string()),
  complexity: z.number(),
});
const texts = z.array(z.string());
const planContent = z
  .object({
    title: z.string(),
    summary: z.string(),
    language: z.string().optional(),
    requirements: texts,
    phases: texts,
    tasks: z.array(planTask),
    stack: texts,
    risks: texts,
    questions: texts,
    estimate: z.object({ hours: z.number(), usd: z.number(), basis: z.string() }),
    made_by: z.string().optional().meta({ description: 'A model; `template` says so of itself.' }),
  })
  .meta({ id: 'PlanContent' });
const planVersion = z.object({ version: z.int(), digest: z.string(), author: z.string(), created_at: time });
export const planAnswerSchema = planVersion
  .extend({ build_id: id, plan: planContent, current: z.boolean(), versions: z.array(planVersion) })
  .meta({ id: 'PlanVersion' });

const step = z.object({
  ordinal: z.int(),
  at: z.string(),
  task: z.string(),
  try: z.string(),
  turn: z.int(),
  call: z.int(),
  tool: z.string(),
  ok: z.boolean(),
  summary: z.string(),
  commit: nullableText,
  head_before: z.string(),
  created_at: time,
});
export const stepsSchema = listSchema('steps', step.meta({ id: 'Step' }));
export const stepSchema = step
  .extend({
    text: nullableText.meta({ description: 'What the model said in this turn.' }),
    arguments: nullableText.meta({ description: 'Of the call, as the model wrote them: mostly JSON.' }),
    result: z.string().meta({ description: 'What the model was shown.' }),
    duration_ms: z.int(),
  })
  .meta({ id: 'StepDetail' });
const lineCounts = z.object({ added: z.int(), removed: z.int() }).nullable();
export const comparisonSchema = z
  .object({
    builds: z.array(
      z.looseObject({
        id,
        title: z.string(),
        status: buildStatus,
        parent_build_id: nullableText,
        forked_at: nullableText,
        plan: z.looseObject({ version: z.int().nullable(), digest: nullableText }),
        tasks: z.array(z.looseObject({ id, goal: z.string(), role: z.string(), status: z.string(), attempts: z.int(), inherited: z.boolean() })),
        models: z.array(z.string()),
        diff: z.object({ files: z.int(), added: z.int(), removed: z.int() }).nullable(),
        turns: z.int(),
        steps: z.int(),
        model_calls: z.int(),
        model_calls_inherited: z.int(),
        cost_usd: z.number(),
        seconds: z.number(),
        tests: z.object({ passed: z.boolean(), total: z.int(), failed: z.int(), summary: z.string() }).nullable(),
        result: z.object({ branch: z.string(), commit: z.string(), tree: z.string() }).nullable(),
      }),
    ),
    same_tree: z.boolean(),
    same_plan: z.boolean(),
    files: z.array(z.object({ path: z.string(), same: z.boolean(), left: lineCounts, right: lineCounts, between: lineCounts })).meta({
      description: 'Files that are not the same: what each build changed in them against its base, and the lines between the two where both are new.',
    }),
    files_same: z.int(),
  })
  .meta({ id: 'Comparison' });
export const retrospectiveSchema = anything;
export const learningSchema = z
  .object({
    total_builds: z.int(),
    successful_builds: z.int(),
    success_rate_percent: z.number(),
    avg_efficiency_gain: z.number(),
    patterns_learned: z.int(),
    domain_stats: z.record(z.string(), z.object({ count: z.int(), avg_duration: z.number().meta({ description: 'seconds' }) })),
    reusable_components: z.array(z.unknown()),
  })
  .meta({ id: 'LearningStats' });

const part = z.looseObject({ ok: z.boolean(), detail: z.string().optional() });
export const liveSchema = z.object({ status: z.literal('ok') });
export const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded']),
    version: z.string(),
    uptime_seconds: z.int(),
    parts: z.object({ postgres: part, temporal: part, worker: part, blobs: part }),
  })
  .meta({ id: 'Health' });
export const readySchema = z.object({ status: z.enum(['ready', 'not_ready']), missing: z.array(z.string()) });
export const statsSchema = z.looseObject({ builds: z.record(z.string(), z.int()) });
export const auditSchema = z.object({
  ok: z.boolean(),
  size: z.int(),
  head: z.string(),
  pending: z.int(),
  anchor: z.object({ size: z.int(), head: z.string() }).nullable(),
  problem: z.object({ seq: z.int(), verdict: z.string(), detail: z.string() }).nullable(),
});
