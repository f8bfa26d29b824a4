import { z } from 'zod';
import type { ExecutionFacts, LanguageSource } from '../../contracts/execution.js';
import { MillwrightError } from '../../contracts/failures.js';
import { findExecutionRepository } from '../../db/queries/executions.js';
import { recordExecutionChange } from '../../db/queries/record.js';
import { fenced } from '../agent/fence.js';
import type { BuildDeps } from '../build/deps.js';
import { askStructured } from '../build/structured.js';
import type { CallOptions } from '../llm/port.js';
import { loadExecution } from './rows.js';

// The one most people can read, where it has an image.
const DEFAULT_LANGUAGE = 'python';

/** Says that a round has begun, once; answers what its workflow must know. */
export async function beginExecution(deps: BuildDeps, { executionId, round }: { executionId: string; round: number }): Promise<ExecutionFacts> {
  const { language, maxAttempts } = await loadExecution(deps.db.orm, executionId);
  await deps.db.orm.transaction((tx) =>
    recordExecutionChange(tx, {
      executionId,
      key: `started/${round}`,
      event: { kind: 'execution.started', round, max_attempts: maxAttempts },
      patch: { status: 'running', startedAt: new Date() },
    }),
  );
  return { language, maxAttempts, onRepository: (await findExecutionRepository(deps.db.orm, executionId)) !== null };
}

/** Asks a model which language is meant where no rule could tell; the default when it cannot say either. */
export async function chooseLanguage(deps: BuildDeps, { executionId }: { executionId: string }, options: CallOptions = {}): Promise<{ language: string }> {
  const { prompt, language: known } = await loadExecution(deps.db.orm, executionId);
  if (known !== null) return { language: known };
  const names = [...deps.repositories.images.keys()];
  const asked = await askLanguage(deps, executionId, prompt, names, options);
  const fallback = deps.languageOf(DEFAULT_LANGUAGE) ?? names[0];
  const language = asked ?? fallback;
  if (language === undefined) throw new MillwrightError('IMAGE_BUILD_FAILED', 'There is no sandbox image in sandbox-images/, so no code can be run.');
  const source: LanguageSource = asked === null ? 'default' : 'model';
  await deps.db.orm.transaction((tx) =>
    recordExecutionChange(tx, {
      executionId,
      key: 'language',
      event: { kind: 'language.detected', language, source },
      patch: { language, languageSource: source },
    }),
  );
  return { language };
}

async function askLanguage(deps: BuildDeps, executionId: string, prompt: string, names: string[], options: CallOptions): Promise<string | null> {
  const [first, ...others] = names;
  if (first === undefined || others.length === 0) return first ?? null;
  const content = `In which of these languages should this be written: ${names.join(', ')}? Take the one its words point at, else the one that suits it best.\n\n${fenced('intent', JSON.stringify({ description: prompt }))}`;
  const call = {
    key: `${executionId}/language`,
    buildId: executionId,
    name: 'language',
    schema: z.object({ language: z.enum([first, ...others]) }),
    messages: [{ role: 'user' as const, content }],
    tier: 'simple' as const,
    failure: 'LLM_OUTPUT_INVALID' as const,
  };
  return askStructured(deps, call, options).then(
    ({ language }) => language,
    (error: unknown) => {
      // A model that cannot say is no reason to stop.
      if (error instanceof MillwrightError && (error.code === 'INTENT_NOT_UNDERSTOOD' || error.code === 'LLM_OUTPUT_INVALID')) return null;
      throw error;
    },
  );
}
