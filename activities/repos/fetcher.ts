/** The RepositoryFetcher on a Docker engine: what git does with a hostile server or repository, it does in there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { MillwrightError } from '../../contracts/failures.js';
import type { RepoSource } from '../../schemas/repo.js';
import { findImageSpec, loadImageSpecs } from '../sandbox/image-spec.js';
import type { CommandResult, Sandbox, SandboxDriver } from '../sandbox/port.js';
import { GIT_OPTIONS } from './git-options.js';
import { openFetchContainer, type FetchContainer, type FetchContainerOptions } from './fetch-container.js';
import { readFolder } from './folder.js';
import { ASK_SECONDS, FETCH_PAUSE_MS, FETCH_SECONDS, FETCH_TRIES, HISTORY_COMMITS, PACK_BYTES_MAX, TREE_BYTES_MAX, TREE_FILES_MAX } from './limits.js';
import type { FetchedRepository, RepositoryFetcher } from './port.js';
import { resolveDestination, type Lookup } from './resolve.js';

export interface FetcherOptions extends Omit<FetchContainerOptions, 'image' | 'imageId'> {
  /** Builds the images of `imagesDir`, the folder tool-images/. */
  driver: SandboxDriver;
  imagesDir: string;
  allow: readonly string[];
  /** How names become addresses; the system's own way when absent. */
  find?: Lookup;
}

const GIT = `git ${GIT_OPTIONS.map((option) => `-c ${option}`).join(' ')}`;
const FOLDER_URL = '/workspace/source';
const PACK_PATH = '/workspace/out.pack';

export function createRepositoryFetcher(options: FetcherOptions): RepositoryFetcher {
  return {
    async fetch(source, { signal, onProgress } = {}) {
      onProgress?.(`Fetching ${source.url}`);
      const image = findImageSpec(await loadImageSpecs(options.imagesDir), 'git');
      const built = await options.driver.ensureImage('git', { signal, onProgress });
      const files = source.scheme === 'file' ? await readFolder(source.path, options.allow) : null;
      const destination = files ? null : await resolveDestination(source, options.upstreamProxy !== null, options.find);
      const way = destination && { host: source.host, port: source.port, destination };
      const container = await openFetchContainer({ ...options, image, imageId: built.id }, way);
      try {
        if (files) await container.sandbox.reset(files);
        return await new Fetch(container, source, signal).run();
      } finally {
        await container.close();
      }
    },
  };
}

