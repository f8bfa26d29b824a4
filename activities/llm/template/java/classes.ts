import type { GeneratedFile } from '../blueprint.js';
import { camelMember, classOf } from '../classes/names.js';
import { type ClassSpec, inConstructorOrder, isText, mayBeNull, type Operation, type Rule, rulesOf, sampleOf, startOf } from '../classes/spec.js';
import { type FieldSpec, spoken } from '../spec.js';
import { doubleOf } from './literals.js';
import { JAVA_GITIGNORE } from './project.js';
import { javadoc, wrapCall } from './wrap.js';

/** Records with checked components; what a method changes comes back as another record. */
export function javaClasses(classes: ClassSpec[], _title: string): GeneratedFile[] {
  return [
    { path: '.gitignore', content: JAVA_GITIGNORE },
    ...classes.map((spec) => ({ path: `src/main/java/library/${classOf(spec)}.java`, content: classFile(spec) })),
    ...classes.map((spec) => ({ path: `src/test/java/library/${classOf(spec)}Test.java`, content: testFile(spec) })),
  ];
}

function typeOf(field: FieldSpec): string {
  if (isText(field)) return 'String';
  if (field.type === 'boolean') return 'boolean';
  if (field.type === 'list') return 'List<String>';
  const isBoxed = mayBeNull(field);
  if (field.type === 'number') return isBoxed ? 'Double' : 'double';
  return isBoxed ? 'Long' : 'long';
}

function classFile(spec: ClassSpec): string {
  const name = classOf(spec);
  const fields = inConstructorOrder(spec);
  const rules = rulesOf(spec);
  const defaults = fields.flatMap(defaultLine);
  const checks = rules.map((rule) => wrapCall(4, 'require', [meets(rule), JSON.stringify(rule.message)], ';'));
  const needsRequire = rules.length > 0 || spec.operations.some(({ kind }) => kind === 'add' || kind === 'subtract');
  const compact =
    defaults.length + checks.length === 0 ? '' : `  /** Checks every component. */\n  public ${name} {\n${[...defaults, ...checks].join('\n')}\n  }\n`;
  const require = needsRequire
    ? '\n  private static void require(boolean isMet, String message) {\n    if (!isMet) {\n      throw new IllegalArgumentException(message);\n    }\n  }\n'
    : '';
  const parts = [compact, ...spec.operations.map((operation) => `\n${method(spec, operation)}`), require].join('').replace(/^\n/, '');
  const doc = javadoc(0, `One ${spoken(spec.entity.name)}. A value that breaks a rule throws IllegalArgumentException.`);
  const header = wrapCall(
    0,
    `public record ${name}`,
    fields.map((field) => `${typeOf(field)} ${camelMember(field)}`),
    parts === '' ? ' {}' : ' {',
  );
  const imports = /\bList\b/.test(header + parts) ? 'import java.util.List;\n\n' : '';
  return `package library;\n\n${imports}${doc}\n${header}\n${parts === '' ? '' : `${parts}}\n`}`;
}

/** What is not given becomes the default; lists are copied, so that nobody changes them from outside. */
function defaultLine(field: FieldSpec): string[] {
  const name = camelMember(field);
  if (field.type === 'list') return [`    ${name} = ${name} == null ? List.of() : List.copyOf(${name});`];
  if (field.default === null || field.type === 'boolean') return [];
  return [`    ${name} = ${name} == null ? ${javaOf(field, field.default)} : ${name};`];
}

/** The condition that holds when a rule is kept. */
function meets(rule: Rule): string {
  const name = camelMember(rule.field);
  const free = mayBeNull(rule.field) && rule.field.default === null ? `${name} == null || ` : '';
  const size = rule.field.type === 'string' ? `${name}.length()` : name;
  switch (rule.kind) {
    case 'filled':
      return `${name} != null && !${name}.isBlank()`;
    case 'min':
      return `${free}${size} >= ${rule.limit}`;
    case 'max':
      return `${free}${size} <= ${rule.limit}`;
    case 'choice':
      return `${free}List.of(${rule.field.values.map((value) => JSON.stringify(value)).join(', ')}).contains(${name})`;
    case 'form':
      return `${free}${name}.matches(${JSON.stringify(rule.pattern.slice(1, -1))})`;
  }
}

function method(spec: ClassSpec, operation: Operation): string {
  const { name, kind, field } = operation;
  const of = spec.entity.fields.find((one) => one.name === field);
  const changed = (value: string): string =>
    wrapCall(
      4,
      `return new ${classOf(spec)}`,
      inConstructorOrder(spec).map((one) => (one.name === field ? value : camelMember(one))),
      ';',
    );
  if (kind === 'mark' || kind === 'unmark')
    return `${javadoc(2, `The same with ${spoken(field)} ${kind === 'mark' ? 'set' : 'unset'}.`)}\n  public ${classOf(spec)} ${camelMember(name)}() {\n${changed(String(kind === 'mark'))}\n  }\n`;
  const type = of?.type === 'number' ? 'double' : 'long';
  const member = camelMember(field);
  const current = of && mayBeNull(of) && of.default === null ? `(${member} == null ? 0 : ${member})` : member;
  const low = of?.min ?? 0;
  const limits =
    kind === 'subtract'
      ? [wrapCall(4, 'require', [`changed >= ${low}`, JSON.stringify(`${spoken(field)} must not go below ${low}`)], ';')]
      : of?.max === null || of?.max === undefined
        ? []
        : [wrapCall(4, 'require', [`changed <= ${of.max}`, JSON.stringify(`${spoken(field)} must not go above ${of.max}`)], ';')];
  const lines = [
    '    require(amount > 0, "the amount must be more than 0");',
    `    ${type} changed = ${current} ${kind === 'add' ? '+' : '-'} amount;`,
    ...limits,
    changed('changed'),
  ];
  const doc = javadoc(2, `The same with more ${spoken(field)}.`.replace('more', kind === 'add' ? 'more' : 'less'));
  return `${doc}\n  public ${classOf(spec)} ${camelMember(name)}(${type} amount) {\n${lines.join('\n')}\n  }\n`;
}

