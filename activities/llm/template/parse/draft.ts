/** What was read of things and their fields so far, before it is settled. */
import type { FieldSpec } from '../spec.js';

/** What was said about a field, and what it refers to by name (resolved when all entities are known). */
export interface FieldDraft extends FieldSpec {
  /** True when the words said it, so that guesses keep away. */
  saidType: boolean;
  saidRequired: boolean;
  /** Words naming the entity it refers to. */
  target: string | null;
  /** What it is measured in, where its name does not tell. */
  unit?: string | null;
  /** Remarks that meant nothing to us, for people. */
  lost?: string[];
}

export interface EntityDraft {
  name: string;
  fields: FieldDraft[];
  /** It was only spoken of in the singular, like the place the service is for: "for a library". */
  isSingle?: boolean;
  /** What was said of fields that it will only get by default, for it names none itself. */
  rules?: { field: string; remark: string }[];
}