/** One fetch in its container. Every value that comes from elsewhere reaches the shell as a variable, and git behind `--`. */
class Fetch {
  constructor(
    private readonly container: FetchContainer,
    private readonly source: RepoSource,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async run(): Promise<FetchedRepository> {
    const { want, branch } = await this.wanted();
    let fetched = await this.fetchDepth(want, HISTORY_COMMITS);
    // A history too large for the sandbox may still have a tree that fits.
    if (isTooLarge(fetched)) fetched = await this.fetchDepth(want, 1);
    if (isTooLarge(fetched)) throw tooLarge('even its newest commit alone does not fit into the sandbox');
    if (!succeeded(fetched)) throw this.failure('fetching', fetched);
    const [commit = '', files = '0', bytes = '0'] = fetched.stdout.trim().split(/\s+/);
    if (!/^[0-9a-f]{40}$/.test(commit)) throw new MillwrightError('REPO_REFUSED', 'What was asked for is no commit of a repository with SHA-1 ids.');
    if (Number(files) > TREE_FILES_MAX || Number(bytes) > TREE_BYTES_MAX)
      throw tooLarge(`it has ${files} files of ${Math.ceil(Number(bytes) / 1024 / 1024)} MB`);
    return { commit, branch, ...(await this.packed()) };
  }

  /** Which name to fetch: asked of the server, so that a branch, a tag and a default branch are told apart. */
  private async wanted(): Promise<{ want: string; branch: string | null }> {
    const { commit, ref } = this.source;
    if (commit) return { want: commit, branch: null };
    const said = await this.asked({ REF: ref ?? '' });
    const lines = said.stdout.split('\n');
    const has = (name: string) => lines.some((line) => line.endsWith(`\t${name}`));
    if (ref !== null && has(`refs/heads/${ref}`)) return { want: `refs/heads/${ref}`, branch: ref };
    if (ref !== null && has(`refs/tags/${ref}`)) return { want: `refs/tags/${ref}`, branch: null };
    if (ref !== null) throw new MillwrightError('REPO_UNREACHABLE', `The repository has no branch or tag "${ref}".`);
    if (!has('HEAD')) throw new MillwrightError('REPO_UNREACHABLE', 'The repository has no commits, or its default branch is missing. Name a branch.');
    const head = lines.find((line) => line.startsWith('ref: refs/heads/'));
    return { want: 'HEAD', branch: head ? head.slice('ref: refs/heads/'.length).split('\t')[0]!.slice(0, 200) : null };
  }

  private async asked(env: Record<string, string>): Promise<CommandResult> {
    const names = env['REF'] ? ' "refs/heads/$REF" "refs/tags/$REF"' : '';
    for (let attempt = 1; ; attempt += 1) {
      const said = await this.exec(`${GIT} ls-remote --symref -- "$URL" HEAD${names}`, ASK_SECONDS, env);
      if (succeeded(said)) return said;
      if (attempt === FETCH_TRIES) throw this.failure('asking for its branches', said);
      await sleep(FETCH_PAUSE_MS, undefined, { signal: this.signal });
    }
  }

  private fetchDepth(want: string, depth: number): Promise<CommandResult> {
    const fetch = `${GIT} fetch --quiet --no-tags --no-recurse-submodules --no-write-fetch-head --update-shallow --depth=${depth} -- "$URL" "+$WANT:refs/import/head"`;
    // Sizes are of the tree as it would be checked out; links and submodules count as nothing.
    const measure = `git ls-tree -r -l "$c" | awk '{ n++; s += $4 } END { print n + 0, s + 0 }'`;
    const command = `rm -rf repo out.pack && git init -q --bare repo && export GIT_DIR=/workspace/repo && ${fetch} && c=$(git rev-parse --verify "refs/import/head^{commit}") && echo "$c" && ${measure} && echo "$c" | ${GIT} pack-objects -q --revs --stdout --delta-base-offset >${PACK_PATH}`;
    return this.exec(`set -e; ${command}`, FETCH_SECONDS, { WANT: want });
  }

  private async packed(): Promise<{ pack: Buffer; shallow: string[] }> {
    const pack = await this.container.sandbox.readFile(PACK_PATH, PACK_BYTES_MAX + 1);
    const shallow = await this.container.sandbox.readFile('/workspace/repo/shallow', 1024 * 1024);
    if (!pack) throw new MillwrightError('REPO_REFUSED', 'git made no pack of the repository.');
    if (pack.length > PACK_BYTES_MAX) throw tooLarge(`its pack is larger than ${PACK_BYTES_MAX / 1024 / 1024} MB`);
    return { pack, shallow: (shallow?.toString('latin1') ?? '').split('\n').filter((line) => /^[0-9a-f]{40}$/.test(line)) };
  }

  private exec(command: string, timeoutSeconds: number, env: Record<string, string>): Promise<CommandResult> {
    const { scheme, url } = this.source;
    const proxy = this.container.gateway?.url ?? '';
    return this.sandbox.exec({
      command,
      timeoutSeconds,
      signal: this.signal,
      env: {
        ...env,
        URL: scheme === 'file' ? FOLDER_URL : url,
        GIT_ALLOW_PROTOCOL: scheme,
        ...(proxy ? { HTTPS_PROXY: proxy, https_proxy: proxy, HTTP_PROXY: proxy, http_proxy: proxy } : {}),
      },
    });
  }

  private get sandbox(): Sandbox {
    return this.container.sandbox;
  }

  /** git's own reason, shortened; the same words whether a port is closed or something else listens there. */
  private failure(what: string, result: CommandResult): MillwrightError {
    const said = result.stderr.trim();
    const last = said.split('\n').slice(-3).join(' ').slice(0, 400);
    if (this.container.gateway?.refused.length)
      return new MillwrightError('REPO_URL_NOT_ALLOWED', 'The host answered with a redirect to another one, which is not followed. Use the final address.');
    if (/fsck|error: object|bad pack|index-pack/i.test(said)) return new MillwrightError('REPO_REFUSED', `git refuses this repository while ${what}: ${last}`);
    if (result.outcome === 'timeout') return new MillwrightError('REPO_UNREACHABLE', `The repository's server was too slow while ${what}.`);
    if (/authentication|could not read Username|403|401/i.test(said))
      return new MillwrightError('REPO_UNREACHABLE', 'The repository is private or does not exist: its server asks for a login, and none is used.');
    const reason = this.source.scheme === 'file' ? `: ${last}` : '';
    return new MillwrightError(
      'REPO_UNREACHABLE',
      `No repository could be fetched from there (${what} failed)${reason}. Check the address, the branch and the commit.`,
    );
  }
}

function succeeded(result: CommandResult): boolean {
  return result.outcome === 'exit' && result.exitCode === 0;
}

function isTooLarge(result: CommandResult): boolean {
  return result.outcome === 'oom' || /No space left|File size limit|write error|unable to write|file too large/i.test(result.stderr);
}

function tooLarge(what: string): MillwrightError {
  return new MillwrightError(
    'REPO_TOO_LARGE',
    `The repository is too large: ${what} (at most ${TREE_FILES_MAX} files of ${TREE_BYTES_MAX / 1024 / 1024} MB together are taken).`,
  );
}
