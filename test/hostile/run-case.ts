/** Runs one case and looks at what came of it: the typed reason, what left the sandbox, and what is left of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from '../../activities/honesty/inspect.js';
import type { Change } from '../../activities/honesty/port.js';
import { DEFAULT_POLICY, verdictOf } from '../../activities/honesty/policy.js';
import type { Sandbox, SandboxFile, WorkspaceChanges } from '../../activities/sandbox/port.js';
import { refusalOf } from '../../activities/sandbox/workspace-path.js';
import type { HostileCase } from './case.js';
import { BREACH, disappointment, ofCommand, ofGuard, ofVerdict, type Seen } from './expect.js';
import { smokeOf } from './next-build.js';
import type { Stage } from './stage.js';

// Compiling is none of the program's doing.
const BUILD_SECONDS = 120;
const LIFETIME_SECONDS = 600;
// Far longer than a kernel needs to take a killed process apart, far shorter than any of these programs would run.
const GONE_MS = 8_000;
const HOLDER_UID = '1001';

type Looked = Omit<Seen, 'ms'>;

/** Never rejects: a sandbox that is lost, or a program that does not compile, is a problem of its case. */
export async function runCase(stage: Stage, each: HostileCase): Promise<Seen> {
  const started = performance.now();
  const touchedBefore = stage.traps.touched.length;
  const looked = await look(stage, each).catch((error: unknown) => ({ reasons: [], told: '', printed: '', problems: [String(error).slice(0, 500)] }));
  const problems = [...looked.problems];
  const unmet = disappointment(each, looked.reasons);
  if (unmet) problems.push(unmet);
  for (const [line] of looked.printed.matchAll(BREACH)) problems.push(`the program says: ${line.slice(0, 200)}`);
  if (looked.printed.includes(stage.canary.token)) problems.push("the host's secret was printed");
  const canary = stage.canary.problem();
  if (canary) problems.push(canary);
  for (const touch of stage.traps.touched.slice(touchedBefore)) problems.push(`a listener of the host was reached: ${touch}`);
  return { ...looked, problems, ms: Math.round(performance.now() - started) };
}

async function look(stage: Stage, each: HostileCase): Promise<Looked> {
  if (each.mode === 'guard') return runGuard(each);
  return each.mode === 'verdict' ? runVerdict(stage, each) : runCommand(stage, each);
}

async function open(stage: Stage, each: HostileCase): Promise<Sandbox> {
  const spec = { name: stage.nextName(), language: each.program.image, buildId: 'hostile', purpose: 'session' as const, lifetimeSeconds: LIFETIME_SECONDS };
  return stage.driver.open(spec);
}

async function runCommand(stage: Stage, each: HostileCase): Promise<Looked> {
  const { program } = each;
  const files = [
    { path: program.file, content: Buffer.from(each.text) },
    { path: 'kept.txt', content: Buffer.from('kept\n') },
  ];
  const sandbox = await open(stage, each);
  try {
    await sandbox.reset(files);
    const built = program.build ? await sandbox.exec({ command: program.build, timeoutSeconds: BUILD_SECONDS }) : null;
    if (built && built.exitCode !== 0) throw new Error(`${each.id} does not compile: ${built.stdout}${built.stderr}`.slice(0, 1_000));
    const env = { HOSTILE_RUN: stage.instance, TRAP_PORT: String(stage.traps.port), TRAP_HOSTS: stage.traps.hosts.join(' '), HOST_FILE: stage.canary.file };
    const { result, changes } = await sandbox.execAndCollect({ command: each.run ?? program.run, timeoutSeconds: each.seconds, env });
    const looked = each.mode === 'plant' ? guard(textChanges(changes)) : ofCommand(result, changes.refused);
    const problems = [...unsafe(changes), ...(await notCalm(stage, sandbox))];
    if (each.says && !result.stdout.includes(each.says)) problems.push(`it did not say "${each.says}": ${(result.stdout + result.stderr).slice(-300)}`);
    const after = each.after ? await runThen(stage, each, sandbox, kept(files, changes)) : '';
    return { ...looked, printed: `${result.stdout}\n${result.stderr}\n${after}`, problems };
  } finally {
    await sandbox.dispose();
  }
}

