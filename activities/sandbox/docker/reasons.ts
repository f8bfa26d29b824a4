/** Which rule of the sandbox a command met, in words for people and models: measured by the kernel, or told by the program's own error. */
import type { CommandOutcome, SandboxReason, SandboxRule } from '../port.js';
import type { SandboxLimits } from './limits.js';

/** What the kernel counted while the command ran. */
export interface Measured {
  /** Processes and threads that were refused. */
  forksRefused: number;
  /** Processes that were still there when the command was over. */
  leftovers: number;
  /** Which of /workspace, /tmp and /dev/shm have no block or no inode left. */
  full: string[];
}

export interface Ended {
  outcome: CommandOutcome;
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

const MIB = 1024 * 1024;
// Errors stand at the end; a build log above it is not searched.
const SAID_CHARS = 16_000;
// 128 + SIGKILL, without a limit that explains it: itself, or the process that watched over it.
const KILLED_CODE = 137;
// 128 + SIGXFSZ: the kernel ended a program that made a file too large.
const FILE_SIZE_CODE = 153;
const BY_OUTCOME: Partial<Record<CommandOutcome, SandboxRule>> = { timeout: 'time', oom: 'memory', output_cut: 'output', killed: 'killed' };

const DENIED = '(?:permission denied|EACCES|AccessDeniedException|is denied|cross-device link|EXDEV)';
const SYSTEM_PATH = '(?<![\\w.])/(?:etc|usr|proc|sys|dev|opt|root|var|home|boot|deps|run)\\b';
const MISSING = '(?:no such file|ENOENT|NoSuchFileException|could not find)';
const MISSING_PATH = '(?<![\\w.])/(?:dev|run|var/run|sys|proc)/';
// Bounded repetition within one line only, so that time stays linear in the text.
const near = (one: string, other: string): RegExp => new RegExp(`${one}[^\\n]{0,300}${other}|${other}[^\\n]{0,300}${one}`, 'i');

/** What programs of all languages print when they meet a rule. */
const SAID: readonly (readonly [SandboxRule, RegExp])[] = [
  [
    'network',
    /network is unreachable|ENETUNREACH|EAI_AGAIN|temporary failure in name resolution|name or service not known|UnknownHostException|no such host|could not resolve host|\bENOTFOUND\b|cannot assign requested address|EADDRNOTAVAIL|lookup [^\n]{1,200}:53: [^\n]{0,80}connection refused/i,
  ],
  ['system-call', /operation not permitted|\bEPERM\b|function not implemented|\bENOSYS\b/i],
  ['read-only', /read-only file system|\bEROFS\b/i],
  ['disk', /no space left on device|\bENOSPC\b|disk full/i],
  ['file-size', /file too large|\bEFBIG\b/i],
  ['open-files', /too many open files|\bEMFILE\b/i],
  [
    'processes',
    /can't start new thread|unable to create (?:new )?native thread|fork: (?:retry: )?resource temporarily unavailable|cannot fork|newosproc|spawn[^\n]{0,80}EAGAIN|fork\(2\)|couldn't create thread/i,
  ],
  ['memory', /OutOfMemory|heap out of memory|\bMemoryError\b|NoMemoryError|cannot allocate memory|failed to allocate memory|out of memory/i],
  ['system-files', near(DENIED, SYSTEM_PATH)],
  ['absent', near(MISSING, MISSING_PATH)],
];

/** Every rule that was met, each once; what was measured comes first. Empty for a command that ended well and met none. */
export function reasonsOf(ended: Ended, measured: Measured | null, limits: SandboxLimits): SandboxReason[] {
  const rules = new Map<SandboxRule, SandboxReason['evidence']>();
  const byOutcome = BY_OUTCOME[ended.outcome];
  if (byOutcome) rules.set(byOutcome, 'measured');
  if (measured && measured.forksRefused > 0) rules.set('processes', 'measured');
  if (measured && measured.leftovers > 0 && ended.outcome === 'exit') rules.set('leftovers', 'measured');
  if (ended.exitCode === KILLED_CODE) rules.set('killed', 'measured');
  const isFailed = ended.outcome !== 'exit' || ended.exitCode !== 0;
  if (isFailed && measured && measured.full.length > 0) rules.set('disk', 'measured');
  if (isFailed && ended.exitCode === FILE_SIZE_CODE) rules.set('file-size', 'measured');
  const said = isFailed ? `${ended.stdout.slice(-SAID_CHARS)}\n${ended.stderr.slice(-SAID_CHARS)}` : '';
  for (const [rule, pattern] of SAID) if (!rules.has(rule) && pattern.test(said)) rules.set(rule, 'said');
  return [...rules].map(([rule, evidence]) => ({ rule, evidence, detail: detailOf(rule, limits, measured?.full ?? []) }));
}

function detailOf(rule: SandboxRule, limits: SandboxLimits, full: string[]): string {
  const details: Record<SandboxRule, string> = {
    time: 'It ran longer than it may and was ended.',
    memory: `It wanted more memory than the sandbox has (${Math.round(limits.memoryBytes / MIB)} MB for all processes, /workspace and /tmp together).`,
    output: `It printed more than ${Math.round(limits.outputBytes / 1024)} KB and was ended; print less, or write to a file.`,
    killed: 'A SIGKILL ended it, or the process that watched over it, so nothing is known of its result.',
    processes: `It wanted more than ${limits.pids} processes and threads at once.`,
    leftovers: 'What it left running in the background was ended with it; start and use a server within one command.',
    disk: `${full.join(' and ') || '/workspace or /tmp'} is full (${Math.round(limits.workspaceBytes / MIB)} MB and ${limits.workspaceInodes} files in /workspace, ${Math.round(limits.tmpBytes / MIB)} MB and ${limits.tmpInodes} in /tmp).`,
    'file-size': 'It made a file larger than a single file may be.',
    'open-files': 'It opened more files and sockets at once than a process may.',
    network: 'The sandbox has no network and resolves no names but localhost; work with local data, or a server on 127.0.0.1.',
    'system-call':
      'The sandbox refuses this to every program: no capabilities, no namespaces, mounts, tracing, kernel keys, other users, or sockets but UNIX and IP.',
    'read-only': 'Only /workspace and /tmp can be written; everything else is read-only.',
    'system-files': 'Files of the system belong to another user; a program may use /workspace and /tmp.',
    absent: 'The sandbox has no such device or socket: of the host nothing is visible in it.',
  };
  return details[rule];
}
