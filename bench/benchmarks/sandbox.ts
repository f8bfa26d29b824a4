/** What a sandbox costs beside the bare engine, measured in turns so that what disturbs the machine disturbs both. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type Docker from 'dockerode';
import { GitStore } from '../../activities/git/store.js';
import { LABEL } from '../../activities/sandbox/docker/names.js';
import type { SandboxFile, SandboxSpec } from '../../activities/sandbox/port.js';
import { projectRoot } from '../../config.js';
import { engineOf } from '../../test/chaos/engine.js';
import type { WorkerDeps } from '../../worker-deps.js';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';
import { bareExec, bareRun } from '../floors/bare-run.js';
import { ensureImages, openDeps } from '../images.js';
import { alternate } from '../statistics.js';

// The bounds of a sandbox: a command that waits is a model that waits.
const WARM_TIMES = 1.3;
const COLD_TIMES = 1.5;
const PYTEST_MS_MAX = 450;
const CHECKPOINT_MS_MAX = 150;
// The first of each kind fill caches of the engine and of ours.
const WARM_UP = 2;
const PARALLEL = 4;
const SAVED_FILES = 2_000;
const SAVED_FILE_BYTES = 10 * 1024;

export const sandbox: Benchmark = { name: 'sandbox', model: 'scripted', run };

interface Place {
  deps: WorkerDeps;
  docker: Docker;
  image: string;
  instance: string;
  project: SandboxFile[];
}

async function run({ stack, quick, say }: BenchContext): Promise<Figure[]> {
  await ensureImages(stack, ['python'], say);
  const instance = `${stack.instance}-sandbox`;
  const deps = await openDeps(stack, instance);
  try {
    const { id: image } = await deps.driver.ensureImage('python');
    const place = { deps, docker: engineOf(stack.config.settings.DOCKER_HOST), image, instance, project: await smokeProject() };
    const rounds = quick ? 5 : 30;
    const figures: Figure[] = [];
    for (const measure of [warm, cold, pytest, checkpoint, parallel]) figures.push(await measure(place, rounds));
    return figures;
  } finally {
    await deps.driver.reap(() => true);
    await deps.close();
  }
}

let opened = 0;
function spec(): SandboxSpec {
  opened += 1;
  return { name: `bench-${opened}`, language: 'python', buildId: 'bench', purpose: 'session', lifetimeSeconds: 3_600 };
}

/** A command as sessions run it: limits, leftovers ended, changes of the workspace looked for. */
async function warm({ deps, docker, project }: Place, rounds: number): Promise<Figure> {
  const session = await deps.driver.open(spec());
  try {
    await session.reset(project);
    const ours = () => timed(() => session.execAndCollect({ command: 'echo turn', timeoutSeconds: 10 }));
    const { left, right } = await alternate(rounds + WARM_UP, ours, () => bareExec(docker, session.containerId));
    const floor = { label: 'bare engine exec', samples: right.slice(WARM_UP) };
    return figure('a command in a warm session', 'ms', left.slice(WARM_UP), { of: 'median', timesFloor: WARM_TIMES }, { floor });
  } finally {
    await session.dispose();
  }
}

/** A new session with a project in it, its first command, and its end. */
async function cold({ deps, docker, image, instance, project }: Place, rounds: number): Promise<Figure> {
  const ours = () =>
    timed(async () => {
      const session = await deps.driver.open(spec());
      await session.reset(project);
      await session.execAndCollect({ command: 'echo run', timeoutSeconds: 10 });
      await session.dispose();
    });
  const { left, right } = await alternate(rounds + WARM_UP, ours, () => bareRun(docker, image, { [LABEL.instance]: instance }));
  const floor = { label: 'bare docker run', samples: right.slice(WARM_UP) };
  return figure('a cold session, files and a command in it', 'ms', left.slice(WARM_UP), { of: 'median', timesFloor: COLD_TIMES }, { floor });
}

