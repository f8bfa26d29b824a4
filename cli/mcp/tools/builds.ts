import { z } from 'zod';
import { intentSchema } from '../../../schemas/intent.js';
import { fullId } from '../../builds.js';
import { guessType } from '../../intent.js';
import { cleanLine } from '../../view/clean.js';
import { factsOf, nextOf, textsOf } from '../facts.js';
import { buildId, DECIDES, defineTool, READS, told, WRITES } from '../tool.js';
import { untrusted } from '../untrusted.js';

const { description, project_type, title, budget_usd, llm_preference } = intentSchema.shape;

export const submitBuild = defineTool({
  name: 'submit_build',
  title: 'Submit a build',
  description: 'Have software built: say what is wanted. A plan is made first and waits for approval; nothing is built or spent on coding before that.',
  annotations: WRITES,
  input: {
    description: description.describe('What is wanted, in words: behaviour, data, language'),
    project_type: project_type.unwrap().optional().describe('Told from the description when left out'),
    title: title.describe('A short name; made from the description otherwise'),
    language: z.string().max(40).optional().describe('Such as python, typescript, go, java or csharp. Told from the description when left out'),
    repository: z.string().max(2_000).optional().describe('https URL of an existing repository to work on, maybe with #branch'),
    budget_usd: budget_usd.describe('What the build may spend at most'),
    llm_preference: llm_preference.unwrap().optional().describe('Which models to prefer'),
    deployment: z.boolean().optional().describe('False ends the build after documenting'),
    idempotency_key: z
      .string()
      .regex(/^[\x21-\x7e]{1,200}$/)
      .optional()
      .describe('A repeat under the same key is the same build'),
  },
  async run({ language, repository, deployment, idempotency_key, ...rest }, { client, signal, pageUrl }) {
    const intent = {
      ...rest,
      project_type: rest.project_type ?? guessType(rest.description),
      ...(language ? { constraints: { stack: [language] } } : {}),
      ...(repository ? { artifacts: { repo: repository } } : {}),
      ...(deployment === undefined ? {} : { options: { deployment } }),
    };
    const created = await client.createBuild(intent, { signal, idempotencyKey: idempotency_key });
    const facts = { build_id: created.id, status: created.status, page: `${pageUrl()}/ui/builds/${created.id}` };
    return told(facts, 'It plans now. wait_for tells when the plan is ready to be shown to the person.');
  },
});

export const listBuilds = defineTool({
  name: 'list_builds',
  title: 'List builds',
  description: 'The builds that are not finished, newest first; with a status those of that status (waiting: for a person; any: ended ones too).',
  annotations: READS,
  input: {
    status: z.enum(['waiting', 'ready', 'completed', 'failed', 'stopped', 'ended', 'any']).optional(),
    limit: z.int().min(1).max(200).default(50),
  },
  async run({ status, limit }, { client, signal }) {
    const { items, total } = await client.listBuilds({ limit, status }, { signal });
    const builds = items.map(({ id, status, phase, progress, waiting_for }) => ({
      build_id: id,
      status,
      phase,
      progress_percent: Math.round(progress),
      waits_for: waiting_for?.kind ?? null,
    }));
    const titles = items.map(({ id, title }) => `${id}: ${cleanLine(title, 200)}`);
    return told({ total, builds }, titles.length > 0 ? untrusted('titles of builds', titles.join('\n')) : 'There are none. submit_build starts one.');
  },
});

export const getBuild = defineTool({
  name: 'get_build',
  title: 'Look at a build',
  description: 'Where a build stands, what it waits for (with the subject_digest a decision needs), its tasks, cost, failure, deployments.',
  annotations: READS,
  input: { build_id: buildId },
  async run({ build_id }, { client, signal, pageUrl }) {
    const build = await client.getBuild(fullId(build_id), { signal });
    return told(factsOf(build, pageUrl()), textsOf(build), nextOf(build));
  },
});

export const stopBuild = defineTool({
  name: 'stop',
  title: 'Stop a build',
  description: 'Cancel a build: its containers go, the work so far is kept, it cannot go on. Ask the person first.',
  annotations: DECIDES,
  input: { build_id: buildId, reason: z.string().min(1).max(4_000).optional() },
  async run({ build_id, reason }, { client, signal }) {
    const { id, status } = await client.stopBuild(fullId(build_id), reason ? { reason } : {}, { signal });
    return told({ build_id: id, status }, 'It stops within about ten seconds.');
  },
});
