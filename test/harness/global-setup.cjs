/**
 * One Temporal server and one PostgreSQL for a whole jest run, started when the first suite asks for them: whoever
 * connects to this socket is told where they are. A run without such suites starts nothing.
 */
const { existsSync, mkdtempSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { delimiter, join } = require('node:path');
const { pathToFileURL } = require('node:url');

const program = join(__dirname, '../../dist/test/harness/start.js');
const prepareProgram = join(__dirname, '../../dist/test/harness/prepare.js');

async function start() {
  if (!existsSync(program)) throw new Error('dist/ is missing or old: run `node scripts/build.mjs` (or `./mw test`, which does it)');
  return (await import(pathToFileURL(program).href)).startTestEngines();
}

/** Everything that takes minutes on a new machine, and the Temporal program on the search path of all suites. */
async function prepare(wholeRun) {
  if (!existsSync(prepareProgram)) throw new Error('dist/ is missing or old: run `node scripts/build.mjs` (or `./mw test`, which does it)');
  const { prepareMachine } = await import(pathToFileURL(prepareProgram).href);
  const { binFolder } = await prepareMachine({ images: wholeRun });
  process.env.PATH = `${binFolder}${delimiter}${process.env.PATH ?? ''}`;
}

module.exports = async function setUp({ nonFlagArgs }) {
  // A few files build the images they use; the whole run would build them side by side.
  await prepare(nonFlagArgs.length === 0);
  const shared = { folder: mkdtempSync(join(tmpdir(), 'mw-jest-')), started: null, server: null };
  shared.server = createServer((socket) => {
    socket.on('error', () => undefined);
    shared.started ??= start();
    shared.started.then(
      ({ engines }) => socket.end(JSON.stringify({ engines })),
      (error) => socket.end(JSON.stringify({ error: error.message })),
    );
  });
  const path = join(shared.folder, 'engines.sock');
  await new Promise((resolve) => shared.server.listen(path, resolve));
  process.env.TEST_ENGINES_SOCKET = path;
  globalThis.sharedTestEngines = shared;
};