/** The step after it: in the same sandbox, or in a fresh one that holds what was kept. */
async function runThen(stage: Stage, each: HostileCase, sandbox: Sandbox, files: SandboxFile[]): Promise<string> {
  const request = { command: each.after ?? ':', timeoutSeconds: BUILD_SECONDS };
  const said = ({ stdout, stderr }: { stdout: string; stderr: string }): string => `${stdout}\n${stderr}`;
  if (each.mode !== 'fresh') return said(await sandbox.exec(request));
  const fresh = await open(stage, each);
  try {
    await fresh.reset(files);
    return said(await fresh.exec(request));
  } finally {
    await fresh.dispose();
  }
}

function kept(files: SandboxFile[], { written, deleted }: WorkspaceChanges): SandboxFile[] {
  const gone = new Set([...deleted, ...written.map(({ path }) => path)]);
  return [...files.filter(({ path }) => !gone.has(path)), ...written];
}

function unsafe({ written }: WorkspaceChanges): string[] {
  return written.flatMap(({ path }) => (refusalOf(path) ? [`${path} left the sandbox`] : []));
}

/** Nothing of the program runs any more, and the sandbox works; or its container was ended as a whole. */
async function notCalm(stage: Stage, sandbox: Sandbox): Promise<string[]> {
  const container = stage.docker.getContainer(sandbox.containerId);
  const isRunning = async (): Promise<boolean> => (await container.inspect()).State.Running;
  if (!(await isRunning())) return [];
  const stays = async (): Promise<string[]> => {
    const { Processes } = (await container.top()) as { Processes: string[][] };
    return Processes.filter((row) => row[0] !== HOLDER_UID && !row.at(-1)?.startsWith('/opt/sandbox/sh')).map((row) => row.at(-1) ?? '');
  };
  let left = await stays();
  for (const until = Date.now() + GONE_MS; left.length > 0 && Date.now() < until; left = await stays()) await sleep(50);
  if (left.length > 0) return [`still running: ${left.slice(0, 3).join(', ')}`];
  const calm = await sandbox.exec({ command: 'echo calm', timeoutSeconds: 20 }).catch((error: unknown) => ({ stdout: String(error), outcome: 'error' }));
  return calm.stdout === 'calm\n' || !(await isRunning()) ? [] : [`the sandbox is not usable any more: ${calm.outcome} ${calm.stdout.slice(0, 200)}`];
}

async function runVerdict(stage: Stage, each: HostileCase): Promise<Looked> {
  const path = each.path ?? each.program.file;
  const smoke = await smokeOf(stage, each.program.image);
  const files = [...smoke.filter((file) => file.path !== path), { path, content: Buffer.from(each.text) }];
  const report = await stage.checks.run({
    name: stage.nextName(),
    buildId: 'hostile',
    language: each.program.image,
    files,
    only: ['build', 'test'],
    secondsMax: each.seconds,
    absolute: true,
  });
  return { ...ofVerdict(report), printed: '', problems: [] };
}

function runGuard(each: HostileCase): Looked {
  // The header is ours: the guard sees the program without it.
  const text = each.text.replace(/^(?:(?:#|\/\/) ?[a-z]+: .*\n)+/, '');
  return { ...guard([{ path: each.path ?? each.program.file, before: null, after: text }]), printed: '', problems: [] };
}

function guard(changes: Change[]): { reasons: string[]; told: string } {
  const findings = inspect({ changes, goal: 'add a greeting' });
  return ofGuard(verdictOf(DEFAULT_POLICY, findings), findings);
}

function textChanges({ written }: WorkspaceChanges): Change[] {
  return written.map(({ path, content }) => ({ path, before: null, after: content.toString('utf8') }));
}
