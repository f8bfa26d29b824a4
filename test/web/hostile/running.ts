import { eq } from 'drizzle-orm';
import type { BuildEvent } from '../../../contracts/events.js';
import { storePlanVersion } from '../../../db/queries/plans.js';
import { record } from '../../../db/queries/record.js';
import {
  approvals,
  builds,
  deploymentOutputLines,
  deploymentOutputs,
  deployments,
  documents,
  gates,
  honestyFindings,
  journal,
  llmCalls,
  projects,
  sessions,
  steps,
  tasks,
} from '../../../db/schema/index.js';
import type { Api } from '../../api/stack.js';
import { storeArtifacts } from './artifacts.js';
import { oneLine, type Marker } from './marker.js';
import { hostilePlan } from './plan.js';

// As many turns as are shown without unfolding.
const TURNS = 8;
// A log keeps so many rows around what one sees.
const OUTPUT_LINES = 10;
const LOGGED_LINES = 4;

/** A build at work, of which every text is hostile: tasks, turns, calls, events, gates, findings, journal, files. Answers its id. */
export async function fillRunning(api: Api, marker: Marker): Promise<string> {
  const id = await api.create({ description: 'to be replaced' });
  const { orm } = api.database;
  const plan = { buildId: id, key: 'plan', digest: 'd'.repeat(64), plan: hostilePlan(marker, 'agreed', false), author: 'model' };
  // What differs from the version before is told line by line.
  const first = { ...plan.plan, summary: marker.some('agreedbefore', 0, 20) };
  await storePlanVersion(orm, { ...plan, key: 'first', digest: 'c'.repeat(64), plan: first, author: marker.line('planauthor') });
  await storePlanVersion(orm, { ...plan, author: marker.line('planauthor') });
  await orm
    .update(builds)
    .set({
      // Lists show each payload as a title of its own.
      title: oneLine(marker.some('buildtitle', 0, 20)),
      description: marker.all('description'),
      language: marker.line('language'),
      model: marker.line('model'),
      status: 'coding',
      phase: 'code',
      planVersion: 2,
      planDigest: plan.digest,
    })
    .where(eq(builds.id, id));
  await addWork(api, marker, id);
  await addProof(api, marker, id);
  await addProject(api, marker, id);
  await storeArtifacts(api, marker, id);
  for (const [number, event] of eventsOf(marker).entries()) await record(orm, { buildId: id, key: `event-${number}`, event });
  return id;
}

async function addWork({ database: { orm } }: Api, marker: Marker, buildId: string): Promise<void> {
  const goals = marker.packs('taskgoal', 12);
  const rows = goals.map((goal, index) => ({ buildId, taskId: index === 0 ? 'store' : `t${index}`, ordinal: index, goal }));
  const hostile = { role: marker.line('taskrole'), files: marker.each('taskfile'), dependsOn: [marker.line('taskafter')] };
  await orm.insert(tasks).values(rows.map((row, index) => (index === 0 ? { ...row, ...hostile } : { ...row, role: 'developer', files: [], dependsOn: [] })));
  const sessionId = `${buildId}/task/store/1.1`;
  const session = { buildId, taskId: 'store', role: 'developer', generation: 1, attempt: 1, branch: 'b', baseCommit: 'c', head: 'c', language: 'python' };
  await orm.insert(sessions).values({ id: sessionId, ...session });
  const [said, given, shown] = ['steptext', 'stepargument', 'stepresult'].map((field) => marker.packs(field, TURNS));
  for (let index = 0; index < TURNS; index += 1) {
    const at = { buildId, sessionId, turn: index + 1 };
    const written = JSON.stringify({ path: given?.[index], content: given?.[index], [given?.[index] ?? '']: 1 });
    const answer = { content: said?.[index], toolCalls: [{ id: `call-${index}`, name: 'write_file', arguments: written }] };
    const call = { key: `${sessionId}/${index}`, purpose: 'turn', requestDigest: 'd', requestBytes: 1, model: 'm', state: 'answered', lease: 'l' };
    await orm.insert(llmCalls).values({ ...at, ...call, answer });
    const step = { call: 0, toolCallId: `call-${index}`, tool: 'write_file', ok: true, summary: 's', headAfter: 'c', durationMs: 1 };
    await orm.insert(steps).values({ ...at, ...step, result: shown?.[index] ?? '' });
  }
}