/** From the files to the parsed report with its coverage, in a container nobody has worked in. */
async function pytest({ deps, project }: Place, rounds: number): Promise<Figure> {
  const samples: number[] = [];
  for (let round = 0; round < Math.ceil(rounds / 3) + WARM_UP; round += 1) {
    samples.push(
      await timed(async () => {
        const { verdict, tests } = await deps.checks.run({
          name: `bench-pytest-${round}`,
          buildId: 'bench',
          language: 'python',
          files: project,
          only: ['test'],
        });
        if (verdict !== 'passed' || tests.total === 0) throw new Error(`the smoke project is ${verdict} with ${tests.total} tests`);
      }),
    );
  }
  return figure('pytest job of a small project, end to end', 'ms', samples.slice(WARM_UP), { of: 'median', atMost: PYTEST_MS_MAX });
}

/** A command that changes three files of many, to their commit. */
async function checkpoint({ deps }: Place, rounds: number): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'mw-bench-checkpoint-'));
  const session = await deps.driver.open(spec());
  try {
    const git = new GitStore(folder);
    const files = Array.from({ length: SAVED_FILES }, (_, number) => savedFile(number));
    await git.ensureProject('bench');
    await session.reset(files);
    const save = async (head: string | null, step: number, written: SandboxFile[], deleted: string[] = []) =>
      git.commit('bench', {
        branch: 'main',
        expectedHead: head,
        step: `bench/${step}`,
        date: new Date(0),
        message: 'saved',
        author: 'bench',
        written,
        deleted,
      });
    let head = await save(await git.head('bench', 'main'), 0, files);
    const samples: number[] = [];
    for (let round = 1; round <= Math.ceil(rounds / 2) + WARM_UP; round += 1) {
      const names = [1, 2, 3].map((place) => savedFile((round * 37 + place * 500) % SAVED_FILES).path);
      const command = `for file in ${names.join(' ')}; do echo "round ${round}" >> $file; done`;
      samples.push(
        await timed(async () => {
          const { changes } = await session.execAndCollect({ command, timeoutSeconds: 10 });
          if (changes.written.length !== names.length) throw new Error(`${changes.written.length} files were collected instead of ${names.length}`);
          head = await save(head, round, changes.written, changes.deleted);
        }),
      );
    }
    const note = `${SAVED_FILES} files, ${Math.round((SAVED_FILES * SAVED_FILE_BYTES) / 1e6)} MB; the command that changes three of them included`;
    return figure('checkpoint of 3 changed files', 'ms', samples.slice(WARM_UP), { of: 'median', atMost: CHECKPOINT_MS_MAX }, { note });
  } finally {
    await session.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sessions side by side, each with its tests run in it. */
async function parallel({ deps, project }: Place, rounds: number): Promise<Figure> {
  const failed: number[] = [];
  for (let round = 0; round < Math.ceil(rounds / 10); round += 1) {
    const all = Array.from({ length: PARALLEL }, async () => {
      const session = await deps.driver.open(spec());
      try {
        await session.reset(project);
        const { result } = await session.execAndCollect({ command: '/opt/tools/bin/python -m pytest -q -p no:cacheprovider', timeoutSeconds: 60 });
        if (result.exitCode !== 0) throw new Error(`pytest ended with ${result.outcome} ${result.exitCode}`);
      } finally {
        await session.dispose();
      }
    });
    failed.push((await Promise.allSettled(all)).filter(({ status }) => status === 'rejected').length);
  }
  return figure(`of ${PARALLEL} sessions with pytest side by side`, 'failed', failed, { of: 'p95', atMost: 0 });
}

async function smokeProject(): Promise<SandboxFile[]> {
  const root = join(projectRoot, 'sandbox-images/python/smoke');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (path) => ({ path: relative(root, path), content: await readFile(path) })));
}

function savedFile(number: number): SandboxFile {
  return { path: `area_${number % 40}/file_${number}.txt`, content: Buffer.alloc(SAVED_FILE_BYTES, `file ${number}\n`) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
