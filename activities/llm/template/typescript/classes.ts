import type { GeneratedFile } from '../blueprint.js';
import { camelMember, classOf } from '../classes/names.js';
import { type ClassSpec, inConstructorOrder, isText, mayBeNull, mustBeGiven, type Operation, type Rule, rulesOf, sampleOf, startOf } from '../classes/spec.js';
import { kebabCase } from '../functions/cases.js';
import { type Brackets, type Code, keyed } from '../print.js';
import { type FieldSpec, spoken } from '../spec.js';
import { assigned, call, conditional, list, object, typescriptCode, typescriptLines, typescriptValue } from './print.js';
import { packageJson, TSCONFIG, TYPESCRIPT_GITIGNORE } from './project.js';

/** Classes with checked fields, one module each. */
export function typescriptClasses(classes: ClassSpec[], title: string): GeneratedFile[] {
  const path = ({ entity }: ClassSpec): string => kebabCase(entity.name);
  return [
    { path: '.gitignore', content: TYPESCRIPT_GITIGNORE },
    { path: 'package.json', content: packageJson(classes[0] ? path(classes[0]) : 'library', title, { test: 'node --test' }) },
    { path: 'tsconfig.json', content: TSCONFIG },
    ...classes.map((spec) => ({ path: `src/${path(spec)}.ts`, content: classFile(spec) })),
    ...classes.map((spec) => ({ path: `tests/${path(spec)}.test.ts`, content: testFile(spec, path(spec)) })),
  ];
}

function classFile(spec: ClassSpec): string {
  const fields = inConstructorOrder(spec);
  const name = classOf(spec);
  const choices = fields
    .filter((field) => field.type === 'enum')
    .map((field) => `${typescriptLines(0, list(field.values.map(typescriptCode), `const ${choicesOf(field)} = `), ';')}\n`);
  return `${choices.length === 0 ? '' : `${choices.join('')}\n`}/** What a ${spoken(spec.entity.name)} is made of. */
export interface ${name}Values {
${fields.map((field) => `  ${camelMember(field)}${mustBeGiven(field) ? '' : '?'}: ${typeOf(field)};`).join('\n')}
}

/** One ${spoken(spec.entity.name)}. A value that breaks a rule of its field throws RangeError. */
export class ${name} {
${fields.map((field) => `  ${camelMember(field)}: ${typeOf(field)};`).join('\n')}

  constructor(values: ${name}Values) {
${fields.map((field) => assigned(4, `this.${camelMember(field)}`, `values.${camelMember(field)}${fallback(field)}`)).join('\n')}
${rulesOf(spec)
  .map((rule) => `${ruleLines(rule)}\n`)
  .join('')}  }
${spec.operations.map((operation) => method(spec, operation)).join('')}}
`;
}

function typeOf(field: FieldSpec): string {
  const plain = isText(field) ? 'string' : ({ boolean: 'boolean', list: 'string[]' }[field.type as string] ?? 'number');
  return mayBeNull(field) && field.default === null ? `${plain} | null` : plain;
}

function fallback(field: FieldSpec): string {
  if (mustBeGiven(field)) return '';
  if (field.type === 'list') return ' ?? []';
  return ` ?? ${typescriptValue(field.type === 'boolean' ? Boolean(field.default) : field.default)}`;
}

function ruleLines(rule: Rule): string {
  const value = `this.${camelMember(rule.field)}`;
  const given = mayBeNull(rule.field) && rule.field.default === null ? [`${value} !== null`] : [];
  return conditional(4, [...given, brokenBy(rule, value)], call('throw new RangeError', [typescriptValue(rule.message)]));
}

function brokenBy(rule: Rule, value: string): Code {
  const size = rule.field.type === 'string' ? `[...${value}].length` : value;
  switch (rule.kind) {
    case 'filled':
      return `${value}.trim() === ''`;
    case 'min':
      return `${size} < ${rule.limit}`;
    case 'max':
      return `${size} > ${rule.limit}`;
    case 'choice':
      return `!${choicesOf(rule.field)}.includes(${value})`;
    case 'form':
      return call(`!/${rule.pattern.replaceAll('/', '\\/')}/.test`, [value]);
  }
}

