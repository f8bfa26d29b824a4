import type { GeneratedFile } from '../blueprint.js';
import { camelMember, classOf, pascalMember } from '../classes/names.js';
import { type ClassSpec, inConstructorOrder, isText, mayBeNull, mustBeGiven, type Operation, type Rule, rulesOf, sampleOf, startOf } from '../classes/spec.js';
import { type FieldSpec, spoken } from '../spec.js';
import { CSHARP_GITIGNORE, CSHARP_LIBRARY_PROJECT } from './project.js';

/** Classes with checked properties that only their own methods change, one file each. */
export function csharpClasses(classes: ClassSpec[], _title: string): GeneratedFile[] {
  return [
    { path: '.gitignore', content: CSHARP_GITIGNORE },
    { path: 'library.csproj', content: CSHARP_LIBRARY_PROJECT },
    ...classes.map((spec) => ({ path: `src/${classOf(spec)}.cs`, content: classFile(spec) })),
    ...classes.map((spec) => ({ path: `tests/${classOf(spec)}Tests.cs`, content: testFile(spec) })),
  ];
}

function typeOf(field: FieldSpec): string {
  if (isText(field)) return 'string';
  if (field.type === 'boolean') return 'bool';
  if (field.type === 'list') return 'IReadOnlyList<string>';
  const plain = field.type === 'number' ? 'double' : 'long';
  return mayBeNull(field) && field.default === null ? `${plain}?` : plain;
}

function parameter(field: FieldSpec): string {
  const plain = `${typeOf(field)} ${camelMember(field)}`;
  if (mustBeGiven(field)) return plain;
  if (field.type === 'list') return `${plain} = null`;
  return `${plain} = ${valueOf(field.type === 'boolean' ? Boolean(field.default) : field.default)}`;
}

function valueOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `new[] { ${value.map((item) => JSON.stringify(item)).join(', ')} }`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function classFile(spec: ClassSpec): string {
  const name = classOf(spec);
  const fields = inConstructorOrder(spec);
  const rules = rulesOf(spec).map((rule) => `            if (${brokenBy(rule)}) throw new ArgumentException(${JSON.stringify(rule.message)});`);
  const sets = fields.map(
    (field) =>
      `            ${pascalMember(spec, field)} = ${field.type === 'list' ? `(${camelMember(field)} ?? new string[0]).ToList()` : camelMember(field)};`,
  );
  const parts = fields.map((field) => (field.type === 'list' ? `string.Join("\\n", ${pascalMember(spec, field)})` : pascalMember(spec, field)));
  return `using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Library
{
    /// <summary>One ${spoken(spec.entity.name)}. A value that breaks a rule throws ArgumentException.</summary>
    public sealed class ${name}
    {
        public ${name}(${fields.map(parameter).join(', ')})
        {
${[...rules, ...sets].join('\n')}
        }

${fields.map((field) => `        public ${typeOf(field)} ${pascalMember(spec, field)} { get; private set; }`).join('\n')}
${spec.operations.map((operation) => method(spec, operation)).join('')}
        public override bool Equals(object obj)
        {
            var other = obj as ${name};
            return other != null && Parts().SequenceEqual(other.Parts());
        }

        public override int GetHashCode()
        {
            return Parts().Aggregate(17, (hash, part) => hash * 31 + (part == null ? 0 : part.GetHashCode()));
        }

        public override string ToString()
        {
            return "${name}(" + string.Join(", ", Parts()) + ")";
        }

        private IEnumerable<object> Parts()
        {
            return new object[] { ${parts.join(', ')} };
        }
    }
}
`.replace(rulesOf(spec).some((rule) => rule.kind === 'form') ? '\u0000' : 'using System.Text.RegularExpressions;\n', '');
}

function brokenBy(rule: Rule): string {
  const name = camelMember(rule.field);
  const given = mayBeNull(rule.field) && rule.field.default === null ? `${name} != null && ` : '';
  const size = rule.field.type === 'string' ? `${name}.Length` : name;
  switch (rule.kind) {
    case 'filled':
      return `string.IsNullOrWhiteSpace(${name})`;
    case 'min':
      return `${given}${size} < ${rule.limit}`;
    case 'max':
      return `${given}${size} > ${rule.limit}`;
    case 'choice':
      return `${given}!new[] { ${rule.field.values.map((value) => JSON.stringify(value)).join(', ')} }.Contains(${name})`;
    case 'form':
      return `${given}!Regex.IsMatch(${name}, ${JSON.stringify(rule.pattern)})`;
  }
}

