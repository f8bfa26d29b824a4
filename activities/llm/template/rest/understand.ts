import type { Unheard } from '../parse/asked.js';
import { applyFeedback, FIELD_CHANGES } from '../parse/feedback.js';
import type { EntityDraft } from '../parse/draft.js';
import { readClauses } from '../parse/clauses.js';
import { isKnownThing } from '../parse/defaults.js';
import { isToldAlready, mayBeFeature, notBuilt, notBuiltBeside } from '../parse/features.js';
import { withoutLanguage } from '../parse/language.js';
import { splitItems } from '../parse/items.js';
import { areOperations, isOperation, missingFor } from '../parse/operations.js';
import { asksToKeep, unknownProgram } from '../parse/program.js';
import { specFrom } from '../parse/spec-from.js';
import { plain } from '../source.js';
import { type ServiceSpec, spoken } from '../spec.js';
import { otherLanguage } from '../unmet.js';
import type { Understood, Wish } from '../wish.js';
import { restBlueprint } from './blueprint.js';
import { entitiesOf, foreignLines } from './requirements.js';

// More than this in the risks helps nobody; how many more there are is said.
const UNUSED_MAX = 20;
// Some sentences, and some dozens of them: the time to read a line grows with the square of its length.
const ADDED_LINE_CHARS_MAX = 600;
const ADDED_LINES_MAX = 60;

/** The lines of a plan that are not this model's own. */
type ForeignOf = (requirements: string[], spec: ServiceSpec) => string[];

/** Reads a wish as a REST service. `reason` says what stands in the way, when that is known. */
export function readRest(wish: Wish, allWords: string): Understood | { reason: string | null } {
  const read = readSpec(wish, allWords, foreignLines);
  if (!('entities' in read)) return read;
  return { blueprint: restBlueprint(read), foreign: read.foreign, unheard: read.unheard, examples: FIELD_CHANGES };
}

/** A spec, the sentences of an edited plan that it does not cover, and the changes that were not made. */
export type ReadSpec = ServiceSpec & { foreign: string[]; unheard: Unheard[] };

/**
 * The spec of the service (or of the list a command-line tool keeps) that the words describe. `foreignOf` finds the plan's lines
 * that are not this model's own: a person added them, and they are made like requested changes. Without it they are left alone.
 */
export function readSpec(wish: Wish, allWords: string, foreignOf: ForeignOf = () => []): ReadSpec | { reason: string | null } {
  const reading = readClauses(withoutLanguage(wish.description));
  const planned = entitiesOf(wish.requirements);
  if (planned.length === 0) {
    if (reading.action !== null) return { reason: `It understood that the service does something ("${plain(reading.action, 100)}") rather than keep objects.` };
    if (reading.entities.length === 0) return { reason: null };
    if (unknownProgram(withoutLanguage(wish.description)) !== null) return { reason: null };
    if (!asksToKeep(wish.description) && reading.entities.every(isGuess)) return { reason: null };
  }
  // A plan, perhaps edited by a person, counts more than the intent; changes that were asked for come on top of it.
  const base = planned.length > 0 ? planned : reading.entities;
  const added = wish.requirements.length > 0 ? foreignOf(wish.requirements, specFrom(base, wish.language, wish.title)) : [];
  const { read, unread } = readable(added);
  const edited = applyFeedback.lines(base, read);
  const changed = applyFeedback.entities(edited.entities, wish.feedback);
  const spec = specFrom(changed.entities, wish.language, wish.title);
  spec.ignored.push(
    ...new Set(notBuiltBeside(allWords, namesOf(base))),
    ...notUnderstood([...reading.notUnderstood, ...lostOf(planned)], spec),
    ...missingFor(wish.description, spec.entities),
    ...otherLanguage(wish),
    ...new Set(changed.unknown),
  );
  return { ...spec, foreign: [...edited.left.filter((part) => !isMet(part, spec)), ...unread], unheard: changed.unheard };
}

/** A single thing that was only mentioned, and that nobody is known to keep. */
function isGuess(entity: EntityDraft): boolean {
  return (
    entity.isSingle === true &&
    entity.fields.length === 0 &&
    entity.rules === undefined &&
    !isKnownThing(entity.name) &&
    !isKnownThing(entity.name.split('_').at(-1) ?? '')
  );
}

/** Lines beyond what a person writes into a plan are taken as not understood: reading them could take seconds. */
function readable(lines: readonly string[]): { read: string[]; unread: string[] } {
  const read = lines.filter((line) => line.length <= ADDED_LINE_CHARS_MAX).slice(0, ADDED_LINES_MAX);
  return { read, unread: lines.filter((line) => !read.includes(line)) };
}

/** Only wishes that every service fulfils: "Data survives a restart", "filter by status". A word that takes something away is none. */
function isMet(part: string, spec: ServiceSpec): boolean {
  if (/\b(?:without|no|not|never|none|nobody|nothing|only|cannot|except|but)\b|n't\b/i.test(part) || notBuilt(part).length > 0) return false;
  if (missingFor(part, spec.entities).length > 0) return false;
  const asked = splitItems(part);
  return isToldAlready(part, namesIn(spec)) || (areOperations(asked) && asked.every(isOperation));
}

/** Of objects and fields that are no wish by themselves: "payments" that are kept, "attachments" of a mail; who has a login wants to log in. */
function namesOf(drafts: readonly EntityDraft[]): string[] {
  const names = drafts.flatMap(({ name, fields }) => [name, ...fields.map((field) => field.name)]);
  return names.filter((name) => mayBeFeature(spoken(name)) || mayBeFeature(name.split('_').at(-1) ?? name));
}

function namesIn(spec: ServiceSpec): string[] {
  return spec.entities.flatMap((entity) => [entity.name, ...entity.fields.flatMap((field) => [field.name, ...field.values])]);
}

/** What a person wrote into the lines of the plan and nobody understood. */
function lostOf(planned: readonly EntityDraft[]): string[] {
  return planned.flatMap(({ fields }) => fields.flatMap((field) => (field.lost ?? []).map((part) => `${spoken(field.name)}: ${part}`)));
}

/** The parts that gave nothing, as sentences for the plan's risks; what every service has anyway is none of them. */
function notUnderstood(parts: readonly string[], spec: ServiceSpec): string[] {
  const known = namesIn(spec);
  const left = parts.filter((part) => !isToldAlready(part, known));
  const told = left.slice(0, UNUSED_MAX).map((part) => `a part that was not understood: "${plain(part, 200)}"`);
  return left.length > told.length ? [...told, `${left.length - told.length} more parts that were not understood`] : told;
}