function javaOf(field: FieldSpec, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `List.of(${value.map((item) => JSON.stringify(item)).join(', ')})`;
  if (typeof value === 'number') return field.type === 'number' ? doubleOf(value) : `${value}L`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function testFile(spec: ClassSpec): string {
  const name = classOf(spec);
  const sample = sampleOf(spec, 1);
  const made = (change: FieldSpec | null, value: unknown): string =>
    `new ${name}(${sample.map((one) => (one.field.name === change?.name ? javaOf(one.field, value) : camelMember(one.field))).join(', ')})`;
  const fields = sample.map(({ field, value }) => constant(field, value));
  const holds = sample.map(({ field }) => wrapCall(4, 'assertEquals', [camelMember(field), `made.${camelMember(field)}()`], ';'));
  const refused = rulesOf(spec).map((rule) => wrapCall(4, 'refuses', [JSON.stringify(rule.message), `() -> ${made(rule.field, rule.bad)}`], ';'));
  const refusal =
    refused.length === 0
      ? ''
      : `\n  private static void refuses(String message, Executable broken) {\n    Exception refused = assertThrows(IllegalArgumentException.class, broken);\n    assertEquals(message, refused.getMessage());\n  }\n\n  @Test\n  void refusesValuesThatBreakARule() {\n${refused.join('\n')}\n  }\n`;
  const operations = spec.operations.map((operation) => operationTest(spec, operation, made)).join('');
  const body = `class ${name}Test {
${fields.join('\n')}

  private ${name} valid() {
${wrapCall(
  4,
  `return new ${name}`,
  sample.map(({ field }) => camelMember(field)),
  ';',
)}
  }

  @Test
  void holdsWhatItWasGiven() {
    ${name} made = valid();
${holds.join('\n')}
    assertEquals(valid(), made);
  }
${refusal}${operations}}
`;
  const isThrowing = body.includes('assertThrows(');
  const statics = ['assertEquals', ...(isThrowing ? ['assertThrows'] : [])].map((one) => `import static org.junit.jupiter.api.Assertions.${one};\n`).join('');
  const list = /\bList\b/.test(body) ? 'import java.util.List;\n' : '';
  const executable = refusal === '' ? '' : 'import org.junit.jupiter.api.function.Executable;\n';
  return `package library;\n\n${statics}\n${list}import org.junit.jupiter.api.Test;\n${executable}\n${body}`;
}

function constant(field: FieldSpec, value: unknown): string {
  return `  private final ${typeOf(field)} ${camelMember(field)} = ${javaOf(field, value)};`;
}

function operationTest(spec: ClassSpec, operation: Operation, made: (change: FieldSpec | null, value: unknown) => string): string {
  const { name, kind, field } = operation;
  const of = spec.entity.fields.find((one) => one.name === field) ?? null;
  const title = camelMember(`can_${name}`);
  const call = `made.${camelMember(name)}`;
  const new_ = (value: unknown): string => {
    const [, inside = ''] = /^new \w+\((.*)\)$/s.exec(made(of, value)) ?? [];
    const line = `    ${classOf(spec)} made = new ${classOf(spec)}(${inside});`;
    return line.length <= 100 ? line : `    ${classOf(spec)} made =\n${wrapCall(8, `new ${classOf(spec)}`, inside.split(', '), ';')}`;
  };
  if (kind === 'mark' || kind === 'unmark') {
    const check = wrapCall(4, 'assertEquals', [String(kind === 'mark'), `${call}().${camelMember(field)}()`], ';');
    return `\n  @Test\n  void ${title}() {\n${new_(kind !== 'mark')}\n${check}\n  }\n`;
  }
  const { start, amount, end } = startOf(spec, operation);
  const lines = [
    new_(start),
    wrapCall(4, 'assertEquals', [of ? javaOf(of, end) : String(end), `${call}(${amount}).${camelMember(field)}()`], ';'),
    wrapCall(4, 'assertThrows', ['IllegalArgumentException.class', `() -> ${call}(0)`], ';'),
    ...(kind === 'subtract' ? [wrapCall(4, 'assertThrows', ['IllegalArgumentException.class', `() -> ${call}(${start + amount})`], ';')] : []),
  ];
  return `\n  @Test\n  void ${title}() {\n${lines.join('\n')}\n  }\n`;
}
