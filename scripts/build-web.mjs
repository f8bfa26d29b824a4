/** Makes the web app: vite, then each file compressed once, so that the API only hands out what is there. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const DIGEST = 'inputs.sha256';
// What the page is made of; packages are told by the lock file.
const INPUTS = ['web', 'client', 'contracts', 'package-lock.json', 'tsconfig.json', 'scripts/build-web.mjs'];
// Below this a header is larger than what is saved.
const COMPRESS_BYTES_MIN = 1_000;
const TEXT = /\.(js|css|svg|html|json)$/;

/**
 * Writes index.html, assets/ and the like to `into`, each text with a .br and a .gz beside it.
 * What `before` holds is taken over when it was made of the same inputs.
 */
export async function buildWeb({ root, before, into }) {
  if (!existsSync(join(root, 'web/index.html'))) return;
  const digest = digestOf(root);
  mkdirSync(into, { recursive: true });
  if (existsSync(join(before, DIGEST)) && readFileSync(join(before, DIGEST), 'utf8') === digest) {
    for (const name of namesOf(before)) cpSync(join(before, name), join(into, name), { recursive: true });
    return;
  }
  const { build } = await import('vite');
  const configFile = join(root, 'web/vite.config.ts');
  await build({ configFile, mode: 'production', logLevel: 'error', build: { outDir: into, emptyOutDir: false } });
  await compressAll(into);
  writeFileSync(join(into, DIGEST), digest);
}

/** What vite wrote; beside it lie modules of web/src that tests import. */
function namesOf(folder) {
  return readdirSync(folder).filter((name) => name !== 'src');
}

function digestOf(root) {
  const hash = createHash('sha256');
  for (const input of INPUTS) for (const file of filesOf(root, input)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function filesOf(root, path) {
  const whole = join(root, path);
  if (!existsSync(whole)) return [];
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(whole, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .sort();
}

async function compressAll(folder) {
  const files = namesOf(folder).flatMap((name) =>
    TEXT.test(name) ? [name] : name === 'assets' ? readdirSync(join(folder, name)).map((file) => join(name, file)) : [],
  );
  await Promise.all(files.filter((file) => TEXT.test(file)).map((file) => compress(join(folder, file))));
}

async function compress(file) {
  const text = readFileSync(file);
  if (text.length < COMPRESS_BYTES_MIN) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  const [small, older] = await Promise.all([promisify(brotliCompress)(text, { params }), promisify(gzip)(text, { level: 9 })]);
  writeFileSync(`${file}.br`, small);
  writeFileSync(`${file}.gz`, older);
}
