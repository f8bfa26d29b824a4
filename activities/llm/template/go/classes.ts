import type { GeneratedFile } from '../blueprint.js';
import { classOf, pascalMember } from '../classes/names.js';
import { type ClassSpec, inConstructorOrder, isNumber, isText, mustBeGiven, type Operation, type Rule, rulesOf, sampleOf, startOf } from '../classes/spec.js';
import { type FieldSpec, spoken } from '../spec.js';
import { goValue } from './literals.js';
import { GO_GITIGNORE, goModule } from './project.js';

/** Structs with checked fields and methods, one file each. */
export function goClasses(classes: ClassSpec[], _title: string): GeneratedFile[] {
  return [
    { path: '.gitignore', content: GO_GITIGNORE },
    { path: 'go.mod', content: goModule('library') },
    ...classes.map((spec) => ({ path: `${spec.entity.name}_class.go`, content: classFile(spec) })),
    ...classes.map((spec) => ({ path: `${spec.entity.name}_class_test.go`, content: testFile(spec) })),
  ];
}

function classFile(spec: ClassSpec): string {
  const name = classOf(spec);
  const fields = inConstructorOrder(spec);
  const rules = rulesOf(spec);
  const width = Math.max(...fields.map((field) => pascalMember(spec, field).length));
  const forms = rules.flatMap((rule) => (rule.kind === 'form' ? [`var ${formOf(spec, rule.field)} = regexp.MustCompile(${goValue(rule.pattern)})\n`] : []));
  const body = `${forms.length === 0 ? '' : `${forms.join('\n')}\n`}// ${name} is one ${spoken(spec.entity.name)}. A text or number that is not given is empty or 0.
type ${name} struct {
${fields.map((field) => `\t${pascalMember(spec, field).padEnd(width)} ${typeOf(field)}`).join('\n')}
}

// New${name} checks every field and says which rule the first one breaks.
func New${name}(values ${name}) (${name}, error) {
${defaultLines(spec)}${rules.length === 0 ? '' : `\tswitch {\n${rules.map((rule) => `\tcase ${brokenBy(spec, rule)}:\n\t\treturn ${name}{}, errors.New(${JSON.stringify(rule.message)})`).join('\n')}\n\t}\n`}\treturn values, nil
}
${spec.operations.map((operation) => method(spec, operation)).join('')}`;
  const imports = ['errors', 'regexp', 'slices', 'strings', 'unicode/utf8'].filter((one) => body.includes(`${one.split('/').at(-1)}.`));
  const head =
    imports.length === 0 ? '' : imports.length === 1 ? `import "${imports[0]}"\n\n` : `import (\n${imports.map((one) => `\t"${one}"`).join('\n')}\n)\n\n`;
  return `package library\n\n${head}${body}`;
}

function typeOf(field: FieldSpec): string {
  if (isText(field)) return 'string';
  return { boolean: 'bool', list: '[]string', number: 'float64' }[field.type as string] ?? 'int';
}

/** What is not given becomes the default, where the words named one that Go does not give by itself. */
function defaultLines(spec: ClassSpec): string {
  const fields = inConstructorOrder(spec).filter((field) => field.default !== null && field.default !== 0 && typeof field.default !== 'boolean');
  return fields
    .map(
      (field) =>
        `\tif values.${pascalMember(spec, field)} == ${isText(field) ? '""' : '0'} {\n\t\tvalues.${pascalMember(spec, field)} = ${goValue(field.default)}\n\t}\n`,
    )
    .join('');
}

function brokenBy(spec: ClassSpec, rule: Rule): string {
  const value = `values.${pascalMember(spec, rule.field)}`;
  const given = mustBeGiven(rule.field) || isKeptByZero(rule) ? '' : `${value} != ${isNumber(rule.field) ? '0' : '""'} && `;
  const size = rule.field.type === 'string' ? `utf8.RuneCountInString(${value})` : value;
  switch (rule.kind) {
    case 'filled':
      return `strings.TrimSpace(${value}) == ""`;
    case 'min':
      return `${given}${size} < ${rule.limit}`;
    case 'max':
      return `${given}${size} > ${rule.limit}`;
    case 'choice':
      return `${given}!slices.Contains(${goValue(rule.field.values)}, ${value})`;
    case 'form':
      return `${given}!${formOf(spec, rule.field)}.MatchString(${value})`;
  }
}

/** A number that is not given is 0, which most limits allow anyway. */
function isKeptByZero(rule: Rule): boolean {
  if (!isNumber(rule.field)) return false;
  return (rule.kind === 'min' && rule.limit <= 0) || (rule.kind === 'max' && rule.limit >= 0);
}

