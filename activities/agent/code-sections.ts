import { and, eq, isNull } from 'drizzle-orm';
import { storable } from '../../db/queries/record.js';
import { sessions } from '../../db/schema/index.js';
import { codeIndex } from '../code/code-index.js';
import { repoMap } from '../code/repo-map.js';
import { repositoryFacts, repositoryHints } from '../repos/brief.js';
import { repositoryOfBuild } from '../repos/rows.js';
import type { AgentDeps } from './deps.js';
import type { SessionContext } from './session-store.js';

// A list of so many files is a better map than any; prompt.ts shows no more of it.
export const LISTED_FILES_MAX = 60;

export interface CodeSections {
  /** The symbols a task is about, for a code base that a list of files cannot show; null when it can. */
  map: string | null;
  /** Of an existing repository: what it is, what failed before, and its own hints. */
  sections: string[];
}

/** What a session is told of the code it starts from. Made once a session, so that every request of it has the same bytes. */
export async function codeSections(deps: Pick<AgentDeps, 'db' | 'git'>, context: SessionContext, files: number): Promise<CodeSections> {
  const found = await repositoryOfBuild(deps.db.orm, context.build.id);
  const hints = found && repositoryHints(found.repository);
  const sections = found ? [repositoryFacts(found.repository, found.baseline), ...(hints ? [hints] : [])] : [];
  return { map: files > LISTED_FILES_MAX ? await sessionMap(deps, context) : null, sections };
}

async function sessionMap(deps: Pick<AgentDeps, 'db' | 'git'>, { build, task, session }: SessionContext): Promise<string> {
  if (session.codeMap !== null) return session.codeMap;
  const index = await codeIndex(deps.git, build.projectId, session.baseCommit);
  const map = storable(repoMap(index, [build.title, build.description, task.goal, ...task.files].join('\n')));
  await deps.db.orm
    .update(sessions)
    .set({ codeMap: map })
    .where(and(eq(sessions.id, session.id), isNull(sessions.codeMap)));
  return map;
}
