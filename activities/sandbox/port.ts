/** The sandbox port: an isolated place to run hostile code in. Adapters: docker/ beside this file. */

export interface SandboxFile {
  /** Relative, forward slashes, no `..`, no `.git` component in any case. */
  path: string;
  content: Buffer;
  executable?: boolean;
}

export interface SandboxSpec {
  /** Unique name of the owner: session + generation. Opening an existing name adopts that container when it is alive. */
  name: string;
  /** Key of sandbox-images/<language>. */
  language: string;
  /** For labels: the reaper finds the container's owner by these. */
  buildId: string;
  purpose: 'session' | 'checks';
  /** Seconds from now after which the reaper may remove it whatever happens. */
  lifetimeSeconds: number;
  /** Name of a read-only dependencies volume made by `installDependencies`, mounted at /deps. */
  dependencies?: string | null;
}

/** How a command ended. `exit`: by itself with `exitCode`; everything else is a limit or a loss that the engine noticed. */
export type CommandOutcome = 'exit' | 'timeout' | 'oom' | 'killed' | 'output_cut';

/** A rule of the sandbox that a command met. */
export type SandboxRule =
  | 'time'
  | 'memory'
  | 'output'
  | 'killed'
  | 'processes'
  | 'leftovers'
  | 'disk'
  | 'file-size'
  | 'open-files'
  | 'network'
  | 'system-call'
  | 'read-only'
  | 'system-files'
  | 'absent';

export interface SandboxReason {
  rule: SandboxRule;
  /** `said`: read from what the program printed, so a hint and never a verdict. */
  evidence: 'measured' | 'said';
  /** One sentence: what the rule is and what to do instead. */
  detail: string;
}

export interface CommandResult {
  outcome: CommandOutcome;
  /** Null unless `outcome` is `exit`. */
  exitCode: number | null;
  /** UTF-8 with control sequences removed; cut at the output limit. */
  stdout: string;
  stderr: string;
  /** True when output beyond the limit was dropped. */
  truncated: boolean;
  durationMs: number;
  /** Which rules of the sandbox it met, for people and models; absent when none. */
  reasons?: SandboxReason[];
  /** What was asked for by `reads`, in its order: the content up to its limit, null for what is not there or no regular file. */
  read?: (Buffer | null)[];
}

/** What a command did to the workspace since the last look at it. */
export interface WorkspaceChanges {
  written: SandboxFile[];
  deleted: string[];
  /** Paths that were refused (links, devices, too large, .git ...), each with its reason. */
  refused: { path: string; reason: string }[];
}

export interface ExecRequest {
  /** Run by `sh -c` in /workspace as the sandbox user. */
  command: string;
  timeoutSeconds: number;
  env?: Record<string, string>;
  signal?: AbortSignal;
  onOutput?: (stream: 'stdout' | 'stderr', text: string) => void;
  /** Files from anywhere in the container (a report in /tmp) to bring along once the command and all it left have ended; each saves a `readFile`. */
  reads?: { paths: string[]; bytesMax: number };
}

export interface Sandbox {
  readonly containerId: string;
  /** True when `open` found a living container of this name, whose workspace may hold anything. */
  readonly adopted: boolean;
  /** Replaces the workspace's content by exactly these files. */
  reset(files: SandboxFile[]): Promise<void>;
  /** Writes and deletes single files. */
  apply(change: { written: SandboxFile[]; deleted: string[] }): Promise<void>;
  /** Runs a command; leftovers of it are ended before this returns. Rejects with SANDBOX_UNAVAILABLE when the engine was lost: never success. */
  exec(request: ExecRequest): Promise<CommandResult>;
  /** Like exec, and tells what changed in the workspace. No change costs no extra round trip to the engine. */
  execAndCollect(request: ExecRequest): Promise<{ result: CommandResult; changes: WorkspaceChanges }>;
  /** One file from anywhere in the container (a report in /tmp), or null; at most `maxBytes`. Read through a process in the container. */
  readFile(path: string, maxBytes: number): Promise<Buffer | null>;
  dispose(): Promise<void>;
}

export interface SandboxDriver {
  /** Creates (or adopts) the container. MillwrightError SANDBOX_UNAVAILABLE / IMAGE_BUILD_FAILED. */
  open(spec: SandboxSpec, options?: { signal?: AbortSignal; onProgress?: (text: string) => void }): Promise<Sandbox>;
  /**
   * Installs what manifest and lock files ask for, scripts off, through the registry-only proxy, into a volume named by
   * the digest of these files; an existing volume is reused. Null when there is nothing to install. `unreachable`: registries
   * that did not answer, of an install that failed.
   */
  installDependencies(
    language: string,
    files: SandboxFile[],
    options?: { signal?: AbortSignal; onProgress?: (text: string) => void },
  ): Promise<{ volume: string | null; result: CommandResult | null; unreachable?: string[] }>;
  /** Builds the image when it is missing; answers its id and tag. */
  ensureImage(language: string, options?: { signal?: AbortSignal; onProgress?: (text: string) => void }): Promise<{ tag: string; id: string }>;
  /** Whether the image is there, so that nobody waits for it; builds nothing. */
  hasImage(language: string): Promise<boolean>;
  /** Removes containers of sessions that ended: all whose build id the predicate names dead or whose deadline is past. Answers how many. */
  reap(isDead: (owner: { name: string; buildId: string }) => boolean | Promise<boolean>): Promise<number>;
  /** Removes one container by its owner's name; no error when it is gone. */
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}
