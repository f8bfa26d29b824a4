import type { BuildRow } from '../../db/queries/builds.js';
import type { Comparison } from '../../db/queries/compare.js';
import { lineDelta } from '../../edits/delta.js';
import { readPatch, type PatchedFile } from './patch.js';

export interface Side {
  build: BuildRow;
  rows: Comparison;
}

/** Two builds in one view: what was planned, done, spent and found, and where their results differ. */
export function comparison(left: Side, right: Side) {
  const files = comparedFiles(left.rows.patch, right.rows.patch);
  return {
    builds: [side(left), side(right)],
    same_tree: left.build.result !== null && left.build.result.tree === right.build.result?.tree,
    same_plan: left.build.planDigest !== null && left.build.planDigest === right.build.planDigest,
    files: files.filter(({ same }) => !same),
    files_same: files.filter(({ same }) => same).length,
  };
}

function side({ build, rows }: Side) {
  const end = build.endedAt ?? build.updatedAt;
  return {
    id: build.id,
    title: build.title,
    status: build.status,
    parent_build_id: build.parentBuildId,
    forked_at: build.fork?.at ?? null,
    plan: { version: build.planVersion, digest: build.planDigest, versions: rows.plans },
    tasks: rows.tasks.map(({ taskId, goal, role, status, attempts }) => ({
      id: taskId,
      goal,
      role,
      status,
      attempts,
      inherited: build.fork?.done.includes(taskId) ?? false,
    })),
    sessions: rows.sessions,
    turns: rows.turns,
    steps: rows.steps,
    model: build.model,
    model_override: build.modelOverride,
    llm_preference: build.llmPreference,
    models: rows.models,
    model_calls: rows.calls.own,
    model_calls_inherited: rows.calls.inherited,
    tokens: { prompt: rows.calls.promptTokens, completion: rows.calls.completionTokens },
    cost_usd: build.costUsd,
    budget_usd: build.budgetUsd,
    seconds: Math.round((end.getTime() - build.createdAt.getTime()) / 1000),
    tests: testsOf(rows.tests),
    result: build.result,
    diff: rows.patch === null ? null : statOf([...readPatch(rows.patch).values()]),
  };
}

function testsOf(data: Record<string, unknown> | null) {
  if (data === null) return null;
  return { passed: data['passed'] === true, total: Number(data['tests'] ?? 0), failed: Number(data['failed'] ?? 0), summary: String(data['summary'] ?? '') };
}

function statOf(files: PatchedFile[]) {
  const sum = (count: (file: PatchedFile) => number) => files.reduce((total, file) => total + count(file), 0);
  return { files: files.length, added: sum(({ added }) => added), removed: sum(({ removed }) => removed) };
}

/** Every file that either of them changed against its base, by name. */
function comparedFiles(left: string | null, right: string | null) {
  const [one, other] = [readPatch(left ?? ''), readPatch(right ?? '')];
  return [...new Set([...one.keys(), ...other.keys()])].sort().map((path) => {
    const [a, b] = [one.get(path) ?? null, other.get(path) ?? null];
    return { path, same: a?.body === b?.body, left: countsOf(a), right: countsOf(b), between: between(a, b) };
  });
}

function countsOf(file: PatchedFile | null) {
  return file && { added: file.added, removed: file.removed };
}

/** Lines from the left text to the right one, where both are known whole. Linear: a real diff of two hostile files takes minutes. */
function between(a: PatchedFile | null, b: PatchedFile | null) {
  return a?.text == null || b?.text == null ? null : lineDelta(a.text, b.text);
}
