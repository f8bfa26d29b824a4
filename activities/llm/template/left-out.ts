import { NOT_BUILT_NOTE, notBuiltRisks, splitRisks } from '../../../contracts/not-built.js';
import type { Blueprint, GeneratedFile } from './blueprint.js';
import { markdown, plain } from './source.js';

/** What of a plan nobody builds is told three times: as risks of the next plan, in the journal, and in GENERATED.md. */

// What of a line people read is enough to find it again.
const LINE_CHARS = 200;
const NOT_BUILT = '\nNot built:\n\n';

/** The plan's lines that mean nothing to this model, as risks of the plan that follows it. */
export function withRisks(blueprint: Blueprint, foreign: readonly string[]): Blueprint {
  const risks = notBuiltRisks(foreign.map(lineLeft));
  return risks.length === 0 ? blueprint : { ...blueprint, risks: [...risks, ...blueprint.risks] };
}

function lineLeft(line: string): string {
  return `a line of the plan: "${plain(line, LINE_CHARS)}"`;
}

/** A note for the journal that lists these lines; `contracts/not-built.ts` reads it. */
export function noteOf(lines: readonly string[]): string {
  return [NOT_BUILT_NOTE, ...lines.map((line) => `- ${plain(line, LINE_CHARS)}`)].join('\n').slice(0, 4_000);
}

/** The documents, of which GENERATED.md also names what these risks and lines say is not built. */
export function withLeftOut(docs: readonly GeneratedFile[], risks: readonly string[], lines: readonly string[]): GeneratedFile[] {
  const all = [...splitRisks(risks).notBuilt, ...lines].map((line) => `- ${markdown(line)}\n`);
  return docs.map((file) => (file.path === 'GENERATED.md' ? { ...file, content: extended(file.content, all) } : file));
}

function extended(content: string, bullets: readonly string[]): string {
  const added = [...new Set(bullets)].filter((bullet) => !content.includes(`\n${bullet}`)).join('');
  return added === '' || content.includes(NOT_BUILT) ? `${content}${added}` : `${content}${NOT_BUILT}${added}`;
}
