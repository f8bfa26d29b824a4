/** What the generators share: the OpenAPI document of a build, formatted files, and writing or checking them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** `--check` and `--dist <folder>`, and a function that imports a file of that build. */
export function readArguments() {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, dist: { type: 'string', default: join(root, 'dist') } } });
  const dist = resolve(values.dist);
  return { check: values.check, dist, load: (file) => import(pathToFileURL(join(dist, file)).href) };
}

/** Routes and document of a build; its version is left out, so that a release changes nothing. */
export async function openApi(load) {
  const [{ openApiDocument }, { ROUTES }] = await Promise.all([load('api/openapi.js'), load('api/routes/index.js')]);
  return { routes: ROUTES, document: openApiDocument(ROUTES, '0') };
}

/** The texts as the formatter leaves them; it works on files. */
export function formatted(files) {
  const folder = mkdtempSync(join(tmpdir(), 'mw-generated-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const args = [join(root, 'node_modules/oxfmt/bin/oxfmt'), '-c', join(root, '.oxfmtrc.json'), '.'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the generated files cannot be formatted:\n${stderr}`);
    return Object.fromEntries(Object.keys(files).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes what differs, or with `check` names it and sets exit code 1. `present`: files that would be removed if they are none of ours. */
export function writeOrCheck(files, { check, present = [], command }) {
  const superfluous = present.filter((name) => !(name in files));
  const stale = Object.keys(files).filter((name) => !existsSync(join(root, name)) || readFileSync(join(root, name), 'utf8') !== files[name]);
  if (check) {
    for (const name of [...stale, ...superfluous]) process.stdout.write(`${name} is not fresh: run ${command}\n`);
    process.exitCode = stale.length + superfluous.length > 0 ? 1 : 0;
    return;
  }
  for (const name of superfluous) rmSync(join(root, name));
  for (const name of stale) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), files[name]);
  }
  process.stdout.write(`${Object.keys(files).length} files, ${stale.length + superfluous.length} changed\n`);
}
