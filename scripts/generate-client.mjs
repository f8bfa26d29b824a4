/**
 * Makes client/generated/ from the OpenAPI document (built from dist/, no server needed).
 *   node scripts/generate-client.mjs            writes it
 *   node scripts/generate-client.mjs --check    exit code 1 and the names of files that are not fresh
 * `--dist <folder>` reads another build than dist/.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { clientFiles } from './client/files.mjs';
import { formatted, openApi, readArguments, root, writeOrCheck } from './generated.mjs';

const FOLDER = 'client/generated';

const { check, load } = readArguments();
const { document } = await openApi(load);
const present = existsSync(join(root, FOLDER)) ? readdirSync(join(root, FOLDER)).map((name) => `${FOLDER}/${name}`) : [];
writeOrCheck(formatted(clientFiles(document)), { check, present, command: 'node scripts/generate-client.mjs' });
