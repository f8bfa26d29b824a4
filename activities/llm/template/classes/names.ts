import { camelCase, pascalCase } from '../functions/cases.js';
import type { FieldSpec } from '../spec.js';
import type { ClassSpec } from './spec.js';

// Words that one of the five languages keeps for itself, and names every object of Java and C# has already.
const KEYWORDS = new Set(
  `abstract and any as assert async await base bool boolean break byte case catch chan char checked class const continue debugger decimal def default defer del delegate
  delete do double elif else enum event except explicit export extends extern fallthrough false final finally fixed float for foreach from func function global go goto if
  implements implicit import in instanceof int interface internal is lambda let lock long map namespace native new none nonlocal not null object operator or out override
  package params pass private protected public raise range readonly ref return sbyte sealed select self short sizeof stackalloc static strictfp string struct super switch
  synchronized this throw throws transient true try type typeof uint ulong unchecked undefined unsafe ushort using var virtual void volatile when while with yield
  clone finalize hash_code to_string wait notify notify_all get_class equals get_hash_code get_type field list constructor prototype`.split(/\s+/),
);

/** The name of a member, snake_case, that no language keeps for itself. */
export function memberOf(field: Pick<FieldSpec, 'name'> | string): string {
  const name = typeof field === 'string' ? field : field.name;
  return KEYWORDS.has(name) ? `${name}_value` : name;
}

export function camelMember(field: FieldSpec | string): string {
  return camelCase(memberOf(field));
}

/** Never the name of the class itself, which C# refuses. */
export function pascalMember(spec: ClassSpec, field: FieldSpec | string): string {
  const name = pascalCase(memberOf(field));
  return name === classOf(spec) ? `${name}Value` : name;
}

// Names of the standard libraries that the generated code uses itself.
const TAKEN = new Set([
  'List',
  'String',
  'Object',
  'Math',
  'Pattern',
  'Regex',
  'Number',
  'Boolean',
  'Error',
  'Exception',
  'Test',
  'Array',
  'Map',
  'Record',
  'Override',
  'System',
  'Type',
  'Enumerable',
  'Field',
]);

/** `bank_account` -> `BankAccount`. */
export function classOf({ entity }: ClassSpec): string {
  const name = pascalCase(entity.name);
  return TAKEN.has(name) ? `${name}Item` : name;
}
