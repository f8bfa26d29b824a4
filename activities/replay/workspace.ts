import { randomBytes } from 'node:crypto';
import type { Workspaces } from '../agent/workspace.js';
import type { SessionContext } from '../agent/session-store.js';
import type { GitStore } from '../git/store.js';
import type { ExecRequest, Sandbox, SandboxDriver } from '../sandbox/port.js';

// Longer than the commands of any session; a replay that died leaves its container to the reaper then.
const LIFETIME_SECONDS = 3_600;
const PREFIX = 'replay/';

/** Whether a container belongs to a replay: those of a build that has ended are not reaped with it. */
export function isOfReplay(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** One session's container during a replay, filled from the scratch repository; nothing of it is kept in rows. */
export class ReplayWorkspace implements Pick<Workspaces, 'run' | 'synced' | 'release'> {
  private sandbox: Sandbox | null = null;
  private syncedHead: string | null = null;
  private readonly name = `${PREFIX}${randomBytes(8).toString('hex')}`;

  constructor(
    private readonly git: GitStore,
    private readonly driver: SandboxDriver,
  ) {}

  async run({ session, build }: SessionContext, head: string, request: ExecRequest): ReturnType<Workspaces['run']> {
    const files = this.sandbox && this.syncedHead === head ? null : await this.git.files(build.projectId, head);
    if (!this.sandbox) {
      const { volume } = await this.driver.installDependencies(session.language, files ?? [], { signal: request.signal });
      const spec = {
        name: this.name,
        language: session.language,
        buildId: build.id,
        purpose: 'session',
        lifetimeSeconds: LIFETIME_SECONDS,
        dependencies: volume,
      } as const;
      this.sandbox = await this.driver.open(spec, { signal: request.signal });
    }
    this.syncedHead = null;
    if (files) await this.sandbox.reset(files);
    const done = await this.sandbox.execAndCollect(request);
    this.syncedHead = done.result.outcome === 'exit' && done.changes.refused.length === 0 ? head : null;
    return done;
  }

  synced(_sessionId: string, from: string, to: string): void {
    if (this.syncedHead === from) this.syncedHead = to;
  }

  async release(): Promise<void> {
    if (this.sandbox) await this.driver.remove(this.name);
    this.sandbox = null;
  }
}
