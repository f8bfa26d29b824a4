import type { GeneratedFile } from '../blueprint.js';
import { classOf, memberOf } from '../classes/names.js';
import { type ClassSpec, inConstructorOrder, isText, mayBeNull, mustBeGiven, type Operation, type Rule, rulesOf, sampleOf, startOf } from '../classes/spec.js';
import { type Code, keyed } from '../print.js';
import { type FieldSpec, spoken } from '../spec.js';
import { pythonCall, pythonCode, pythonLines, pythonString, pythonTable, pythonTuple, pythonValue } from './print.js';
import { PYTHON_GITIGNORE, PYTHON_RUFF } from './project.js';

/** Classes with checked fields: dataclasses, one module each, at the root. */
export function pythonClasses(classes: ClassSpec[], _title: string): GeneratedFile[] {
  return [
    { path: '.gitignore', content: PYTHON_GITIGNORE },
    { path: 'ruff.toml', content: PYTHON_RUFF },
    ...classes.map((spec) => ({ path: `${moduleOf(spec)}.py`, content: classFile(spec) })),
    { path: 'tests/__init__.py', content: '' },
    ...classes.map((spec) => ({ path: `tests/test_${moduleOf(spec)}.py`, content: testFile(spec) })),
  ];
}

// A module must not hide one of the standard library.
function moduleOf({ entity }: ClassSpec): string {
  return `${entity.name}_class`;
}

function classFile(spec: ClassSpec): string {
  const fields = inConstructorOrder(spec);
  const checks = rulesOf(spec).flatMap(ruleLines);
  const isMatched = rulesOf(spec).some((rule) => rule.kind === 'form');
  const dataclasses = fields.some((field) => field.type === 'list') ? 'dataclass, field' : 'dataclass';
  const choices = fields
    .filter((field) => field.type === 'enum')
    .map((field) => `${pythonLines(0, pythonTuple(field.values.map(pythonCode), `${choicesOf(field)} = `))}\n`);
  const check = checks.length === 0 ? '' : `\n    def __post_init__(self) -> None:\n        """Check every field."""\n${checks.join('\n')}\n`;
  return `"""The class ${classOf(spec)}."""

${isMatched ? 'import re\n' : ''}from dataclasses import ${dataclasses}
${choices.length === 0 ? '' : `\n${choices.join('')}`}

@dataclass
class ${classOf(spec)}:
    """One ${spoken(spec.entity.name)}. A value that breaks a rule of its field raises ValueError."""

${fields.map((field) => `    ${memberOf(field)}: ${typeOf(field)}${fallback(field)}`).join('\n')}
${check}${spec.operations.map((operation) => method(spec, operation)).join('')}`;
}

function typeOf(field: FieldSpec): string {
  const plain = isText(field) ? 'str' : ({ boolean: 'bool', list: 'list[str]', number: 'float' }[field.type as string] ?? 'int');
  return mayBeNull(field) && field.default === null ? `${plain} | None` : plain;
}

function fallback(field: FieldSpec): string {
  if (mustBeGiven(field)) return '';
  if (field.type === 'list') return ' = field(default_factory=list)';
  return ` = ${pythonValue(field.type === 'boolean' ? Boolean(field.default) : field.default)}`;
}

function ruleLines(rule: Rule): string[] {
  const value = `self.${memberOf(rule.field)}`;
  const given = mayBeNull(rule.field) && rule.field.default === null ? `${value} is not None and ` : '';
  return [`        if ${given}${brokenBy(rule, value)}:`, pythonLines(12, pythonCall('raise ValueError', [pythonString(rule.message)]))];
}

function brokenBy(rule: Rule, value: string): string {
  const size = rule.field.type === 'string' ? `len(${value})` : value;
  switch (rule.kind) {
    case 'filled':
      return `not ${value}.strip()`;
    case 'min':
      return `${size} < ${rule.limit}`;
    case 'max':
      return `${size} > ${rule.limit}`;
    case 'choice':
      return `${value} not in ${choicesOf(rule.field)}`;
    case 'form':
      return `not re.search(r${JSON.stringify(rule.pattern)}, ${value})`;
  }
}

/** `kind` -> `KIND_CHOICES`: the constant with what a field may be. */
function choicesOf(field: FieldSpec): string {
  return `${field.name.toUpperCase()}_CHOICES`;
}

