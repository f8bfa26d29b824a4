import { applyFeedback } from '../parse/feedback.js';
import { type EntityDraft, readClauses } from '../parse/clauses.js';
import { isToldAlready, notBuilt } from '../parse/features.js';
import { withoutLanguage } from '../parse/language.js';
import { missingFor } from '../parse/operations.js';
import { specFrom } from '../parse/spec-from.js';
import { plain } from '../source.js';
import { type ServiceSpec, spoken } from '../spec.js';
import { otherLanguage } from '../unmet.js';
import type { Understood, Wish } from '../wish.js';
import { restBlueprint } from './blueprint.js';
import { entitiesOf, foreignLines } from './requirements.js';

// More than this in the risks helps nobody; how many more there are is said.
const UNUSED_MAX = 20;

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
  spec.ignored.push(
    ...new Set(notBuilt(allWords)),
    ...notUnderstood([...reading.notUnderstood, ...lostOf(planned)], spec),
    ...missingFor(wish.description, spec.entities),
    ...otherLanguage(wish),
    ...new Set(changed.unknown),
  );
  return spec;
}

/** What a person wrote into the lines of the plan and nobody understood. */
function lostOf(planned: readonly EntityDraft[]): string[] {
  return planned.flatMap(({ fields }) => fields.flatMap((field) => (field.lost ?? []).map((part) => `${spoken(field.name)}: ${part}`)));
}

/** The parts that gave nothing, as sentences for the plan's risks; what every service has anyway is none of them. */
function notUnderstood(parts: readonly string[], spec: ServiceSpec): string[] {
  const known = spec.entities.flatMap((entity) => [entity.name, ...entity.fields.map((field) => field.name)]);
  const left = parts.filter((part) => !isToldAlready(part, known));
  const told = left.slice(0, UNUSED_MAX).map((part) => `a part that was not understood: "${plain(part, 200)}"`);
  return left.length > told.length ? [...told, `${left.length - told.length} more parts that were not understood`] : told;
}
