import { eq } from 'drizzle-orm';
import { withNotBuilt } from '../../../contracts/not-built.js';
import type { Gate, WaitKind } from '../../../contracts/messages.js';
import { storePlanVersion } from '../../../db/queries/plans.js';
import { builds, deployments, gates } from '../../../db/schema/index.js';
import type { Api } from '../../api/stack.js';
import { addArtifacts } from './artifacts.js';
import type { Marker } from './marker.js';
import { hostilePlan } from './plan.js';

const DIGEST = 'e'.repeat(64);
const OPTIONS = 3;

/** A build that waits for a person, with hostile words about what for. Answers its id. */
export async function fillWaiting(api: Api, marker: Marker, kind: WaitKind, gate: Gate | null): Promise<string> {
  const id = await api.create({ description: `waits for ${kind}` });
  const field = `wait${kind.replace('_', '')}`;
  const summary = kind === 'deploy' ? withNotBuilt(marker.all(field), marker.packs('notbuilt', 4)) : marker.all(field);
  const waitingFor = { kind, gate, subject_digest: DIGEST, summary, since: new Date().toISOString(), actions: ['approve', 'reject'] };
  const status = kind === 'plan' ? 'planning' : 'awaiting_review';
  await api.database.orm.update(builds).set({ waitingFor, status, phase: 'design', gate }).where(eq(builds.id, id));
  if (kind === 'plan') await addPlan(api, marker, id);
  if (kind === 'ux_choice') await addOptions(api, marker, id);
  if (kind === 'gate') await addGate(api, marker, id);
  if (kind === 'deploy') await addDeployments(api, marker, id);
  return id;
}

async function addPlan({ database: { orm } }: Api, marker: Marker, buildId: string): Promise<void> {
  await storePlanVersion(orm, { buildId, key: 'plan', digest: DIGEST, plan: hostilePlan(marker, 'planned', true), author: 'model' });
  await orm.update(builds).set({ planVersion: 1, planDigest: DIGEST }).where(eq(builds.id, buildId));
}

/** Three pages that a model drew, each with a third of the payloads as its HTML. */
async function addOptions(api: Api, marker: Marker, buildId: string): Promise<void> {
  const titles = marker.packs('optiontitle', OPTIONS);
  const third = Math.ceil(marker.count / OPTIONS);
  const pages = titles.map((_title, index) => ({
    name: `option-${index}.html`,
    mediaType: 'text/html',
    content: `<!doctype html><title>x</title>${Array.from({ length: third }, (_, at) => marker.bare('optionhtml', index * third + at)).join('\n')}`,
  }));
  const ids = await addArtifacts(api, buildId, pages);
  const options = titles.map((title, index) => ({ number: index + 1, title, page: ids[index], screenshot: null }));
  await api.database.orm
    .insert(gates)
    .values({ buildId, gate: 'G4', generation: 1, state: 'open', subjectDigest: DIGEST, proof: { options, note: marker.all('optionnote') } });
}

async function addGate(api: Api, marker: Marker, buildId: string): Promise<void> {
  const deep = {
    list: marker.packs('proofitem', 4),
    object: { [marker.line('proofname')]: marker.all('proofvalue') },
    deeper: [[[[[marker.all('proofdeep')]]]]],
  };
  await api.database.orm.insert(gates).values({ buildId, gate: 'G5', generation: 1, state: 'open', subjectDigest: DIGEST, proof: deep });
  await addArtifacts(api, buildId, [
    { name: 'report.md', mediaType: 'text/markdown', content: marker.all('proofmarkdown'), gate: 'G5' },
    { name: marker.line('prooffile'), mediaType: 'text/plain', content: 'x', gate: 'G5' },
  ]);
}

async function addDeployments({ database: { orm } }: Api, marker: Marker, buildId: string): Promise<void> {
  const [build] = await orm.select({ projectId: builds.projectId }).from(builds).where(eq(builds.id, buildId));
  const row = { buildId, projectId: build?.projectId ?? '', environment: 'staging', generation: 1, status: 'failed' };
  const details = marker.packs('deploymentdetail', 8);
  await orm
    .insert(deployments)
    .values(details.map((detail, index) => ({ ...row, id: `${buildId}-${index}`, detail, url: marker.bare('deploymenturl', index) })));
  await orm.insert(gates).values({ buildId, gate: 'G6', generation: 1, state: 'approved', summary: marker.all('checkedsummary'), proof: {} });
}
