/** `mw test --hostile`: every case, every wall taken away once, and the host compared. Exit code 1 when anything was not right. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig, projectRoot } from '../../config.js';
import { ensureTestDocker } from '../harness/docker.js';
import { DETECTORS, loadCases, type HostileCase } from './case.js';
import { DETECTORS_TABLE } from './detectors.js';
import { dockerLeftovers, hostChanges, hostState, strayProcesses } from './host.js';
import { openKept } from './kept.js';
import { nextBuildProblem } from './next-build.js';
import { prove, type Proof } from './prove.js';
import { renderReport, totals, type Row } from './report.js';
import { runCase } from './run-case.js';
import { openStage, type Stage } from './stage.js';

const { values, positionals } = parseArgs({ options: { resume: { type: 'boolean' } }, allowPositionals: true });
const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
const config = loadConfig();
const kept = openKept(join(projectRoot, '.mw/hostile-run.jsonl'), values.resume ?? false);

// Programs wait more than they work: three at once take a third of the time, and a machine of two cores still keeps up.
const LANES = 3;

/** Results in the order of the items. */
async function inLanes<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...items.entries()];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

/** All cases, with a look at host and next build after each kind, when nothing else runs. */
async function runAll(stage: Stage, cases: HostileCase[], aftermath: string[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const kind of new Set(cases.map((each) => each.kind))) {
    const ofKind = cases.filter((each) => each.kind === kind);
    rows.push(...(await inLanes(ofKind, (each) => runTold(stage, each))));
    await lookAround(stage, 'python', `after ${kind}`, aftermath);
  }
  return rows;
}

async function runTold(stage: Stage, each: HostileCase): Promise<Row> {
  const known = kept.row(each);
  if (known) return { each, seen: known };
  const seen = await runCase(stage, each);
  kept.keepRow(each, seen);
  say(`${seen.problems.length === 0 ? 'ok ' : 'NO '} ${each.id}: ${seen.problems.join('; ') || seen.reasons[0]} (${seen.ms} ms)`);
  return { each, seen };
}

async function imagesOf(stage: Stage, languages: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const language of languages) found.push(Object.values(await stage.driver.ensureImage(language, { onProgress: say })).join(' '));
  return found;
}

async function lookAround(stage: Stage, language: string, when: string, aftermath: string[]): Promise<void> {
  const problem = await nextBuildProblem(stage, language);
  const found = [
    ...strayProcesses(`HOSTILE_RUN=${stage.instance}`).map((each) => `a process of a sandbox runs on the host: ${each}`),
    ...(problem ? [problem] : []),
  ];
  for (const each of found) say(`NO  ${when}: ${each}`);
  aftermath.push(...found.map((each) => `${when}: ${each}`));
}

function proveAll(cases: HostileCase[]): Promise<Proof[]> {
  return inLanes(DETECTORS_TABLE, async (detector) => {
    const program = cases.find(({ id }) => id === `${DETECTORS}/${detector.program}`);
    if (!program) throw new Error(`There is no program ${detector.program} for "${detector.name}".`);
    const proof = kept.proof(detector.name) ?? (await prove(config, detector, program));
    kept.keepProof(proof);
    say(`${proof.problems.length === 0 ? 'ok ' : 'NO '} without ${detector.name}: ${proof.problems.join('; ') || proof.without} (${proof.ms} ms)`);
    return proof;
  });
}

async function main(): Promise<number> {
  await ensureTestDocker();
  const all = await loadCases(join(projectRoot, 'test/hostile/cases'));
  const wanted = (each: HostileCase) => positionals.length === 0 || positionals.some((part) => each.id.includes(part));
  const cases = all.filter((each) => each.kind !== DETECTORS && wanted(each));
  const stage = await openStage(config);
  const aftermath: string[] = [];
  const languages = [...new Set(cases.map(({ program }) => program.image))];
  const images = await imagesOf(stage, languages);
  const before = hostState();
  const rows = await runAll(stage, cases, aftermath);
  for (const language of languages) await lookAround(stage, language, 'at the end', aftermath);
  const changedImages = (await imagesOf(stage, languages)).filter((image) => !images.includes(image)).map((image) => `the image changed: ${image}`);
  await stage.close();
  const traces = [...hostChanges(before, hostState()), ...changedImages, ...(await dockerLeftovers(stage.docker, stage.instance))];
  for (const trace of traces) say(`NO  ${trace}`);
  aftermath.push(...traces);
  const proofs = positionals.length === 0 ? await proveAll(all) : [];
  const { ServerVersion, CgroupVersion } = (await stage.docker.info()) as { ServerVersion: string; CgroupVersion?: string };
  const looks = [
    ...Object.keys(before),
    'processes',
    'images',
    'containers, volumes and networks of the engine',
    'a listener on all addresses',
    'a secret file',
  ];
  const engine = `Docker engine ${ServerVersion}, cgroup v${CgroupVersion ?? '1'}`;
  const seconds = [...rows.map(({ seen }) => seen.ms), ...proofs.map(({ ms }) => ms)].reduce((sum, ms) => sum + ms, 0) / 1_000;
  const run = { engine, rows, proofs, aftermath, looks, seconds };
  if (positionals.length === 0) writeFileSync(join(projectRoot, 'docs/hostile-report.md'), renderReport(run));
  const sum = totals(run);
  console.log(
    `${sum.contained} of ${sum.hostile} contained, ${sum.notRefused} of ${sum.harmless} harmless not refused, ${sum.proven} of ${sum.detectors} walls proven, ${sum.aftermath} traces`,
  );
  const isRight = sum.contained === sum.hostile && sum.notRefused === sum.harmless && sum.proven === sum.detectors && sum.aftermath === 0;
  return isRight && rows.length + proofs.length > 0 ? 0 : 1;
}

process.exitCode = await main();
process.exit();