async function addProof({ database: { orm } }: Api, marker: Marker, buildId: string): Promise<void> {
  const entries = marker.each('journaltext').map((text, index) => ({ buildId, key: `j${index}`, kind: 'note', owner: 'developer', text }));
  await orm.insert(journal).values(entries);
  const errors = marker.packs('errormessage', 6).map((text, index) => ({ buildId, key: `e${index}`, kind: 'error', owner: 'developer', text }));
  await orm.insert(journal).values(errors);
  const strange = { kind: marker.line('journalkind'), owner: marker.line('journalowner'), state: marker.line('journalstate') };
  await orm.insert(journal).values({ buildId, key: 'strange', text: 'x', ...strange });
  // A page shows a hundred findings.
  const [paths, details, kinds, subjects] = ['findingpath', 'findingdetail', 'findingkind', 'findingsubject'].map((field) => marker.packs(field, 80));
  const finding = { buildId, commit: 'c', line: 1, severity: 'high', action: 'deny' };
  await orm.insert(honestyFindings).values(
    (paths ?? []).map((path, index) => ({
      ...finding,
      id: `f${index}`,
      path,
      detail: details?.[index] ?? '',
      kind: kinds?.[index] ?? '',
      subject: subjects?.[index] ?? '',
    })),
  );
  const proof = { [marker.line('gateproofname')]: marker.all('gateproof') };
  const gate = { buildId, gate: 'G5', generation: 1, state: 'approved', subjectDigest: 'd' };
  await orm.insert(gates).values({ ...gate, summary: marker.all('gatesummary'), proof, decidedBy: marker.line('gatedecider') });
}

/** Where it runs, and what its project keeps. */
async function addProject(api: Api, marker: Marker, buildId: string): Promise<void> {
  const { orm } = api.database;
  const [build] = await orm.select({ projectId: builds.projectId }).from(builds).where(eq(builds.id, buildId));
  const projectId = build?.projectId ?? '';
  await orm
    .update(projects)
    .set({ name: marker.line('projectname') })
    .where(eq(projects.id, projectId));
  const titles = marker.packs('documenttitle', 4);
  const names = marker.packs('documentname', 4);
  const written = { buildId, projectId, kind: 'design' as const, version: 1, key: 'k', author: 'architect', mediaType: 'text/markdown', bytes: 1, sha256: 'x' };
  const contents = marker.packs('document', 4);
  await orm
    .insert(documents)
    .values(
      titles.map((title, index) => ({ ...written, id: `doc-${'a'.repeat(19)}${index}`, title, name: names[index] ?? '', content: contents[index] ?? '' })),
    );
  const live = { buildId, projectId, generation: 1, status: 'live' };
  const examples = [{ method: 'POST' as const, path: '/tasks', body: marker.line('examplebody') }];
  const safe = { examples, id: `${buildId}-live`, environment: marker.line('environment'), url: `https://example.org/${marker.line('address')}` };
  const unsafe = marker.addresses.map((number) => ({ id: `${buildId}-${number}`, environment: 'staging', url: marker.bare('liveurl', number) }));
  await orm.insert(deployments).values([safe, ...unsafe].map((one) => ({ ...live, ...one })));
  await addReplaced(api, marker, { ...live, environment: safe.environment }, safe.id);
  const logged = marker.packs('outputlogged', LOGGED_LINES).map((msg) => JSON.stringify({ time: msg, level: msg, msg, [msg]: msg }));
  const printed = [...marker.packs('outputline', OUTPUT_LINES), ...logged];
  const log = { deploymentId: safe.id, containerId: 'c', readAt: '', readNth: 1, lastSeq: printed.length };
  await orm.insert(deploymentOutputs).values(log);
  await orm.insert(deploymentOutputLines).values(
    printed.map((text, index) => ({
      deploymentId: safe.id,
      seq: index + 1,
      at: new Date(),
      source: index % 2 ? ('stderr' as const) : ('stdout' as const),
      text,
    })),
  );
}

interface Place {
  buildId: string;
  projectId: string;
  environment: string;
  generation: number;
}

