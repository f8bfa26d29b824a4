import type { EntitySpec } from '../spec.js';
import { spoken } from '../spec.js';
import { identifier, singular } from './names.js';

/** What people want to do with objects: "create, list, filter by status, mark as done". Every service can do it, if the fields are there. */

const KEEPING =
  /^(?:create|add|list|show|view|read|get|fetch|find|update|edit|change|modify|replace|delete|remove|store|save)(?:ing)?(?: (?:an?|the|one|all|them|it|new|single|existing|many|[\p{L}-]{2,30}s))*$/iu;
const BY = /^(?:filter|sort|search|order|look up)(?:ing|ed|s)?(?: [\p{L}-]{1,30}){0,2} by [\p{L}\d _-]{1,60}$/iu;
const MARK = /^mark(?:ing|ed|s)?(?: [\p{L}-]{1,30}){0,3} as [\p{L} -]{1,40}$/iu;
// Alone these can be fields too: "list", "order".
const MAY_BE_FIELD = /^(?:list|search|order|sort|filter|view|change|read|show|store)$/i;

export function isOperation(item: string): boolean {
  return KEEPING.test(item) || BY.test(item) || MARK.test(item) || MAY_BE_FIELD.test(item);
}

/** True when a list says what can be done, and not what fields there are. */
export function areOperations(items: readonly string[]): boolean {
  const sure = items.filter((item) => isOperation(item) && !MAY_BE_FIELD.test(item));
  return isOperation(items[0] ?? '') && sure.length > 0 && (items.length === sure.length || items.filter(isOperation).length >= 2);
}

const WANTS_BY =
  /\b(filter|sort|search|order)(?:able|ing|ed|s)?(?: [\p{L}-]{1,30}){0,2} by ((?:the |its |their )?[\p{L}\d_-]{1,40}(?:(?:,| and| or|, and| or by| and by) (?:the )?[\p{L}\d_-]{1,40})?)/giu;
const WANTS_MARK = /\bmark(?:ing|ed|s)?(?: (?!as )[\p{L}-]{1,30}){0,3} as ([\p{L}-]{1,40})/giu;
// Every object has these, and every list takes them.
const ALWAYS = /^(?:id|date|newest|oldest|time|created|created_at|updated_at|creation|age|any|every|each|all|field|fields|text|relevance|default)$/;

/** The operations that need a field no object has, as sentences for the plan's risks. */
export function missingFor(description: string, entities: readonly EntitySpec[]): string[] {
  const fields = entities.flatMap((entity) => entity.fields);
  const isThere = (name: string): boolean =>
    ALWAYS.test(name) || fields.some((field) => [name, singular(name)].some((one) => field.name === one || field.name.split('_').includes(one)));
  const by = [...description.matchAll(WANTS_BY)].flatMap(([, verb = '', list = '']) =>
    list
      .split(/,| and | or | by /)
      .map((name) => identifier(name.replace(/^\s*(?:the|its|their|by) /i, '')))
      // The second name may begin the next thing: "sort by name and delete".
      .filter((name, index) => name !== null && (index === 0 || isThere(name)) && !isThere(name))
      .map((name) => `to ${verb.toLowerCase()} by ${spoken(name ?? '')} (no object has such a field)`),
  );
  const marks = [...description.matchAll(WANTS_MARK)]
    .map(([, state = '']) => identifier(state))
    .filter(
      (state) =>
        state !== null &&
        !fields.some((field) => field.name === state || field.name.endsWith(`_${state}`) || field.values.some((value) => identifier(value) === state)),
    )
    .map((state) => `to mark objects as ${spoken(state ?? '')} (no object has a field for it)`);
  return [...new Set([...by, ...marks])];
}
