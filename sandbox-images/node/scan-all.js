// Scans the workspace for insecure code and prints SARIF. A file can be made to bring the scanner down (sources nest as deep as somebody wants
// them to, and it is native code), or to keep it busy for ever: then the others are scanned all the same, and this one is named. Each file is
// given by its name, for what a .gitignore leaves out the scanner would not look at.

const { spawnSync } = require('node:child_process');
const { readdirSync } = require('node:fs');

const SCANNER = ['-c', '/opt/sandbox/scan.json', '--disable-nested-config', '--no-error-on-unmatched-pattern', '-f', 'sarif', '--'];
// The check may take 120 s (image.json). What is not scanned by then is named instead.
const ALL_MS = 110_000;
// All files at once take seconds, of a large project on a busy machine a minute; what takes longer is made to.
const RUN_MS = 80_000;
// A report beyond this is not read by the engine either (activities/checks/xml.ts takes less).
const REPORT_BYTES_MAX = 64 * 1024 * 1024;
// More names help nobody; the last finding says how many there are.
const NAMED_MAX = 50;
const WHY = 'this file brings the scanner down, or there was no time left for it. Perhaps it nests very deeply; what it holds is not known.';
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx|vue|astro|svelte)$/;

const deadline = Date.now() + ALL_MS;

/** What the scanner reports of these files; null when it did not come to its end. */
function scan(paths) {
  const timeout = Math.min(RUN_MS, deadline - Date.now());
  if (timeout <= 0) return null;
  const { status, stdout } = spawnSync('oxlint', [...SCANNER, ...paths], { timeout, killSignal: 'SIGKILL', maxBuffer: REPORT_BYTES_MAX, encoding: 'utf8' });
  try {
    return status === null || status > 1 ? null : JSON.parse(stdout).runs;
  } catch {
    return null;
  }
}

/** Every source below the workspace, links left out. */
function sources() {
  const found = [];
  for (const folders = ['.']; folders.length > 0; ) {
    const folder = folders.pop();
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      if (entry.isFile() && SOURCE.test(entry.name)) found.push(path);
    }
  }
  return found.toSorted();
}

/** All at once; what brings the scanner down (or is too much for one command line) is halved until it is a file alone. */
function scanInParts(all) {
  const runs = [];
  const skipped = [];
  for (const parts = all.length > 0 ? [all] : []; parts.length > 0; ) {
    const part = parts.shift();
    const scanned = scan(part);
    if (scanned) runs.push(...scanned);
    else if (part.length === 1 || Date.now() >= deadline) skipped.push(...part);
    else parts.push(part.slice(0, part.length / 2), part.slice(part.length / 2));
  }
  return { runs, skipped };
}

const finding = (text, uri) => ({
  ruleId: 'not-scanned',
  level: 'warning',
  message: { text },
  ...(uri ? { locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(uri) } } }] } : {}),
});

function named(skipped) {
  const files = skipped.slice(0, NAMED_MAX).map((path) => path.slice('./'.length));
  const more = skipped.length - files.length;
  return [
    ...files.map((path) => finding(`Not scanned: ${WHY}`, path)),
    ...(more > 0 ? [finding(`Not scanned: ${more} more files, for the same reasons.`)] : []),
  ];
}

/** A rule of ours or of a plugin that broke in a file takes what all of them found in it along. */
function told(result) {
  const [, why] = /^Error running JS plugin\.[^]*?\n(\w*Error[^\n]*)/.exec(result.message?.text ?? '') ?? [];
  if (!why) return result;
  const text = `Scanned in part only: a rule broke in this file (${why}). Perhaps it nests very deeply; what else it holds is not known.`;
  return { ...result, ruleId: 'not-scanned', ruleIndex: undefined, message: { text } };
}

const { runs, skipped } = scanInParts(sources());
process.stdout.write(
  JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      { tool: { driver: { name: 'scan-all' } }, results: named(skipped) },
      ...runs.map((run) => ({ ...run, results: (run.results ?? []).map(told) })),
    ],
  }),
);
