import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { projectRoot } from '../../config.js';
import { SCENES } from '../histories/scenes.js';
import { largePayloads } from './payloads.js';
import { bundleCode } from './stage.js';

type History = Parameters<typeof Worker.runReplayHistory>[1];
interface Kept {
  name: string;
  workflowId: string;
  history: History;
  /** Every payload decoded, for searching. */
  text: string;
}

const FOLDER = join(projectRoot, 'test/histories/kept');
// A repository is cloned often; histories are evidence, not ballast.
const KEPT_BYTES_MAX = 2 * 1024 * 1024;
// What a secret of ours or of anybody's looks like; none may ever reach a history.
const SECRETS =
  /sk-[A-Za-z0-9]{16,}|mw_[A-Za-z0-9_-]{40,}|postgres(ql)?:\/\/|-----BEGIN|Bearer [A-Za-z0-9]|AKIA[0-9A-Z]{12}|gh[pousr]_[A-Za-z0-9]{20,}|"(password|api_?key|token|secret)"\s*:/i;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json.gz'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function load(file: string): Kept {
  const json = gunzipSync(readFileSync(file)).toString('utf8');
  const { workflowId, history } = JSON.parse(json) as { workflowId: string; history: History };
  const decoded = [...json.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)].map((match) => Buffer.from(match[1] ?? '', 'base64').toString('utf8'));
  return { name: relative(FOLDER, file), workflowId, history, text: [json, ...decoded].join('\n') };
}

/** Names of the histories that this code would not have made, each with its reason. */
async function replay(code: string, histories: Kept[]): Promise<string[]> {
  const results = Worker.runReplayHistories(
    { workflowBundle: { code }, replayName: 'kept' },
    histories.map(({ workflowId, history }) => ({ workflowId, history })),
  );
  const problems: string[] = [];
  for await (const { workflowId, error } of results)
    if (error) problems.push(`${histories.find((kept) => kept.workflowId === workflowId)?.name}: ${error.name}: ${error.message}`);
  return problems;
}

let kept: Kept[];
let code: string;
beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  kept = filesBelow(FOLDER).map(load);
  code = bundleCode();
});

describe('the kept histories', () => {
  it('are replayed by the workflow code of today', async () => {
    expect(await replay(code, kept)).toEqual([]);
  });

  it('tell every way a build can go, and how its children go', () => {
    const scenes = new Set(kept.map(({ name }) => name.split('/').at(-1)?.split('.')[0]));
    expect(Object.keys(SCENES).filter((scene) => !scenes.has(scene))).toEqual([]);
    expect(new Set(kept.map(({ name }) => /-(\w+)\.json\.gz$/.exec(name)?.[1]))).toEqual(new Set(['build', 'agentSession', 'deploy']));
  });

  it('hold no payload above 64 KB, no secret, and little space', () => {
    expect(kept.flatMap(({ name, history }) => largePayloads(history).map((size) => ({ name, ...size })))).toEqual([]);
    expect(kept.filter(({ text }) => SECRETS.test(text)).map(({ name }) => name)).toEqual([]);
    expect(filesBelow(FOLDER).reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(KEPT_BYTES_MAX);
  });
});

describe('replaying', () => {
  it('notices a workflow whose phases changed their order', async () => {
    const swapped = code.replace(/(const PHASE_TABLE = \[[^,\]]+, )([^,\]]+), ([^,\]]+)/, '$1$3, $2');
    expect(swapped).not.toBe(code);
    const calm = kept.filter(({ name }) => /calm\.0-build/.test(name));
    expect((await replay(swapped, calm)).join()).toMatch(/Determinism|nondeterminism/i);
  });

  it('notices a step that was left out', async () => {
    const shortened = code.replaceAll('mergeTask.executeWithOptions', 'openSession.executeWithOptions');
    expect(shortened).not.toBe(code);
    expect(
      (
        await replay(
          shortened,
          kept.filter(({ name }) => /healed-check\.0-build/.test(name)),
        )
      ).join(),
    ).toMatch(/Determinism|nondeterminism/i);
  });

  it('would find a secret and a large payload', () => {
    const payload = (text: string) => ({ metadata: { encoding: 'anNvbi9wbGFpbg==' }, data: Buffer.from(text).toString('base64') });
    expect(largePayloads({ events: [{ input: payload('x'.repeat(70_000)) }] })).toEqual([{ where: '.events.0.input', bytes: 70_000 }]);
    expect(SECRETS.test('"authorization": "Bearer abc123"')).toBe(true);
  });
});