/** `bankAccountEmailForm`: the pattern of a field, compiled once; all classes share a package. */
function formOf(spec: ClassSpec, field: FieldSpec): string {
  const name = classOf(spec);
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}${pascalMember(spec, field)}Form`;
}

function method(spec: ClassSpec, { name, kind, field }: Operation): string {
  const receiver = classOf(spec).charAt(0).toLowerCase();
  const called = pascalMember(spec, name);
  const value = `${receiver}.${pascalMember(spec, field)}`;
  const of = spec.entity.fields.find((one) => one.name === field);
  const head = `\nfunc (${receiver} *${classOf(spec)}) ${called}`;
  if (kind === 'mark' || kind === 'unmark')
    return `\n// ${called} ${kind === 'mark' ? 'sets' : 'unsets'} ${spoken(field)}.${head}() {\n\t${value} = ${String(kind === 'mark')}\n}\n`;
  const low = of?.min ?? 0;
  const limit =
    kind === 'subtract'
      ? `\tif changed < ${low} {\n\t\treturn errors.New("${spoken(field)} must not go below ${low}")\n\t}\n`
      : of?.max === null || of?.max === undefined
        ? ''
        : `\tif changed > ${of.max} {\n\t\treturn errors.New("${spoken(field)} must not go above ${of.max}")\n\t}\n`;
  return `\n// ${called} ${kind === 'add' ? 'adds to' : 'takes from'} ${spoken(field)}. The amount must be more than 0.${head}(amount ${of ? typeOf(of) : 'float64'}) error {
	if amount <= 0 {
		return errors.New("the amount must be more than 0")
	}
	changed := ${value} ${kind === 'add' ? '+' : '-'} amount
${limit}	${value} = changed
	return nil
}
`;
}

function testFile(spec: ClassSpec): string {
  const name = classOf(spec);
  const values = sampleOf(spec, 1).filter(({ value }) => value !== null);
  const lines = values.map(({ field, value }) => `\t\t${pascalMember(spec, field)}: ${goValue(value)},`);
  const width = Math.max(...values.map(({ field }) => pascalMember(spec, field).length + 1));
  const aligned = lines.map((line) => line.replace(/^(\t\t)(\w+:) /, (_, tabs: string, key: string) => `${tabs}${key.padEnd(width)} `));
  const holds = values.map(({ field, value }) => {
    const member = `made.${pascalMember(spec, field)}`;
    const differs =
      field.type === 'list'
        ? `!slices.Equal(${member}, ${goValue(value)})`
        : typeof value === 'boolean'
          ? `${value ? '!' : ''}${member}`
          : `${member} != ${goValue(value)}`;
    return `\tif ${differs} {\n\t\tt.Error(${member})\n\t}`;
  });
  const body = `func valid${name}() ${name} {
	return ${name}{
${aligned.join('\n')}
	}
}

func Test${name}HoldsWhatItWasGiven(t *testing.T) {
	made, err := New${name}(valid${name}())
	if err != nil {
		t.Fatal(err)
	}
${holds.join('\n')}
}
${
  rulesOf(spec).length === 0
    ? ''
    : refusalTest(
        name,
        rulesOf(spec).map((rule) => ({ message: rule.message, line: `values.${pascalMember(spec, rule.field)} = ${goValue(badOf(rule))}` })),
      )
}${spec.operations.map((operation) => operationTest(spec, operation)).join('')}`;
  const imports = body.includes('slices.') ? 'import (\n\t"slices"\n\t"testing"\n)' : 'import "testing"';
  return `package library\n\n${imports}\n\n${body}`;
}

/** 0 means not given in Go, so it breaks no rule. */
function badOf(rule: Rule): unknown {
  return rule.bad === 0 ? -1 : rule.bad;
}

function refusalTest(name: string, refused: { message: string; line: string }[]): string {
  const cases = refused.map(({ message, line }) => `\t\t{${JSON.stringify(message)}, func(values *${name}) {\n\t\t\t${line}\n\t\t}},`).join('\n');
  return `
func Test${name}RefusesValuesThatBreakARule(t *testing.T) {
	for _, broken := range []struct {
		message string
		change  func(values *${name})
	}{
${cases}
	} {
		values := valid${name}()
		broken.change(&values)
		if _, err := New${name}(values); err == nil || err.Error() != broken.message {
			t.Errorf("%v, want %s", err, broken.message)
		}
	}
}
`;
}

function operationTest(spec: ClassSpec, operation: Operation): string {
  const { name, kind, field } = operation;
  const called = pascalMember(spec, name);
  const member = `made.${pascalMember(spec, field)}`;
  const head = `\nfunc Test${classOf(spec)}Can${called}(t *testing.T) {\n\tmade := valid${classOf(spec)}()\n`;
  if (kind === 'mark' || kind === 'unmark')
    return `${head}\t${member} = ${String(kind !== 'mark')}\n\tmade.${called}()\n\tif ${kind === 'mark' ? '!' : ''}${member} {\n\t\tt.Error("it is not ${kind === 'mark' ? 'set' : 'unset'}")\n\t}\n}\n`;
  const { start, amount, end } = startOf(spec, operation);
  const tooMuch = kind === 'subtract' ? `\tif err := made.${called}(${amount}); err == nil {\n\t\tt.Error("more was taken than there is")\n\t}\n` : '';
  return `${head}\t${member} = ${start}
	if err := made.${called}(${amount}); err != nil || ${member} != ${end} {
		t.Error(${member}, err)
	}
	if err := made.${called}(0); err == nil {
		t.Error("an amount of 0 was taken")
	}
${tooMuch}}
`;
}
