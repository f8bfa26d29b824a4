/**
 * Makes docs/api.md (a curl for each call) and docs/cli.md (the help of each command) from a build.
 *   node scripts/generate-docs.mjs            writes them
 *   node scripts/generate-docs.mjs --check    exit code 1 and the names of pages that are not fresh
 * `--dist <folder>` reads another build than dist/. Fails when an example does not fit its schema.
 */
import { apiPage } from './docs/api.mjs';
import { cliPage } from './docs/cli.mjs';
import { formatted, openApi, readArguments, writeOrCheck } from './generated.mjs';

const { check, load } = readArguments();
const files = { 'docs/api.md': apiPage(await openApi(load)), 'docs/cli.md': await cliPage(load) };
writeOrCheck(formatted(files), { check, command: 'node scripts/generate-docs.mjs' });
