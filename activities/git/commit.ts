import { runGit } from './run.js';

/** Every commit of ours carries the step that made it. */
export const STEP_TRAILER = 'Millwright-Step';
/** Whose work it is, for whoever reads the history elsewhere. */
const AGENT_TRAILER = 'Millwright-Agent';
const TASK_TRAILER = 'Millwright-Task';

export interface CommitRequest {
  branch: string;
  /** The commit the branch must be at; null only for a project's first commit. */
  expectedHead: string | null;
  /** Names the step; stands in the trailer, so that a redo recognises its own work. */
  step: string;
  /** The commit's date: fixed by the caller, so that a redo makes the same commit. */
  date: Date;
  message: string;
  /** Shown name of the agent. */
  author: string;
  /** The task it is for, when it is for one. */
  task?: string;
  /** Paths must have passed `checkedPath`. */
  written: { path: string; content: Buffer; executable?: boolean }[];
  deleted: string[];
}

/**
 * Makes the commit and moves the branch in one git process. fast-import refuses to move a branch whose head is not an
 * ancestor of the new commit and swaps the ref under its lock: that is the lease. `moved` is false when it was refused.
 */
export async function fastImport(gitDir: string, request: CommitRequest): Promise<{ commit: string; moved: boolean }> {
  const { code, stdout, stderr } = await runGit(gitDir, ['fast-import', '--quiet', '--done', '--date-format=raw'], { input: script(request) });
  const commit = stdout.toString().trim();
  if (/^[0-9a-f]{40}$/.test(commit) && code === 0) return { commit, moved: true };
  if (/Not updating refs|cannot lock ref/.test(stderr)) return { commit, moved: false };
  throw new Error(`git fast-import ended with ${code}: ${stderr.slice(0, 2000)}`);
}

function script(request: CommitRequest): Buffer {
  const stamp = `${Math.floor(request.date.getTime() / 1000)} +0000`;
  const name = request.author.replace(/[<>\n\r\0]/g, ' ').slice(0, 80);
  const trailers = [
    `${STEP_TRAILER}: ${request.step}`,
    ...(name ? [`${AGENT_TRAILER}: ${name}`] : []),
    ...(request.task ? [`${TASK_TRAILER}: ${request.task}`] : []),
  ];
  const message = `${request.message.replaceAll('\0', ' ').trim()}\n\n${trailers.join('\n')}\n`;
  const parts: Buffer[] = [
    Buffer.from(`commit refs/heads/${request.branch}\nmark :1\n`),
    Buffer.from(`author ${name} <agent@millwright.invalid> ${stamp}\ncommitter Millwright <builder@millwright.invalid> ${stamp}\n`),
    data(Buffer.from(message)),
  ];
  if (request.expectedHead) parts.push(Buffer.from(`from ${request.expectedHead}\n`));
  for (const path of request.deleted) parts.push(Buffer.from(`D ${quoted(path)}\n`));
  for (const file of request.written) {
    parts.push(Buffer.from(`M ${file.executable ? '100755' : '100644'} inline ${quoted(file.path)}\n`), data(file.content));
  }
  parts.push(Buffer.from('\nget-mark :1\ndone\n'));
  return Buffer.concat(parts);
}

function data(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`data ${content.length}\n`), content, Buffer.from('\n')]);
}

function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
