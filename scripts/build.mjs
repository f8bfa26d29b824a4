/**
 * Makes dist/: JavaScript of every source (types are checked by `npm run check`, not here), the workflow bundle and the web app.
 * Built beside and then moved into place, so that nobody ever runs half a build. `mw` calls this under its lock.
 */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildWeb } from './build-web.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
// At the depth of dist/, so that source maps stay right; ES modules find package.json ("type": "module") by walking up.
const next = join(root, `.dist-${process.pid}`);
const BUNDLE = 'workflow-bundle.js';
const BUNDLE_DIGEST = 'workflow-bundle.sha256';
// What the bundle is made of besides our own files: another SDK version means another bundle.
const BUNDLED_FOLDERS = ['workflows', 'contracts'];

function say(text) {
  process.stderr.write(`mw: ${text}\n`);
}

function compile() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const flags = ['-p', root, '--noCheck', '--incremental', 'false', '--tsBuildInfoFile', 'null', '--outDir', next];
  const result = spawnSync(process.execPath, [tsc, ...flags], { encoding: 'utf8' });
  if (result.status === 0) return;
  throw new Error(`the sources do not compile:\n${result.stdout}${result.stderr}`);
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function bundleInputsDigest() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const folder of BUNDLED_FOLDERS) {
    for (const file of filesBelow(join(next, folder))) hash.update(file.slice(next.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

async function bundleWorkflows() {
  const workflowsPath = join(next, 'workflows/index.js');
  if (!existsSync(workflowsPath)) return say('no workflows/index.ts yet, so no workflow bundle was made.');
  const digest = bundleInputsDigest();
  const digestFile = join(dist, BUNDLE_DIGEST);
  if (existsSync(join(dist, BUNDLE)) && existsSync(digestFile) && readFileSync(digestFile, 'utf8') === digest) {
    copyFileSync(join(dist, BUNDLE), join(next, BUNDLE));
  } else {
    const { bundleWorkflowCode } = await import('@temporalio/worker');
    // The bundler logs pages of statistics as errors; the lines that say what is wrong are these.
    const problems = [];
    const note = (text) =>
      problems.push(...text.split('\n').filter((line, index, lines) => /^ERROR|not found/i.test(line) || /^ERROR/.test(lines[index - 1] ?? '')));
    const logger = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: note };
    const { code } = await bundleWorkflowCode({ workflowsPath, logger }).catch((error) => {
      throw new Error(`the workflows can't be bundled: ${problems.join('\n') || error.message}`);
    });
    writeFileSync(join(next, BUNDLE), code);
  }
  writeFileSync(join(next, BUNDLE_DIGEST), digest);
}

/** Two renames: processes that start between them are started again by whoever started them. */
function swap() {
  const old = join(root, '.mw', `old-${process.pid}`);
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(next, dist);
  rmSync(old, { recursive: true, force: true });
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What builds that were killed left behind. */
function removeLeftovers() {
  for (const folder of [join(root, '.mw'), root]) {
    for (const name of readdirSync(folder)) {
      const pid = /^(?:\.dist|old)-(\d+)$/.exec(name)?.[1];
      if (pid && !isRunning(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

async function build() {
  const startedAt = new Date();
  say('building (usually 3 to 15 s).');
  mkdirSync(join(root, '.mw'), { recursive: true });
  removeLeftovers();
  mkdirSync(next, { recursive: true });
  compile();
  await bundleWorkflows();
  await buildWeb({ root, before: join(dist, 'web'), into: join(next, 'web') });
  // The stamp bears the time of the start: what was saved while we built counts as newer.
  const stamp = join(next, '.stamp');
  writeFileSync(stamp, `${startedAt.toISOString()}\n`);
  utimesSync(stamp, startedAt, startedAt);
  swap();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  build().catch((error) => {
    rmSync(next, { recursive: true, force: true });
    say(`the build failed: ${error.message}`);
    process.exit(1);
  });
}
