import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { fullId, PAGE } from '../builds.js';
import { DECLINED, goOn, type AskOptions } from '../confirm.js';
import { EXIT, usageFailure, type ExitCode } from '../failure.js';
import { named } from '../named.js';
import { saveBody } from '../save.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { renderArtifacts, type ListedArtifact } from '../view/artifacts.js';
import { cleanLine } from '../view/clean.js';

interface ArtifactsOptions {
  upload?: string[];
  download?: string;
  result?: boolean;
  delete?: string;
  yes?: boolean;
  output?: string;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  mw artifacts                                   your uploads and what your builds left
  mw artifacts abc123                            the proof a build kept at its gates
  mw artifacts --upload brief.md data.csv        prints the ids; a build takes them as artifacts
  mw artifacts --download art-5f0c1a2b3c4d5e6f7081
  mw artifacts abc123 --result --output tasks.zip  the finished code
  mw artifacts --delete art-5f0c1a2b3c4d5e6f7081`;

/** `mw artifacts [id]`: list, upload, download and delete files. */
export function registerArtifacts(program: Command, context: ApiContext): void {
  program
    .command('artifacts')
    .description('your files: uploads, the proof that builds keep, finished code')
    .argument('[id]', 'id of a build, or its last part')
    .option('--upload <files...>', 'upload these files')
    .option('--download <artifact>', 'download one, by its id or (of a build) its name')
    .option('--result', 'download the finished code of the build as a ZIP file')
    .option('--delete <artifact>', 'delete one of your uploads')
    .option('-y, --yes', 'with --delete: do not ask')
    .option('-o, --output <file>', 'where a download goes; - is stdout')
    .option('--json', "print the API's answer")
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, typed: string | undefined, options: ArtifactsOptions): Promise<ExitCode> {
  const id = typed === undefined ? null : fullId(typed);
  if (options.upload) return upload(scope, options.upload, options.json ?? false);
  if (options.delete) return remove(scope, options.delete, options);
  if (options.result) return result(scope, id, options);
  if (options.download) return download(scope, id, options.download, options);
  const answer = id === null ? await scope.client.listArtifacts({ limit: PAGE }) : await scope.client.listBuildArtifacts(id, { limit: PAGE });
  if (options.json) scope.terminal.out(JSON.stringify(answer));
  else for (const line of renderArtifacts(answer.items as ListedArtifact[], scope.terminal)) scope.terminal.out(named(line));
  return EXIT.done;
}

async function upload(scope: Scope, files: string[], json: boolean): Promise<ExitCode> {
  // All are looked at before the first is sent.
  for (const file of files) if (!existsSync(file) || !statSync(file).isFile()) throw usageFailure(`There is no file ${cleanLine(file, 200)}`);
  for (const file of files) {
    const artifact = await scope.client.uploadArtifact(new File([readFileSync(file)], basename(file)));
    scope.terminal.out(json ? JSON.stringify(artifact) : artifact.id);
  }
  return EXIT.done;
}

async function remove(scope: Scope, artifact: string, options: AskOptions): Promise<ExitCode> {
  const { json } = options;
  if (!(await goOn(scope, options, `Delete ${cleanLine(artifact, 80)} for good?`, async () => []))) return DECLINED;
  await scope.client.deleteArtifact(artifact);
  scope.terminal.out(json ? JSON.stringify({ id: artifact, deleted: true }) : `${cleanLine(artifact, 80)} is deleted.`);
  return EXIT.done;
}

async function result(scope: Scope, id: string | null, { output, json }: ArtifactsOptions): Promise<ExitCode> {
  if (id === null) throw usageFailure('The finished code of which build?', 'For example: mw artifacts abc123 --result');
  return save(scope, await scope.client.downloadResult(id), output ?? `${id}.zip`, json);
}

async function download(scope: Scope, id: string | null, wanted: string, { output, json }: ArtifactsOptions): Promise<ExitCode> {
  const found = id === null ? await scope.client.getArtifact(wanted) : await ofBuild(scope, id, wanted);
  const answer = id === null ? await scope.client.downloadArtifact(found.id) : await scope.client.downloadBuildArtifact(id, found.id);
  // A name from elsewhere may not choose the folder.
  return save(scope, answer, output ?? (basename(cleanLine(found.name, 200)).replace(/^\.+/, '') || found.id), json);
}

async function ofBuild(scope: Scope, id: string, wanted: string) {
  const { items } = await scope.client.listBuildArtifacts(id, { limit: PAGE });
  const found = items.find((artifact) => artifact.id === wanted) ?? items.find(({ name }) => name === wanted);
  if (found) return found;
  throw usageFailure(`${id} has no artifact ${cleanLine(wanted, 100)}`, `mw artifacts ${id} lists what it has`);
}

async function save(scope: Scope, answer: Response, output: string, json = false): Promise<ExitCode> {
  const body = Readable.fromWeb((answer.body ?? new ReadableStream()) as never);
  const bytes = await saveBody(body, output);
  if (output !== '-') scope.terminal.out(json ? JSON.stringify({ file: output, bytes }) : output);
  return EXIT.done;
}
