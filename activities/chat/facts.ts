/** What a model is told about a build: rows, as data. */
import type { Executor } from '../../db/client.js';
import type { BuildRow } from '../../db/queries/builds.js';
import {
  readBuildHeads,
  readCostLines,
  readDeploymentLines,
  readFindingLines,
  readJournalLines,
  readTaskLines,
  readTestFacts,
} from '../../db/queries/chat-facts.js';

// About 8,000 tokens: what fits into the smallest window beside the conversation.
const FACTS_CHARS_MAX = 24_000;
const LINES_MAX = 12;
const HEADS_MAX = 10;

/** Facts of the build that is talked about, and the heads of the person's other builds; one JSON text. */
export async function factsText(orm: Executor, userId: string, build: BuildRow | null): Promise<string> {
  const heads = (await readBuildHeads(orm, userId, HEADS_MAX)).map(({ id, title, status, progress, waitingFor }) => ({
    id,
    title,
    status,
    progress,
    waits_for: waitingFor?.summary ?? null,
  }));
  const text = JSON.stringify({ build: build && (await factsOf(orm, build)), builds: heads });
  return text.length > FACTS_CHARS_MAX ? `${text.slice(0, FACTS_CHARS_MAX)}... (cut)`.toWellFormed() : text;
}

async function factsOf(orm: Executor, build: BuildRow) {
  const [tests, cost, tasks, journal, findings, deployments] = await Promise.all([
    readTestFacts(orm, build.id),
    readCostLines(orm, build.id, LINES_MAX),
    readTaskLines(orm, build.id),
    readJournalLines(orm, build.id, LINES_MAX),
    readFindingLines(orm, build.id, LINES_MAX),
    readDeploymentLines(orm, build.id, LINES_MAX),
  ]);
  const { id, title, description, status, phase, progress, waitingFor, failure, result, estimate, costUsd, budgetUsd, language } = build;
  return {
    id,
    title,
    description: description.slice(0, 2_000),
    status,
    phase,
    progress,
    language,
    waits_for: waitingFor && { kind: waitingFor.kind, summary: waitingFor.summary, actions: waitingFor.actions },
    failure,
    result,
    estimate,
    cost_usd: costUsd,
    budget_usd: budgetUsd,
    tests,
    cost,
    tasks,
    journal,
    findings,
    deployments,
  };
}
