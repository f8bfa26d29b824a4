import { type Conversation, textOf, textsOf } from './conversation.js';
import { type Instead, insteadIn, linesSaid, type SaidLine, withoutInstead } from './instead.js';
import { squeeze } from './parse/text.js';
import { plain } from './source.js';
import { type Language, LANGUAGES } from './spec.js';

/** Everything a conversation says about what to build. */
export interface Told {
  description: string;
  projectType: string;
  stack: string;
  tests: boolean;
  onRepository: boolean;
  /** The language of the plan. */
  planned: Language | null;
  /** What the plan says is built in place of the intent, and its other lines. */
  instead: Instead | null;
  requirements: string[];
  title: string | null;
  /** Changes that were asked for, and answers. */
  lines: SaidLine[];
}

export function toldIn({ intent, plan, feedback, onRepository }: Conversation): Told {
  const requirements = textsOf(plan, 'requirements').map(squeeze);
  const instead = insteadIn(requirements);
  return {
    description: squeeze(textOf(intent, 'description')),
    projectType: textOf(intent, 'project_type'),
    stack: stackOf(intent),
    tests: wantsTests(intent),
    onRepository,
    planned: LANGUAGES.find((one) => one === textOf(plan, 'language')) ?? null,
    instead,
    requirements: withoutInstead(requirements),
    title: plain(textOf(plan, 'title') || textOf(intent, 'title'), 200) || null,
    lines: linesSaid(feedback.map(squeeze), instead),
  };
}

/** Only an explicit `options.tests: false` switches them off. */
function wantsTests(intent: Record<string, unknown> | null): boolean {
  const options = intent?.options;
  return !(typeof options === 'object' && options !== null && 'tests' in options && options.tests === false);
}

function stackOf(intent: Record<string, unknown> | null): string {
  const constraints = intent?.constraints;
  return typeof constraints === 'object' && constraints !== null ? textsOf(constraints as Record<string, unknown>, 'stack').join(', ') : '';
}