/** A version that the live one took the place of, and who did that. */
async function addReplaced({ database: { orm } }: Api, marker: Marker, place: Place, by: string): Promise<void> {
  const { buildId } = place;
  const old = `${buildId}-old`;
  await orm.insert(deployments).values({ ...place, id: old, status: 'superseded' });
  const decided = { buildId, decision: 'deploy', generation: 1, userId: marker.line('deployer'), result: {}, createdAt: new Date(0) };
  await orm.insert(approvals).values({ ...decided, id: 'deployed' });
  for (const deployment of [old, by])
    await record(orm, {
      buildId,
      key: `${deployment}/end`,
      event: { kind: 'deploy.ended', deployment, environment: 'staging', status: 'live', url: null, detail: null },
    });
}

/** One event of each kind with a text; a note for each payload. */
function eventsOf(marker: Marker): BuildEvent[] {
  const text = (field: string) => marker.line(`event${field}`);
  const said = marker.packs('turntext', TURNS);
  const called = marker.packs('toolsummary', TURNS);
  return [
    { kind: 'phase.started', phase: 'plan', progress: 0 },
    { kind: 'phase.ended', phase: 'plan', progress: 10, outcome: text('outcome') },
    { kind: 'phase.started', phase: 'code', progress: 10 },
    { kind: 'plan.ready', version: 1, digest: 'd', title: text('plantitle'), tasks: 1 },
    { kind: 'plan.edited', version: 2, digest: 'd', by: text('planby'), again: [text('planagain')] },
    { kind: 'forked', from: text('forkedfrom'), point: 'code', phase: 'code', commit: 'c', tasks_done: 0, steps_kept: 0, calls_kept: 0 },
    { kind: 'model.changed', model: text('model'), llm_preference: 'fast', by: text('modelby') },
    { kind: 'gate.opened', gate: 'G5', wait: 'gate', subject_digest: 'd', summary: text('gate') },
    { kind: 'gate.passed', gate: 'G5', by: text('passedby') },
    { kind: 'gate.decided', gate: 'G5', decision: text('decision'), by: text('decider'), subject_digest: null },
    { kind: 'task.started', task: 'store', goal: text('taskgoal'), role: text('taskrole'), attempt: 1 },
    ...said.flatMap((words, index): BuildEvent[] => [
      { kind: 'turn', task: 'store', turn: index + 1, text: words, tools: ['write_file'], cost_usd: 0, progress: 20 },
      {
        kind: 'tool',
        task: 'store',
        turn: index + 1,
        tool: index === 0 ? text('toolname') : 'write_file',
        summary: called[index] ?? '',
        ok: true,
        commit: null,
      },
    ]),
    { kind: 'task.ended', task: text('othertask'), outcome: 'SUCCESS', summary: text('taskended'), progress: 30 },
    { kind: 'checks.started', subject: text('checked') },
    { kind: 'working', what: 'verifyMain', seconds: 1, checks: { subject: text('checked'), running: [text('running')] } },
    { kind: 'checks.ended', subject: text('checks'), passed: false, tests: 1, failed: 1, summary: text('checkssummary') },
    { kind: 'question', task: text('asker'), question: text('question'), subject_digest: 'd' },
    { kind: 'answer', answer: text('answer'), by: text('answerer') },
    { kind: 'guidance', text: text('guidance'), by: text('guide') },
    { kind: 'retrying', what: text('retried'), detail: text('retrydetail') },
    { kind: 'working', what: text('working'), seconds: 1 },
    { kind: 'budget', spent_usd: 1, budget_usd: 2, detail: text('budget') },
    { kind: 'deploy.step', deployment: 'd', step: text('deploystep'), detail: text('deploylog') },
    { kind: 'deploy.ended', deployment: 'd', environment: 'staging', status: 'failed', url: text('deployurl'), detail: text('deploydetail') },
    { kind: 'retrospective', summary: text('retrospective') },
    ...marker.each('note').map((note): BuildEvent => ({ kind: 'note', text: note, by: 'developer' })),
    // A turn whose command still runs, so that what it prints is shown.
    { kind: 'turn', task: 'store', turn: TURNS + 1, text: '', tools: ['run_command'], cost_usd: 0, progress: 40 },
  ];
}