/** `kind` -> `KIND_CHOICES`: the constant with what a field may be. */
function choicesOf(field: FieldSpec): string {
  return `${field.name.toUpperCase()}_CHOICES`;
}

function method(spec: ClassSpec, { name, kind, field }: Operation): string {
  const value = `this.${camelMember(field)}`;
  const of = spec.entity.fields.find((one) => one.name === field);
  if (kind === 'mark' || kind === 'unmark')
    return `\n  /** ${kind === 'mark' ? 'Sets' : 'Unsets'} ${spoken(field)}. */\n  ${camelMember(name)}(): void {\n    ${value} = ${String(kind === 'mark')};\n  }\n`;
  const low = of?.min ?? 0;
  const limit =
    kind === 'subtract'
      ? `    if (changed < ${low}) throw new RangeError('${spoken(field)} must not go below ${low}');\n`
      : of?.max === null || of?.max === undefined
        ? ''
        : `    if (changed > ${of.max}) throw new RangeError('${spoken(field)} must not go above ${of.max}');\n`;
  const current = of && mayBeNull(of) && of.default === null ? `(${value} ?? 0)` : value;
  return `
  /** ${kind === 'add' ? 'Adds to' : 'Takes from'} ${spoken(field)}. The amount must be more than 0. */
  ${camelMember(name)}(amount: number): void {
    if (!(amount > 0)) throw new RangeError('the amount must be more than 0');
    const changed = ${current} ${kind === 'add' ? '+' : '-'} amount;
${limit}    ${value} = changed;
  }
`;
}

function testFile(spec: ClassSpec, path: string): string {
  const name = classOf(spec);
  const sample = sampleOf(spec, 1);
  const refused = rulesOf(spec).map((rule) => {
    const made = call(`() => new ${name}`, [changed(rule.field, rule.bad)]);
    return typescriptLines(4, call('assert.throws', [made, object([['message', typescriptValue(rule.message)]])]), ';');
  });
  const required = sample.filter(({ field }) => mustBeGiven(field)).map(({ field }): [string, Code] => [camelMember(field), `VALUES.${camelMember(field)}`]);
  const refusal = refused.length === 0 ? '' : `\n  it('refuses values that break a rule', () => {\n${refused.join('\n')}\n  });\n`;
  return `import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ${name} } from '../src/${path}.ts';

const VALUES = {
${sample.map(({ field, value }) => typescriptLines(2, keyed(camelMember(field), typescriptCode(value)), ',')).join('\n')}
};

describe('${name}', () => {
  it('holds what it was given', () => {
    assert.deepEqual({ ...new ${name}(VALUES) }, VALUES);
  });

  it('needs only what is required', () => {
${typescriptLines(4, call(`const made = new ${name}`, [object(required)]), ';')}
    assert.ok(made instanceof ${name});
  });
${refusal}${spec.operations.map((operation) => operationTest(spec, operation)).join('')}});
`;
}

/** The usual values with one of them changed. */
function changed(field: FieldSpec | string, value: unknown): Brackets {
  const given = object([[camelMember(field), typescriptCode(value)]]);
  return { ...given, items: ['...VALUES', ...given.items] };
}

function operationTest(spec: ClassSpec, operation: Operation): string {
  const { name, kind, field } = operation;
  const of = spec.entity.fields.find((one) => one.name === field) ?? field;
  const made = (value: unknown): string => typescriptLines(4, call(`const made = new ${classOf(spec)}`, [changed(of, value)]), ';');
  const head = `\n  it('can ${spoken(name)}', () => {\n`;
  if (kind === 'mark' || kind === 'unmark')
    return `${head}${made(kind !== 'mark')}\n    made.${camelMember(name)}();\n    assert.equal(made.${camelMember(field)}, ${String(kind === 'mark')});\n  });\n`;
  const { start, amount, end } = startOf(spec, operation);
  const tooMuch = kind === 'subtract' ? `    assert.throws(() => made.${camelMember(name)}(${amount}), RangeError);\n` : '';
  return `${head}${made(start)}\n    made.${camelMember(name)}(${amount});\n    assert.equal(made.${camelMember(field)}, ${end});\n    assert.throws(() => made.${camelMember(name)}(0), RangeError);\n${tooMuch}  });\n`;
}
