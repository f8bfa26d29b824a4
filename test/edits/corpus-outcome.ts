import { applyEdits } from '../../edits/apply.js';
import { parseAnswer } from '../../edits/parse-answer.js';
import type { CorpusCase } from './read-corpus.js';

export type Outcome = { refused: string[]; messages: string[] } | { nothing: true } | { after: Map<string, string> };

/** What the engine makes of a case. */
export function outcomeOf({ files, answer, cut }: CorpusCase): Outcome {
  const tree = { paths: [...files.keys()], texts: files };
  const { edits, problems } = parseAnswer(answer, { paths: tree.paths, cut });
  if (problems.length > 0) return { refused: problems.map(({ code }) => code), messages: problems.map(({ message }) => message) };
  if (edits.length === 0) return { nothing: true };
  const applied = applyEdits(tree, edits);
  if (!applied.ok) return { refused: applied.problems.map(({ code }) => code), messages: applied.problems.map(({ message }) => message) };
  const after = new Map(files);
  for (const change of applied.changes) {
    if (change.after === null) after.delete(change.path);
    else after.set(change.path, change.after);
  }
  return { after };
}

/** Why an outcome is not the expected one, or null. */
export function deviation(one: CorpusCase): string | null {
  const outcome = outcomeOf(one);
  const { expected } = one;
  if ('refused' in expected)
    return 'refused' in outcome
      ? outcome.refused.includes(expected.refused)
        ? null
        : `refused as ${outcome.refused.join()}: ${outcome.messages[0]}`
      : `not refused: ${JSON.stringify('after' in outcome ? [...outcome.after] : 'nothing').slice(0, 400)}`;
  if ('nothing' in expected)
    return 'nothing' in outcome ? null : `not nothing: ${JSON.stringify('refused' in outcome ? outcome.messages : [...outcome.after]).slice(0, 400)}`;
  if ('refused' in outcome) return `refused: ${outcome.messages[0]}`;
  if ('nothing' in outcome) return 'nothing was found in it';
  const wanted = new Map(one.files);
  for (const [path, text] of expected.after) {
    if (text === null) wanted.delete(path);
    else wanted.set(path, text);
  }
  const wrong = [...new Set([...wanted.keys(), ...outcome.after.keys()])].find((path) => wanted.get(path) !== outcome.after.get(path));
  return wrong === undefined ? null : `${wrong} is ${JSON.stringify(outcome.after.get(wrong))} instead of ${JSON.stringify(wanted.get(wrong))}`;
}