function method(spec: ClassSpec, { name, kind, field }: Operation): string {
  const value = pascalMember(spec, field);
  const of = spec.entity.fields.find((one) => one.name === field);
  const head = (text: string): string => `\n        /// <summary>${text}</summary>\n        public void ${pascalMember(spec, name)}`;
  if (kind === 'mark' || kind === 'unmark')
    return `${head(`${kind === 'mark' ? 'Sets' : 'Unsets'} ${spoken(field)}.`)}()\n        {\n            ${value} = ${String(kind === 'mark')};\n        }\n`;
  const type = of?.type === 'number' ? 'double' : 'long';
  const low = of?.min ?? 0;
  const limit =
    kind === 'subtract'
      ? `            if (changed < ${low}) throw new ArgumentException("${spoken(field)} must not go below ${low}");\n`
      : of?.max === null || of?.max === undefined
        ? ''
        : `            if (changed > ${of.max}) throw new ArgumentException("${spoken(field)} must not go above ${of.max}");\n`;
  const current = of && mayBeNull(of) && of.default === null ? `(${value} ?? 0)` : value;
  return `${head(`${kind === 'add' ? 'Adds to' : 'Takes from'} ${spoken(field)}. The amount must be more than 0.`)}(${type} amount)
        {
            if (!(amount > 0)) throw new ArgumentException("the amount must be more than 0");
            var changed = ${current} ${kind === 'add' ? '+' : '-'} amount;
${limit}            ${value} = changed;
        }
`;
}

function testFile(spec: ClassSpec): string {
  const name = classOf(spec);
  const sample = sampleOf(spec, 1);
  const made = (change: string | null, value: unknown): string =>
    `new ${name}(${sample.map((one) => valueOf(one.field.name === change ? value : one.value)).join(', ')})`;
  const holds = sample.map(
    ({ field, value }) => `            Assert.That(made.${pascalMember(spec, field)}, ${value === null ? 'Is.Null' : `Is.EqualTo(${valueOf(value)})`});`,
  );
  const refused = rulesOf(spec).map((rule) => `            Refuses(${JSON.stringify(rule.message)}, () => ${made(rule.field.name, rule.bad)});`);
  const required = sample.filter(({ field }) => mustBeGiven(field)).map(({ value }) => valueOf(value));
  const refusal =
    refused.length === 0
      ? ''
      : `
        private static void Refuses(string message, TestDelegate broken)
        {
            Assert.That(Assert.Throws<ArgumentException>(broken).Message, Is.EqualTo(message));
        }

        [Test]
        public void RefusesValuesThatBreakARule()
        {
${refused.join('\n')}
        }
`;
  return `using System;
using NUnit.Framework;

namespace Library.Tests
{
    [TestFixture]
    public class ${name}Tests
    {
        [Test]
        public void HoldsWhatItWasGiven()
        {
            var made = ${made(null, null)};
${holds.join('\n')}
        }

        [Test]
        public void IsEqualToAnotherWithTheSameValues()
        {
            var made = ${made(null, null)};
            Assert.That(made.Equals(${made(null, null)}));
            Assert.That(made.GetHashCode(), Is.EqualTo(${made(null, null)}.GetHashCode()));
            Assert.That(made.ToString(), Does.StartWith("${name}("));
        }

        [Test]
        public void NeedsOnlyWhatIsRequired()
        {
            Assert.That(new ${name}(${required.join(', ')}), Is.InstanceOf<${name}>());
        }
${refusal}${spec.operations.map((operation) => operationTest(spec, operation, made)).join('')}    }
}
`;
}

function operationTest(spec: ClassSpec, operation: Operation, made: (change: string, value: unknown) => string): string {
  const { name, kind, field } = operation;
  const called = `made.${pascalMember(spec, name)}`;
  const head = (value: unknown): string =>
    `\n        [Test]\n        public void Can${pascalMember(spec, name)}()\n        {\n            var made = ${made(field, value)};\n`;
  const member = `made.${pascalMember(spec, field)}`;
  if (kind === 'mark' || kind === 'unmark')
    return `${head(kind !== 'mark')}            ${called}();\n            Assert.That(${member}, Is.EqualTo(${String(kind === 'mark')}));\n        }\n`;
  const { start, amount, end } = startOf(spec, operation);
  const tooMuch = kind === 'subtract' ? `            Assert.Throws<ArgumentException>(() => ${called}(${amount}));\n` : '';
  return `${head(start)}            ${called}(${amount});
            Assert.That(${member}, Is.EqualTo(${end}));
            Assert.Throws<ArgumentException>(() => ${called}(0));
${tooMuch}        }
`;
}
