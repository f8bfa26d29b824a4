/** The Sandbox of the port on one container: files in and out, commands, and what they changed. */
import type Docker from 'dockerode';
import { MillwrightError } from '../../../contracts/failures.js';
import type { ImageSpec } from '../image-spec.js';
import type { CommandResult, ExecRequest, Sandbox, SandboxFile, WorkspaceChanges } from '../port.js';
import { packTar, unpackTar } from '../tar.js';
import { plainText } from '../text.js';
import { ContainerShell, type ShellResult } from './container-shell.js';
import { engineCallUnless } from './errors.js';
import { ARCHIVE_BYTES_MAX, COLLECT_FILE_BYTES_MAX, COLLECT_FILES_MAX, COLLECT_TOTAL_BYTES_MAX, TRANSFER_SECONDS, type SandboxLimits } from './limits.js';
import { compareManifests, parseManifest, type Manifest } from './manifest.js';
import type { Mutex } from './mutex.js';
import { reasonsOf } from './reasons.js';
import { parseFiles } from './wrapper.js';

const COLLECT_LIMITS = { fileBytes: COLLECT_FILE_BYTES_MAX, files: COLLECT_FILES_MAX, totalBytes: COLLECT_TOTAL_BYTES_MAX };
// More refusals than that are one finding: the list goes to a model and into a row.
const REFUSALS_TOLD_MAX = 100;
// What tar or cat may have to say when they fail.
const SAID_BYTES_MAX = 64 * 1024;

export interface DockerSandboxOptions {
  docker: Docker;
  containerId: string;
  adopted: boolean;
  image: ImageSpec;
  /** A dependencies volume is mounted: links to it are made in the workspace. */
  hasDependencies: boolean;
  mutex: Mutex;
  limits: SandboxLimits;
  onDisposed?: () => void;
}

export class DockerSandbox implements Sandbox {
  readonly containerId: string;
  readonly adopted: boolean;
  readonly #options: DockerSandboxOptions;
  readonly #shell: ContainerShell;
  #seen: Manifest = new Map();

  constructor(options: DockerSandboxOptions) {
    this.containerId = options.containerId;
    this.adopted = options.adopted;
    this.#options = options;
    this.#shell = new ContainerShell(options.docker, options.containerId, options.mutex);
  }

  async reset(files: SandboxFile[]): Promise<void> {
    const links = this.#options.hasDependencies ? Object.entries(this.#options.image.links) : [];
    const linking = links.map(([name, target]) => ` && ln -s '${target}' '${name}'`).join('');
    const command = `find . -mindepth 1 -delete && tar -xf -${linking}`;
    await this.#transfer('Filling the workspace', command, await packTar(files));
  }

  async apply(change: { written: SandboxFile[]; deleted: string[] }): Promise<void> {
    const names = Buffer.from(change.deleted.map((path) => `./${path}\0`).join(''));
    const archive = change.written.length > 0 ? await packTar(change.written) : Buffer.alloc(0);
    const deleting = names.length > 0 ? `head -c ${names.length} | xargs -0 rm -f --` : ':';
    const writing = archive.length > 0 ? 'tar -xf -' : ':';
    await this.#transfer('Writing files', `${deleting} && ${writing}`, Buffer.concat([names, archive]));
  }

