import { MillwrightError } from '../../contracts/failures.js';
import type { Database } from '../../db/client.js';
import type { GitStore } from '../git/store.js';
import type { CommandResult, ExecRequest, Sandbox, SandboxDriver, WorkspaceChanges } from '../sandbox/port.js';
import type { Turnstile } from '../sandbox/turnstile.js';
import { takeSandbox, type SessionContext } from './session-store.js';

interface Held {
  sandbox: Sandbox;
  generation: number;
  /** The commit the container's files are equal to; null when nobody knows. */
  syncedHead: string | null;
}

// A session's container outlives its longest wait by little; the reaper takes it then and git brings the files back.
const LIFETIME_SECONDS = 2 * 3600;

/**
 * The sandboxes of the sessions this worker works on. The container is a cache of the branch: whoever takes a session
 * over (another worker, a retry) raises its generation, removes the old container and fills a new one from git.
 */
export class Workspaces {
  private readonly held = new Map<string, Held>();

  constructor(
    private readonly db: Database,
    private readonly git: GitStore,
    private readonly driver: SandboxDriver,
    private readonly turnstile: Turnstile,
  ) {}

  /** Runs a command on exactly the files of `head`. `fresh` on a retry: what an earlier attempt left behind is thrown away. */
  run(context: SessionContext, head: string, request: ExecRequest, fresh: boolean): Promise<{ result: CommandResult; changes: WorkspaceChanges }> {
    const { id: subject, userId: owner } = context.build;
    return this.turnstile.run(() => this.runNow(context, head, request, fresh), { owner, subject, what: 'a command', signal: request.signal });
  }

  private async runNow(
    context: SessionContext,
    head: string,
    request: ExecRequest,
    fresh: boolean,
  ): Promise<{ result: CommandResult; changes: WorkspaceChanges }> {
    const held = await this.hold(context, head, fresh, request.signal);
    // Until the command's changes are known, nobody knows what is in there.
    held.syncedHead = null;
    try {
      const done = await held.sandbox.execAndCollect(request);
      held.syncedHead = done.result.outcome === 'exit' && done.changes.refused.length === 0 ? head : null;
      return done;
    } catch (error) {
      this.held.delete(context.session.id);
      throw error;
    }
  }

  /** The change of the last command was committed: the container is equal to that commit. */
  synced(sessionId: string, from: string, to: string): void {
    const held = this.held.get(sessionId);
    if (held?.syncedHead === from) held.syncedHead = to;
  }

  async release(context: SessionContext): Promise<void> {
    this.held.delete(context.session.id);
    if (context.session.sandboxGeneration > 0) await this.driver.remove(nameOf(context.session.id, context.session.sandboxGeneration));
  }

  private async hold(context: SessionContext, head: string, fresh: boolean, signal?: AbortSignal): Promise<Held> {
    const { session } = context;
    let held = this.held.get(session.id);
    if (!held || fresh || held.generation !== session.sandboxGeneration) held = await this.take(context, signal);
    if (held.syncedHead !== head) await this.fill(context, held, head);
    return held;
  }

  private async take({ session, build }: SessionContext, signal?: AbortSignal): Promise<Held> {
    const generation = await takeSandbox(this.db, session.id);
    if (generation === 0) throw new MillwrightError('LEASE_LOST', `the session ${session.id} is gone`);
    // The context is this attempt's own: its next command finds the container it just took.
    session.sandboxGeneration = generation;
    if (generation > 1) await this.driver.remove(nameOf(session.id, generation - 1));
    const dependencies = await this.dependencies(build.projectId, session.head, session.language, signal);
    const sandbox = await this.driver.open(
      {
        name: nameOf(session.id, generation),
        language: session.language,
        buildId: build.id,
        purpose: 'session',
        lifetimeSeconds: LIFETIME_SECONDS,
        dependencies,
      },
      { signal },
    );
    const held: Held = { sandbox, generation, syncedHead: null };
    this.held.set(session.id, held);
    return held;
  }

  private async dependencies(projectId: string, head: string, language: string, signal?: AbortSignal): Promise<string | null> {
    const files = await this.git.files(projectId, head);
    return (await this.driver.installDependencies(language, files, { signal })).volume;
  }

  private async fill({ build }: SessionContext, held: Held, head: string): Promise<void> {
    if (held.syncedHead === null) {
      await held.sandbox.reset(await this.git.files(build.projectId, head));
    } else {
      const changed = await this.git.changedPaths(build.projectId, held.syncedHead, head);
      const written = [];
      for (const { path } of changed.filter((change) => !change.deleted)) {
        const content = await this.git.read(build.projectId, head, path);
        if (content) written.push({ path, content });
      }
      await held.sandbox.apply({ written, deleted: changed.filter((change) => change.deleted).map((change) => change.path) });
    }
    held.syncedHead = head;
  }
}

function nameOf(sessionId: string, generation: number): string {
  return `${sessionId}#${generation}`;
}
