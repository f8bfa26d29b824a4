import { splitRisks } from '../../../contracts/not-built.js';
import { isCannot } from './blueprint.js';
import { type Conversation, textOf, textsOf } from './conversation.js';
import { tasksLeft } from './plan-tasks.js';
import { plain } from './source.js';
import { LANGUAGES } from './spec.js';
import { understand } from './understand.js';

// The reason without what the model can do instead.
const REASON_CHARS = 200;
// Twenty times the plan of a large service. Whoever asks serves other people meanwhile, so reading takes no longer than a moment.
const REQUIREMENTS_CHARS_MAX = 60_000;

/**
 * What of this plan, perhaps edited by a person, the template model will leave out: found by the code that later leaves it
 * out, so that people know before they approve. Pure; no side effects, no waiting.
 */
export function leftOutOf(intent: Record<string, unknown>, plan: Record<string, unknown>): string[] {
  const length = textsOf(plan, 'requirements').reduce((sum, line) => sum + line.length, 0);
  if (length > REQUIREMENTS_CHARS_MAX) return ['perhaps much of it: the requirements are too long for it to say which'];
  const conversation: Conversation = { intent, plan, task: null, feedback: [], files: null, onRepository: false, calls: [] };
  const understood = understand(conversation);
  if (isCannot(understood)) return [`all of it: ${plain(understood.cannot.split('. ')[0] ?? '', REASON_CHARS)}`];
  const { blueprint, asking } = understood;
  const language = textOf(plan, 'language');
  const other =
    language === '' || LANGUAGES.some((one) => one === language) ? [] : [`the language ${plain(language, 40)}: it is written in ${blueprint.language}`];
  return [...new Set([...(asking ? [asking.missing] : []), ...other, ...splitRisks(blueprint.risks).notBuilt, ...tasksLeft(conversation, blueprint)])];
}
