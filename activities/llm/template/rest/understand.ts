import { applyFeedback } from '../parse/feedback.js';
import { readClauses } from '../parse/clauses.js';
import { isBuiltIn, notBuilt } from '../parse/features.js';
import { withoutLanguage } from '../parse/language.js';
import { specFrom } from '../parse/spec-from.js';
import { plain } from '../source.js';
import type { ServiceSpec } from '../spec.js';
import { otherLanguage } from '../unmet.js';
import type { Understood, Wish } from '../wish.js';
import { restBlueprint } from './blueprint.js';
import { entitiesOf, foreignLines } from './requirements.js';

// More sentences than this in the risks help nobody.
const UNUSED_MAX = 5;

/** Reads a wish as a REST service. `reason` says what stands in the way, when that is known. */
export function readRest(wish: Wish, allWords: string): Understood | { reason: string | null } {
  const read = readSpec(wish, allWords);
  if (!('entities' in read)) return read;
  return { blueprint: restBlueprint(read), foreign: wish.requirements.length > 0 ? foreignLines(wish.requirements, read) : [] };
}

/** The spec of the service (or of the list a command-line tool keeps) that the words describe. */
export function readSpec(wish: Wish, allWords: string): ServiceSpec | { reason: string | null } {
  const reading = readClauses(withoutLanguage(wish.description));
  const planned = entitiesOf(wish.requirements);
  if (planned.length === 0) {
    if (reading.action !== null) return { reason: `It understood that the service does something ("${plain(reading.action, 100)}") rather than keep objects.` };
    if (reading.entities.length === 0) return { reason: null };
  }
  // A plan, perhaps edited by a person, counts more than the intent; changes that were asked for come on top of it.
  const changed = applyFeedback.entities(planned.length > 0 ? planned : reading.entities, wish.feedback);
  const spec = specFrom(changed.entities, wish.language, wish.title);
  const unused = reading.notUnderstood.filter((sentence) => !isBuiltIn(sentence) && notBuilt(sentence).length === 0).slice(0, UNUSED_MAX);
  spec.ignored.push(
    ...new Set(notBuilt(allWords)),
    ...unused.map((sentence) => `a part that was not understood: "${plain(sentence, 200)}"`),
    ...otherLanguage(wish),
    ...new Set(changed.unknown),
  );
  return spec;
}
