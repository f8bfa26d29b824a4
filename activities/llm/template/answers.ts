import { type Blueprint, isCannot } from './blueprint.js';
import type { Conversation } from './conversation.js';
import { planAnswer } from './plan.js';
import { understand, understandOrAsk } from './understand.js';

type Answer = Record<string, unknown>;

const FROM_BLUEPRINT: Record<string, (blueprint: Blueprint) => Answer> = {
  architecture: (blueprint) => ({ summary: `${blueprint.summary}. Designed from a template of the built-in template model.`, files: blueprint.architecture }),
  ux_options: (blueprint) =>
    blueprint.options ? { options: blueprint.options } : { cannot: 'The template model draws options for static sites only, and this project is none.' },
  retrospective: (blueprint) => ({
    summary: `${blueprint.title} was built by the template model from its templates.`,
    went_well: [`The plan followed a known template: ${blueprint.summary}.`, ...blueprint.reusable.map((part) => `To reuse: ${part}.`)],
    to_improve: blueprint.risks
      .filter((risk) => risk.startsWith('not built'))
      .concat('A language model could go beyond the templates: set OPENAI_API_KEY or OPENAI_BASE_URL.'),
  }),
};
const FIXED: Record<string, Answer> = {
  review: { findings: [], summary: 'The template model does not review code: its templates are tested, and the checks of the engine have run.' },
  intent: { questions: [] },
};

/** The answer to a structured request, by the name of its schema; `{"cannot": ...}` when there is no template for it. */
export function structuredAnswer(schema: string, conversation: Conversation): Answer {
  const fixed = Object.hasOwn(FIXED, schema) ? FIXED[schema] : undefined;
  if (fixed) return fixed;
  const make = Object.hasOwn(FROM_BLUEPRINT, schema) ? FROM_BLUEPRINT[schema] : undefined;
  if (schema === 'plan') {
    const planned = understandOrAsk(conversation);
    return isCannot(planned) ? { ...planned } : planAnswer(planned);
  }
  if (!make) return { cannot: `The template model has no answer of the kind "${schema}". Set OPENAI_API_KEY or OPENAI_BASE_URL for a model that has.` };
  const understood = understand(conversation);
  return isCannot(understood) ? { ...understood } : make(understood.blueprint);
}
