/** The result of work on an existing repository, as its owner takes it: a branch on their commit, a patch, a bundle, a summary. */
import { keepArtifact, keepBinaryArtifact } from '../build/artifacts.js';
import type { BlobStore } from '../../blobs/index.js';
import type { CheckReport } from '../checks/port.js';
import { compareWithBaseline, named } from './compare.js';
import type { RepositoryDeps } from './deps.js';
import { repositoryOfBuild } from './rows.js';

export interface HandOver {
  branch: string;
  /** One commit on top of the repository's own. */
  commit: string;
  tree: string;
  summary: string;
}

interface Subject {
  build: { id: string; projectId: string; title: string; description: string; createdAt: Date };
  /** What was verified. */
  commit: string;
  /** The last verdict on it, when it is at hand. */
  report: CheckReport | null;
}

// What runs, configures tools or is trusted by others without being read: a change of it is told by name.
const CONTROL_FILE =
  /(^|\/)(\.github|\.gitlab|\.circleci|\.husky|\.githooks|\.vscode|\.devcontainer|\.cursor|\.claude|hooks)\/|(^|\/)(\.gitlab-ci\.ya?ml|\.travis\.yml|azure-pipelines\.ya?ml|Jenkinsfile|Makefile|Dockerfile|docker-compose[^/]*\.ya?ml|\.npmrc|\.pypirc|\.yarnrc[^/]*|\.gitmodules|\.gitattributes|\.pre-commit-config\.yaml|\.mcp\.json|AGENTS\.md|CLAUDE\.md|\.cursorrules|CODEOWNERS|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|Pipfile\.lock|uv\.lock|Cargo\.lock|go\.sum|composer\.lock|Gemfile\.lock|setup\.py|conftest\.py|tox\.ini)$/i;
const SLUG_CHARS_MAX = 40;
// Larger ones are kept as blobs.
const PATCH_CHARS_MAX = 4 * 1024 * 1024;
// A bundle of more is fetched from the store instead.
const BUNDLE_BYTES_MAX = 20 * 1024 * 1024;

export function isControlFile(path: string): boolean {
  return CONTROL_FILE.test(path);
}

/** `agt/int-code-7k2m9q-fix-the-parser`: never a folder of the tasks' own branches, `agt/<build>/...`. */
export function resultBranch(buildId: string, title: string): string {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_CHARS_MAX)
    .replaceAll(/^-+|-+$/g, '');
  return slug ? `agt/${buildId}-${slug}` : `agt/${buildId}-result`;
}

/** Makes and keeps all of it; null for a project that was started here. Repeatable: the same commit makes the same bytes. */
export async function handOver(deps: RepositoryDeps & { blobs: BlobStore }, subject: Subject): Promise<HandOver | null> {
  const { build } = subject;
  const found = await repositoryOfBuild(deps.db.orm, build.id);
  if (!found) return null;
  const { baseCommit: base, url, branch: from } = found.repository;
  const branch = resultBranch(build.id, build.title);
  const message = `${build.title.split('\n')[0]?.slice(0, 72)}\n\n${build.description.slice(0, 2_000)}\n\nMillwright-Build: ${build.id}`;
  const commit = await deps.git.putOnTop(build.projectId, { branch, commit: subject.commit, parent: base, date: build.createdAt, message });
  const [tree, patch, changed, bundle] = await Promise.all([
    deps.git.treeOf(build.projectId, commit),
    deps.git.patch(build.projectId, base, commit),
    deps.git.changedPaths(build.projectId, base, commit),
    deps.git.bundle(build.projectId, branch, base),
  ]);
  const control = changed.map(({ path }) => path).filter(isControlFile);
  const text = summaryText({ title: build.title, url, from, base, branch, commit, changed, control, before: found.baseline, report: subject.report });
  const keep = { buildId: build.id, gate: 'G8' };
  // A text in a row is cut at its limit; half a patch is none.
  if (patch.length <= PATCH_CHARS_MAX) await keepArtifact(deps.db.orm, { ...keep, name: 'change.patch', mediaType: 'text/x-diff', content: patch });
  else await keepBinaryArtifact(deps, { ...keep, name: 'change.patch', mediaType: 'text/x-diff', bytes: Buffer.from(patch) });
  await keepArtifact(deps.db.orm, { ...keep, name: 'SUMMARY.md', mediaType: 'text/markdown', content: text });
  if (bundle.length <= BUNDLE_BYTES_MAX)
    await keepBinaryArtifact(deps, { ...keep, name: 'change.bundle', mediaType: 'application/x-git-bundle', bytes: bundle });
  const flagged = control.length > 0 ? ` It changes control files: ${named(control)}.` : '';
  return {
    branch,
    commit,
    tree,
    summary: `The result is commit ${commit.slice(0, 12)} on ${branch}, on top of ${base.slice(0, 12)}: ${changed.length} files changed.${flagged}`,
  };
}

interface SummaryParts {
  title: string;
  url: string;
  from: string | null;
  base: string;
  branch: string;
  commit: string;
  changed: { path: string; deleted: boolean }[];
  control: string[];
  before: CheckReport | null;
  report: CheckReport | null;
}

function summaryText(parts: SummaryParts): string {
  const { title, url, from, base, branch, commit, changed, control, before, report } = parts;
  const list = (paths: string[]) => paths.map((path) => `- \`${path.replaceAll('`', "'")}\``).join('\n');
  return [
    `# ${title}`,
    `Commit \`${commit}\` on branch \`${branch}\`, on top of \`${base}\`${from ? ` (${from})` : ''} of ${url}.`,
    `## Changed files\n${list(changed.map(({ path, deleted }) => (deleted ? `${path} (deleted)` : path)))}`,
    ...(control.length > 0 ? [`## Look at these\nThey run, configure tools or are trusted by others:\n${list(control)}`] : []),
    `## Checks\n${checksText(before, report)}`,
    `## To take it\n\`git fetch change.bundle ${branch}:${branch}\`, or on the same commit \`git apply change.patch\`.`,
  ].join('\n\n');
}

function checksText(before: CheckReport | null, report: CheckReport | null): string {
  const lines = [`- before: ${before?.summary ?? 'not run'}`, `- after: ${report?.summary ?? 'see checks.json'}`];
  if (!before || !report) return lines.join('\n');
  const { fixed, old } = compareWithBaseline(report, before);
  if (fixed.length > 0) lines.push(`- fixed: ${named(fixed)}`);
  if (old.length > 0) lines.push(`- failed before too, and fail still: ${named(old)}`);
  return lines.join('\n');
}
