import type { ThinkingEvent } from '../../contracts/events.js';
import { gateName } from '../../contracts/gates.js';
import { PHASES, type PhaseName } from '../../contracts/messages.js';
import { workWords } from '../../contracts/work-words.js';
import type { SeenEvent } from '../events.js';
import type { Colors } from '../terminal.js';
import { cleanLine } from './clean.js';
import { cutTo } from './columns.js';
import { dollars } from './plan.js';
import { toolsText } from './progress.js';

// The newest words are what is looked at; more lines would push the record of what happened off the screen.
const TAIL_LINES = 2;

/** The few lines below the record of a build that show this moment: phases, current step, the model's newest words, time and cost. */
export class LiveView {
  #phase: PhaseName | null = null;
  readonly #done = new Set<PhaseName>();
  #task = '';
  #step = '';
  /** The checks under way. */
  #checks: string[] = [];
  #words = '';
  #progress = 0;
  #spent: number | null = null;
  #budget = 0;

  #startedAt: number | null = null;

  constructor(readonly options: { colors: Colors; width: number }) {}

  see(event: SeenEvent): void {
    this.#startedAt ??= Date.parse(event.at);
    if ('progress' in event && Number.isFinite(event.progress)) this.#progress = event.progress;
    if (event.kind === 'phase.started') this.#enter(event.phase);
    if (event.kind === 'phase.ended') this.#done.add(event.phase);
    if (event.kind === 'turn' && this.#spent !== null) this.#spent += event.cost_usd;
    if (event.kind === 'checks.started' || event.kind === 'checks.ended') this.#checks = [];
    if (event.kind === 'working' && event.checks) this.#checks = event.checks.running;
    const step = stepOf(event, this.#checks);
    if (step !== null) this.#step = cleanLine(step, 200);
    if (event.kind === 'task.started') this.#task = cleanLine(`task ${event.task} (${event.role}${event.attempt > 1 ? `, try ${event.attempt}` : ''})`, 80);
    if (event.kind === 'task.ended') this.#task = '';
    // A turn that has ended stands in the record.
    if (event.kind !== 'working') this.#words = '';
  }

  think({ task, turn, text, seconds }: ThinkingEvent): void {
    this.#step = `${cleanLine(task, 40)} turn ${turn}, ${seconds} s`;
    this.#words = cleanLine(text) || 'thinking';
  }

  spend(spent: number, budget: number): void {
    this.#spent = spent;
    this.#budget = budget;
  }

  /** The lines at `now` (epoch milliseconds), none wider than the terminal. */
  text(now: number): string {
    const { colors, width } = this.options;
    const cost = this.#spent === null ? [] : [`${dollars(this.#spent)} of ${dollars(this.#budget)}`];
    const head = [`${Math.round(this.#progress)}%`, timeText(now - (this.#startedAt ?? now)), ...cost].join('  ');
    const step = [this.#task, this.#step].filter(Boolean).join('  ') || (this.#phase ? `${this.#phase} begins` : 'it begins');
    const lines = [colors.bold(cutTo(this.#phases(), width - 1)), colors.cyan(cutTo(`  ${head}   ${step}`, width - 1))];
    return [...lines, ...tailOf(this.#words, width - 1).map((line) => colors.dim(line))].join('\n');
  }

  #enter(phase: PhaseName): void {
    this.#phase = phase;
    this.#done.delete(phase);
    this.#step = '';
  }

  /** `[x]plan [>]code [ ]test`: readable without colours. On a narrow screen the current one only. */
  #phases(): string {
    const mark = (phase: PhaseName) => (phase === this.#phase && !this.#done.has(phase) ? '>' : this.#done.has(phase) ? 'x' : ' ');
    const all = PHASES.map((phase) => `[${mark(phase)}]${phase}`).join(' ');
    if (all.length + 3 <= this.options.width) return `  ${all}`;
    return this.#phase ? `  ${this.#phase}, phase ${PHASES.indexOf(this.#phase) + 1} of ${PHASES.length}` : '  starting';
  }
}

/** What an event says about the step at work, of which these checks are under way; null when it says nothing about it. */
function stepOf(event: SeenEvent, checks: readonly string[]): string | null {
  switch (event.kind) {
    case 'turn':
      return `turn ${event.turn}: ${toolsText(event.tools) || 'answered'}`;
    case 'tool':
      return `${event.tool} ${event.summary}`;
    case 'checks.started':
      return `checks of ${event.subject}`;
    case 'working':
      return `${checks.length > 0 ? `checks: ${checks.join(', ')}` : workWords(event.what)}, ${event.seconds} s`;
    case 'deploy.step':
      return `${event.step} ${event.detail}`;
    case 'gate.opened':
      return `waits for a person at ${gateName(event.gate)}`;
    case 'task.started':
    case 'checks.ended':
      return '';
    default:
      return null;
  }
}

/** The last lines of a text that is one long line, the newest word at the end. */
function tailOf(words: string, width: number): string[] {
  const letters = Array.from(words);
  const room = Math.max(10, width - 4);
  const lines: string[] = [];
  for (let end = letters.length; end > 0 && lines.length < TAIL_LINES; end -= room)
    lines.unshift(`  | ${letters.slice(Math.max(0, end - room), end).join('')}`);
  return lines.map((line) => cutTo(line, width));
}

function timeText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return seconds < 100 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
