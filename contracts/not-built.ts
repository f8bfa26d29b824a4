/** What a plan asks for and nobody builds: the words it is told in, wherever people decide. Pure. */

/** How the built-in model begins a risk of its plan that names something it leaves out. */
export const NOT_BUILT_RISK = 'not built by the template model: ';
/** The first line of its note in the journal; what it leaves out follows, a line each, after `- `. */
export const NOT_BUILT_NOTE = 'The template model does not do these lines of the plan:';

// The last part of a summary; two empty lines stand in no summary of ours.
const HEADING = '\n\nNot built:\n';
const BULLET = '- ';
// A summary is read at a glance and travels through the workflow: the rest stands in the plan, the journal and GENERATED.md.
const LINES_MAX = 12;
const LINE_CHARS = 200;

/** Lines that nobody builds, as risks of a plan. */
export function notBuiltRisks(lines: readonly string[]): string[] {
  return lines.map((line) => `${NOT_BUILT_RISK}${line}`);
}

/** A plan's risks in two: what is not built (without the words it begins with), and the others. */
export function splitRisks(risks: readonly string[]): { notBuilt: string[]; others: string[] } {
  const isLeftOut = (risk: string): boolean => risk.startsWith(NOT_BUILT_RISK);
  return { notBuilt: risks.filter(isLeftOut).map((risk) => risk.slice(NOT_BUILT_RISK.length)), others: risks.filter((risk) => !isLeftOut(risk)) };
}

/** What the notes of a journal say is not built; other notes say nothing of it. */
export function notBuiltOfNotes(notes: readonly string[]): string[] {
  return notes.filter((note) => note.startsWith(NOT_BUILT_NOTE)).flatMap((note) => bullets(note));
}

/** The lines for a summary, each once and short; how many more there are is said. */
export function shortList(lines: readonly string[]): string[] {
  const short = lines.map((line) => line.replace(/\s+/g, ' ').trim()).map((line) => (line.length > LINE_CHARS ? `${line.slice(0, LINE_CHARS - 3)}...` : line));
  const distinct = [...new Set(short)].filter((line) => line !== '');
  if (distinct.length <= LINES_MAX) return distinct;
  return [...distinct.slice(0, LINES_MAX), `and ${distinct.length - LINES_MAX} more: see the risks of the plan and the journal`];
}

/** A summary that ends with what is not built; `splitSummary` takes it apart again. */
export function withNotBuilt(summary: string, lines: readonly string[]): string {
  return lines.length === 0 ? summary : `${summary}${HEADING}${lines.map((line) => `${BULLET}${line}`).join('\n')}`;
}

/** A summary and what it says is not built; all of it is the summary where it says nothing of that. */
export function splitSummary(summary: string): { summary: string; notBuilt: string[] } {
  const at = summary.lastIndexOf(HEADING);
  return at < 0 ? { summary, notBuilt: [] } : { summary: summary.slice(0, at), notBuilt: bullets(summary.slice(at)) };
}

function bullets(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(BULLET))
    .map((line) => line.slice(BULLET.length));
}
