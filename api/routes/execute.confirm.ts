import { MillwrightError } from '../../contracts/failures.js';
import { lockExecution, promiseRound } from '../../db/queries/executions.js';
import { recordExecutionChange } from '../../db/queries/record.js';
import { confirmLanguageBody, executionParams, executionStartedSchema } from '../../schemas/execution.js';
import { invalid, notFound } from '../errors.js';
import { loadExecution, startedAnswer } from '../executions.js';
import { languageNamed } from '../languages.js';
import { defineRoute } from '../route.js';

export const confirmExecution = defineRoute({
  method: 'post',
  path: '/execute/{id}/confirm',
  operation: 'confirmExecution',
  summary: 'Confirm the language of an execution that waits for it (`confirm_language: true`), or say another one; then it begins',
  tag: 'executions',
  access: 'developer',
  params: executionParams,
  body: confirmLanguageBody,
  responses: { 202: { description: 'It begins, or began when this was confirmed before', schema: executionStartedSchema } },
  failures: ['NOT_FOUND', 'EXECUTION_ENDED', 'EXECUTION_RUNNING'],
  async handle({ deps, user, params, body }) {
    const { id } = await loadExecution(deps, user, params.id);
    const said = body.language === undefined ? null : languageNamed(deps.executions.languages, body.language, '/language');
    await deps.database.orm.transaction(async (tx) => {
      const row = await lockExecution(tx, user.id, id);
      if (!row) throw notFound('execution');
      if (row.waitingFor === null) return answerLate(row, said?.language ?? row.language);
      const language = said?.language ?? row.language;
      if (language === null) throw invalid('/language', 'no language was found in the prompt; say which one');
      await recordExecutionChange(tx, {
        executionId: id,
        key: 'confirmed',
        event: { kind: 'language.detected', language, source: 'confirmed' },
        patch: { waitingFor: null, language, dialect: said ? said.dialect : row.dialect, languageSource: 'confirmed' },
        audit: { actor: user.id, action: 'execution.confirm', detail: { language } },
      });
      await promiseRound(tx, { id, userId: user.id, prompt: row.prompt, round: row.round });
    });
    deps.outbox.nudge();
    return { status: 202, body: await startedAnswer(deps, await loadExecution(deps, user, id)) };
  },
});

/** The same confirmation again changes nothing; another language comes too late. */
function answerLate(row: { endedAt: Date | null; language: string | null }, wanted: string | null): void {
  if (row.language === wanted && row.endedAt === null) return;
  if (row.endedAt !== null) throw new MillwrightError('EXECUTION_ENDED', 'It has ended; retry it with the language you want.');
  throw new MillwrightError(
    'EXECUTION_RUNNING',
    `It works in ${row.language ?? 'a language of its own choice'} already. Stop it, then retry it with the language you want.`,
  );
}
