import type { ExecutionAnswer } from '../answers.js';
import type { Terminal } from '../terminal.js';
import { cleanLine, cleanText } from './clean.js';

type View = Pick<Terminal, 'colors'>;

/** `attempt 2 of 5  failed  test: ...`. */
export function attemptLine(attempt: ExecutionAnswer['attempts'][number], { max_attempts }: ExecutionAnswer, { colors }: View): string {
  const passed = attempt.status === 'passed';
  const why = passed ? attempt.summary : `${attempt.error_type}: ${(attempt.error_message ?? '').split('\n', 1)[0]}`;
  return `attempt ${attempt.attempt} of ${max_attempts}  ${passed ? colors.green('passed') : colors.red('failed')}  ${cleanLine(why, 160)}`;
}

/** The end of an execution: its code, its tests, why it ended so, and where the rest is. */
export function renderExecution(answer: ExecutionAnswer, { colors }: View): string[] {
  const shown = answer.files.filter(({ kind }) => kind !== 'other' && answer.status !== 'failed');
  const files = shown.flatMap(({ path, content }) => ['', colors.bold(cleanLine(path)), ...cleanText(content).trimEnd().split('\n')]);
  const paint = answer.status === 'passed' ? colors.green : answer.status === 'partial' ? colors.yellow : colors.red;
  return [
    ...files,
    '',
    `${colors.bold(answer.id)}  ${paint(answer.status)}  attempt ${answer.attempt} of ${answer.max_attempts}, $${answer.cost_usd.toFixed(4)}`,
    ...cleanText(answer.explanation ?? answer.failure?.detail ?? '').split('\n'),
    ...(answer.artifact ? [`Artifact: ${cleanLine(answer.artifact.name)} at ${answer.artifact.download_url}`] : []),
    ...(answer.pr ? [cleanLine(answer.pr.detail)] : []),
    ...(answer.status === 'passed' ? [] : [`mw execute --retry ${answer.id} "<what to do otherwise>"`]),
  ];
}
