import type { PlanAnswer } from '../answers.js';
import { splitRisks } from '../../contracts/not-built.js';
import { TEMPLATE_MODEL } from '../../contracts/template-model.js';
import type { Colors } from '../terminal.js';
import { cleanLine, cleanText, wrap } from './clean.js';

type Shown = Pick<PlanAnswer, 'version' | 'plan'>;

/** Everything of a plan that a person should have read before approving it, as lines of at most `width` columns. */
export function renderPlan(answer: Shown, options: { colors: Colors; width: number; model?: string | null }): string[] {
  const { colors, width } = options;
  const { plan } = answer;
  const lines = [colors.bold(`Plan: ${cleanLine(plan.title, 200)}`) + colors.dim(`  (version ${cleanLine(answer.version)})`)];
  lines.push(...wrap(cleanText(plan.summary), width, '  '));
  lines.push(...section('Requirements', bullets(plan.requirements, width), colors));
  lines.push(...section('Tasks', taskLines(answer, width), colors));
  lines.push(...section('Stack', bullets(plan.stack, width), colors));
  const { notBuilt, others } = splitRisks(plan.risks ?? []);
  lines.push(...section('Will not be built', bullets(notBuilt, width), colors));
  lines.push(...section('Risks and limits', bullets(others, width), colors));
  lines.push(...section('Open questions', bullets(plan.questions, width), colors));
  lines.push(...section('Estimate', wrap(estimateText(plan.estimate), width, '    '), colors));
  lines.push(...wrap(madeBy(plan.made_by ?? options.model ?? null), width, '  ').map((line) => colors.dim(line)));
  return lines;
}

/** Who made the plan, honestly. */
export function madeBy(model: string | null): string {
  const name = cleanLine(model ?? '', 120);
  if (!name) return 'Made by an unnamed model.';
  if (name.toLowerCase().includes(TEMPLATE_MODEL)) {
    return 'Made by the built-in template model: text templates, no language model. Set OPENAI_API_KEY or OPENAI_BASE_URL for a real one.';
  }
  return `Made by the model ${name}.`;
}

/** Hours, dollars and what they rest on, in one sentence. */
export function estimateText(estimate: { hours: number; usd: number; basis: string } | null | undefined): string {
  if (!estimate) return 'none';
  const minutes = Number(estimate.hours) * 60;
  const time = minutes < 1 ? `about ${Math.max(5, Math.round(minutes * 12) * 5)} s` : minutes < 90 ? `${Math.round(minutes)} min` : `${round(minutes / 60)} h`;
  const basis = cleanLine(estimate.basis ?? '', 500);
  return `${time}, ${dollars(estimate.usd)}${basis ? ` (${basis})` : ''}`;
}

export function dollars(amount: unknown): string {
  const value = Number(amount) || 0;
  return `$${value.toFixed(value > 0 && value < 1 ? 4 : 2)}`;
}

function taskLines({ plan }: Shown, width: number): string[] {
  return (plan.tasks ?? []).flatMap((task) => {
    const after = (task.depends_on ?? []).length > 0 ? `, after ${task.depends_on.join(', ')}` : '';
    const head = `${cleanLine(task.id, 40)} (${cleanLine(task.role, 60)}${cleanLine(after, 200)}): ${cleanLine(task.goal, 600)}`;
    const files = (task.files ?? []).map((file) => cleanLine(file, 120)).join(', ');
    return [...hanging('- ', head, width), ...(files ? wrap(`files: ${files}`, width, '        ') : [])];
  });
}

function bullets(items: string[] | undefined, width: number): string[] {
  return (items ?? []).flatMap((item) => hanging('- ', cleanLine(item, 600), width));
}

/** A paragraph whose first line bears a mark and whose others stand under its text. */
function hanging(mark: string, text: string, width: number): string[] {
  const indent = ' '.repeat(4 + mark.length);
  return wrap(text, width, indent).map((line, index) => (index === 0 ? `    ${mark}${line.slice(indent.length)}` : line));
}

function section(title: string, lines: string[], colors: Colors): string[] {
  return lines.length > 0 ? [`  ${colors.bold(title)}`, ...lines] : [];
}

function round(hours: number): string {
  return hours.toFixed(1).replace(/\.0$/, '');
}
