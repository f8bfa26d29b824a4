import { parseField } from './field.js';
import { joinRemarks, splitItems } from './items.js';
import type { FieldDraft } from './draft.js';
import { prepare } from './text.js';

/** The fields of a list like "title (required), done and due date"; items that are no field are left out. */
export function readFields(list: string): FieldDraft[] {
  const { text, brackets } = prepare(list);
  const fields: FieldDraft[] = [];
  for (const item of joinRemarks(splitItems(text))) {
    const field = parseField(item, brackets);
    if (field && !fields.some((other) => other.name === field.name)) fields.push(field);
  }
  return fields;
}
