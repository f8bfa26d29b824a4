/**
 * A program: plays every scene on a real server and keeps the histories of the build and its children, one file each.
 * Run by hand when the workflow code changes on purpose: node scripts/build.mjs && node dist/test/histories/record.js [new-set]
 * Without a name it replaces the set `current`; a set that builds in the field still run by is kept under its own name.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { projectRoot } from '../../config.js';
import { startTestEngines } from '../harness/start.js';
import { Stage, type Play } from '../workflows/stage.js';
import { SCENES } from './scenes.js';

const say = (text: string) => process.stderr.write(`${text}\n`);

async function keep(folder: string, scene: string, play: Play): Promise<void> {
  for (const [index, { workflowId, runId, type }] of (await play.executions()).entries()) {
    const history: unknown = JSON.parse(historyToJSON(await play.historyOf(workflowId, runId)));
    writeFileSync(join(folder, `${scene}.${index}-${type}.json.gz`), gzipSync(JSON.stringify({ workflowId, history }), { level: 9 }));
  }
}

async function recordAll(set: string): Promise<void> {
  const folder = join(projectRoot, 'test/histories/kept', set);
  const { engines, stop } = await startTestEngines();
  const stage = await Stage.open(engines.temporalAddress);
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [name, scene] of Object.entries(SCENES)) {
      const play = await scene(stage);
      const end = await play.end();
      if (end.temporal === 'RUNNING') throw new Error(`the scene ${name} did not end`);
      await keep(folder, name, play);
      say(`${name}: ${end.status} ${end.code ?? ''}`);
    }
  } finally {
    await stage.close();
    await stop();
  }
}

try {
  await recordAll(process.argv[2] ?? 'current');
  process.exit(0);
} catch (error) {
  say((error as Error).stack ?? String(error));
  process.exit(1);
}