function method(spec: ClassSpec, { name, kind, field }: Operation): string {
  const value = `self.${memberOf(field)}`;
  const of = spec.entity.fields.find((one) => one.name === field);
  if (kind === 'mark' || kind === 'unmark')
    return `\n    def ${memberOf(name)}(self) -> None:\n        """${kind === 'mark' ? 'Set' : 'Unset'} ${spoken(field)}."""\n        ${value} = ${kind === 'mark' ? 'True' : 'False'}\n`;
  const type = of?.type === 'integer' ? 'int' : 'float';
  const low = of?.min ?? 0;
  const limit =
    kind === 'subtract'
      ? `        if changed < ${low}:\n            raise ValueError("${spoken(field)} must not go below ${low}")\n`
      : of?.max === null || of?.max === undefined
        ? ''
        : `        if changed > ${of.max}:\n            raise ValueError("${spoken(field)} must not go above ${of.max}")\n`;
  const current = of && mayBeNull(of) && of.default === null ? `(${value} or 0)` : value;
  return `\n    def ${memberOf(name)}(self, amount: ${type}) -> None:
        """${kind === 'add' ? 'Add to' : 'Take from'} ${spoken(field)}. The amount must be more than 0."""
        if amount <= 0:
            raise ValueError("the amount must be more than 0")
        changed = ${current} ${kind === 'add' ? '+' : '-'} amount
${limit}        ${value} = changed\n`;
}

function testFile(spec: ClassSpec): string {
  const name = classOf(spec);
  const sample = sampleOf(spec, 1);
  const values = sample.map(({ field, value }) => pythonLines(4, keyed(JSON.stringify(memberOf(field)), pythonCode(value)), ',')).join('\n');
  const refused = rulesOf(spec).map((rule) => pythonTuple([memberOf(rule.field), rule.bad, rule.message].map(pythonCode)));
  const required = sample.filter(({ field }) => mustBeGiven(field)).map(({ field }) => `${memberOf(field)}=VALUES[${JSON.stringify(memberOf(field))}]`);
  return `import unittest

from ${moduleOf(spec)} import ${name}

VALUES = {
${values}
}


class ${name}Test(unittest.TestCase):
    def test_holds_what_it_was_given(self):
        made = ${name}(**VALUES)
        for field, value in VALUES.items():
            with self.subTest(field=field):
                self.assertEqual(getattr(made, field), value)

    def test_is_equal_to_another_with_the_same_values(self):
        self.assertEqual(${name}(**VALUES), ${name}(**VALUES))
        self.assertIn("${name}(", repr(${name}(**VALUES)))

    def test_needs_only_what_is_required(self):
${pythonLines(8, pythonCall(`made = ${name}`, required))}
        self.assertIsInstance(made, ${name})
${refused.length === 0 ? '' : refusalTest(name, refused)}${spec.operations.map((operation) => operationTest(spec, operation)).join('')}

if __name__ == "__main__":
    unittest.main()
`;
}

function refusalTest(name: string, refused: Code[]): string {
  return `
    def test_refuses_values_that_break_a_rule(self):
${pythonLines(8, pythonTable(refused, 'for field, value, message in ', ':'))}
            with self.subTest(field=field), self.assertRaises(ValueError) as refused:
                ${name}(**{**VALUES, field: value})
            self.assertEqual(str(refused.exception), message)
`;
}

function operationTest(spec: ClassSpec, operation: Operation): string {
  const { name, kind, field } = operation;
  const member = JSON.stringify(memberOf(field));
  const made = (value: unknown): string => `        made = ${classOf(spec)}(**{**VALUES, ${member}: ${pythonValue(value)}})`;
  const head = `\n    def test_can_${name}(self):\n`;
  if (kind === 'mark' || kind === 'unmark')
    return `${head}${made(kind !== 'mark')}\n        made.${memberOf(name)}()\n        self.assertEqual(made.${memberOf(field)}, ${kind === 'mark' ? 'True' : 'False'})\n`;
  const { start, amount, end } = startOf(spec, operation);
  const tooMuch = kind === 'subtract' ? `\n        with self.assertRaises(ValueError):\n            made.${memberOf(name)}(${amount})` : '';
  return `${head}${made(start)}\n        made.${memberOf(name)}(${amount})\n        self.assertEqual(made.${memberOf(field)}, ${end})\n        with self.assertRaises(ValueError):\n            made.${memberOf(name)}(0)${tooMuch}\n`;
}
