import { changedDesign, routeDeviations, type TreeFile } from '../checks/design-check.js';
import type { Finding } from '../checks/port.js';
import { record } from '../../db/queries/record.js';
import type { BuildRow } from '../agent/session-store.js';
import { keepArtifact } from '../build/artifacts.js';
import type { BuildDeps } from '../build/deps.js';
import { loadDesignFiles } from './design-files.js';
import { operationsOf } from './openapi.js';

// What a gate and a note show; the artifact has all of them.
const SHOWN_MAX = 10;

/** How a tree differs from the approved design, in lines for a gate; all findings are kept as an artifact of `gate`. */
export async function compareDesign(deps: BuildDeps, build: BuildRow, files: TreeFile[], request: { key: string; gate: 'G5' | 'G6' }): Promise<string[]> {
  const approved = await loadDesignFiles(deps.db.orm, build);
  if (approved.length === 0) return [];
  const findings: Finding[] = changedDesign(approved, files);
  for (const { path } of approved.filter(({ kind, problem }) => kind === 'openapi' && problem === null)) {
    const document = files.find((file) => file.path === path);
    if (document) findings.push(...deviationsFrom(path, document.content.toString('utf8'), files));
  }
  if (request.gate === 'G6')
    await keepArtifact(deps.db.orm, {
      buildId: build.id,
      gate: request.gate,
      name: 'design-check.json',
      mediaType: 'application/json',
      content: JSON.stringify({ approved: approved.map(({ path, kind, sha256 }) => ({ path, kind, sha256 })), findings }, null, 2),
    });
  const lines = findings.map(({ file, rule, message }) => `${rule}: ${file ?? ''}: ${message}`.slice(0, 300));
  if (lines.length > 0) {
    const text = `This differs from the approved design:\n${lines.slice(0, SHOWN_MAX).join('\n')}${more(lines)}`;
    await record(deps.db.orm, {
      buildId: build.id,
      key: request.key,
      event: { kind: 'note', text, by: 'architect' },
      journal: { kind: 'risk', owner: 'architect', text },
    });
  }
  return lines.slice(0, SHOWN_MAX);
}

/** After a task: are the approved files still what they were? Routes are compared when all tasks are done. */
export async function noteChangedDesign(deps: BuildDeps, build: BuildRow, commit: string, key: string): Promise<string[]> {
  const approved = await loadDesignFiles(deps.db.orm, build);
  if (approved.length === 0) return [];
  const files: TreeFile[] = [];
  for (const { path } of approved) {
    const content = await deps.git.read(build.projectId, commit, path);
    if (content) files.push({ path, content });
  }
  const lines = changedDesign(approved, files).map(({ file, message }) => `${file}: ${message}`);
  if (lines.length > 0)
    await record(deps.db.orm, {
      buildId: build.id,
      key,
      event: { kind: 'note', text: `This task changed what was approved:\n${lines.slice(0, SHOWN_MAX).join('\n')}${more(lines)}`, by: 'architect' },
    });
  return lines;
}

function deviationsFrom(path: string, text: string, files: TreeFile[]): Finding[] {
  try {
    return routeDeviations(path, operationsOf(text), files);
  } catch (error) {
    // It was sound when it was approved, so this is a change that changedDesign has named already.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function more(lines: string[]): string {
  return lines.length > SHOWN_MAX ? `\nand ${lines.length - SHOWN_MAX} more` : '';
}