  async exec(request: ExecRequest): Promise<CommandResult> {
    const ran = await this.#shell.run(this.#shellRequest(request, null));
    if (!request.reads) return this.#asCommandResult(ran);
    const files = ran.listing ? parseFiles(ran.listing) : [];
    return { ...this.#asCommandResult(ran), read: request.reads.paths.map((_path, index) => files[index] ?? null) };
  }

  async execAndCollect(request: ExecRequest): Promise<{ result: CommandResult; changes: WorkspaceChanges }> {
    const ran = await this.#shell.run({ ...this.#shellRequest(request, { ignore: this.#options.image.ignore }), reads: undefined });
    return { result: this.#asCommandResult(ran), changes: ran.listing ? await this.#collect(parseManifest(ran.listing)) : noChanges() };
  }

  async readFile(path: string, maxBytes: number): Promise<Buffer | null> {
    // A pipe would hang, a link could point at a pipe: regular files only.
    const command = '[ -f "$MW_PATH" ] && [ ! -L "$MW_PATH" ] && head -c "$MW_BYTES" -- "$MW_PATH"';
    const env = { MW_PATH: path, MW_BYTES: String(maxBytes) };
    // The wrapper's marker and the command's own last byte: some room beyond the limit.
    const ran = await this.#shell.run({ command, env, timeoutSeconds: TRANSFER_SECONDS, list: null, outputBytesMax: maxBytes + 1024 });
    return ran.outcome === 'exit' && ran.exitCode === 0 ? ran.stdout : null;
  }

  /** Writes a file outside the workspace, such as a certificate for an installer. */
  async writeOutside(path: string, content: Buffer): Promise<void> {
    await this.#transfer('Writing a file', 'cat > "$MW_PATH"', content, { MW_PATH: path });
  }

  async dispose(): Promise<void> {
    await removeContainer(this.#options.docker, this.containerId);
    this.#options.onDisposed?.();
  }

  #shellRequest(request: ExecRequest, list: { ignore: string[] } | null) {
    const { onOutput } = request;
    return {
      ...request,
      list,
      outputBytesMax: this.#options.limits.outputBytes,
      onOutput: onOutput && ((stream: 'stdout' | 'stderr', chunk: Buffer) => onOutput(stream, plainText(chunk))),
    };
  }

  #asCommandResult({ outcome, exitCode, stdout, stderr, durationMs, measured }: ShellResult): CommandResult {
    const { limits } = this.#options;
    const truncated = stdout.length + stderr.length >= limits.outputBytes;
    const ended = { outcome, exitCode: outcome === 'exit' ? exitCode : null, stdout: plainText(stdout), stderr: plainText(stderr) };
    const reasons = reasonsOf(ended, measured, limits);
    return { ...ended, truncated, durationMs, ...(reasons.length > 0 ? { reasons } : {}) };
  }

  /** Puts bytes through a process in the container, and takes what is there afterwards as seen. */
  async #transfer(what: string, command: string, stdin: Buffer, env: Record<string, string> = {}): Promise<void> {
    const ran = await this.#shell.run({
      command,
      stdin,
      env,
      timeoutSeconds: TRANSFER_SECONDS,
      list: { ignore: this.#options.image.ignore },
      outputBytesMax: SAID_BYTES_MAX,
    });
    if (ran.outcome !== 'exit' || ran.exitCode !== 0 || !ran.listing) {
      const said = plainText(ran.stderr).trim().slice(0, 300);
      const full = /No space left/.test(said) ? ' The workspace is full: make the project smaller.' : '';
      throw new MillwrightError('SANDBOX_UNAVAILABLE', `${what} of the sandbox failed (${ran.outcome} ${ran.exitCode ?? ''}): ${said}.${full}`);
    }
    this.#seen = parseManifest(ran.listing);
  }

  async #collect(now: Manifest): Promise<WorkspaceChanges> {
    const { fetch, deleted, refused } = compareManifests(this.#seen, now);
    const changes: WorkspaceChanges = { written: [], deleted, refused };
    if (fetch.length > 0) {
      const ran = await this.#shell.run({
        // Two names of one file are two files.
        // What may not be read (`chmod 000`) is refused like a link, below: it is what a command did, and no engine's failure.
        command: 'tar -cf - --no-recursion --hard-dereference --ignore-failed-read --null --verbatim-files-from -T -',
        stdin: Buffer.from(fetch.map((path) => `${path}\0`).join('')),
        timeoutSeconds: TRANSFER_SECONDS,
        list: null,
        outputBytesMax: ARCHIVE_BYTES_MAX,
      });
      if (ran.outcome !== 'exit' || ran.exitCode !== 0) {
        throw new MillwrightError(
          'SANDBOX_UNAVAILABLE',
          `Reading changed files out of the sandbox failed (${ran.outcome} ${ran.exitCode ?? ''}): ${plainText(ran.stderr).slice(0, 300)}`,
        );
      }
      const { files, refused: more } = await unpackTar(ran.stdout, COLLECT_LIMITS);
      const asked = new Set(fetch);
      changes.written = files.filter((file) => asked.has(file.path));
      changes.refused.push(...more, ...unread(fetch, [...files, ...more]));
    }
    this.#seen = now;
    return { ...changes, refused: shortened(changes.refused) };
  }
}

function unread(asked: string[], answered: { path: string }[]): WorkspaceChanges['refused'] {
  const there = new Set(answered.map(({ path }) => path.slice(0, 400)));
  return asked.map((path) => path.slice(0, 400)).flatMap((path) => (there.has(path) ? [] : [{ path, reason: 'its permissions do not let it be read' }]));
}

function noChanges(): WorkspaceChanges {
  return { written: [], deleted: [], refused: [] };
}

function shortened(refused: WorkspaceChanges['refused']): WorkspaceChanges['refused'] {
  if (refused.length <= REFUSALS_TOLD_MAX) return refused;
  return [...refused.slice(0, REFUSALS_TOLD_MAX), { path: '...', reason: `and ${refused.length - REFUSALS_TOLD_MAX} more` }];
}

/** Force-removes a container, and volumes that its image may have asked for; gone already is fine. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  await engineCallUnless('Removing a sandbox container', [404, 409], () => docker.getContainer(id).remove({ force: true, v: true }));
}
