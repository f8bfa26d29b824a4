import { notBuiltRisks } from '../../../../contracts/not-built.js';
import type { GeneratedFile } from '../blueprint.js';
import { LANGUAGE_KITS } from '../languages.js';
import type { LibraryKit } from '../language-kit.js';
import { FIELD_CHANGES } from '../parse/feedback.js';
import { generatedNote } from '../rest/readme.js';
import { fieldText, foreignLines, requirementsOf } from '../rest/requirements.js';
import { MADE_BY, markdown } from '../source.js';
import { spoken } from '../spec.js';
import { titleFrom } from '../title.js';
import type { Understood, Wish } from '../wish.js';
import { classOf } from './names.js';
import { readClasses } from './read.js';
import type { ClassSpec } from './spec.js';

const DOES: Record<string, string> = { add: 'adds to', subtract: 'takes from', mark: 'sets', unmark: 'unsets' };

/** Classes with checked fields and the methods the words name: "a BankAccount class with owner and balance and methods deposit and withdraw". */
export function classBlueprint(wish: Wish): Understood | null {
  const read = readClasses(wish);
  if (!read) return null;
  const { classes, spec } = read;
  const kit = LANGUAGE_KITS[wish.language].library;
  const names = classes.map(classOf);
  const title = wish.title ?? titleFrom(names, names.length === 1 ? 'class' : 'classes');
  const requirements = [...requirementsOf(spec).filter((line) => line.startsWith('Each ')), ...classes.flatMap(operationLines), CHECKED];
  return {
    blueprint: {
      title,
      summary: `${names.length === 1 ? 'A class' : 'Classes'} in ${kit.label}, on the standard library only: ${names.join(', ')}`,
      language: wish.language,
      requirements,
      stack: kit.stack,
      risks: [...notBuiltRisks(spec.ignored), 'Unique values and references between objects are not held by a class alone'],
      assumptions: spec.assumptions,
      tasks: [
        {
          id: 'classes',
          goal: `${names.join(', ')} with tests`,
          role: 'backend-developer',
          depends_on: [],
          symbols: names,
          complexity: 1,
          files: kit.classes(classes, title),
        },
      ],
      docs: docsOf(title, kit, classes, spec.ignored),
      architecture: [{ path: 'docs/architecture.md', content: architecture(title, kit, requirements) }],
      reusable: names.map((name) => `the class ${name}`),
    },
    foreign: wish.requirements.length > 0 ? foreignLines(wish.requirements, spec).filter((line) => !requirements.includes(line)) : [],
    unheard: spec.unheard,
    examples: FIELD_CHANGES,
  };
}

const CHECKED = 'Every object is checked when it is made: a value that breaks a rule of its field is refused with a message that names it';

function operationLines({ entity, operations }: ClassSpec): string[] {
  if (operations.length === 0) return [];
  return [`A ${spoken(entity.name)} can: ${operations.map(({ name, kind, field }) => `${spoken(name)} (${DOES[kind]} ${spoken(field)})`).join(', ')}`];
}

function docsOf(title: string, kit: LibraryKit, classes: ClassSpec[], ignored: string[]): GeneratedFile[] {
  const parts = classes.map(
    (one) =>
      `## ${classOf(one)}\n\n${one.entity.fields.map((field) => `- ${markdown(fieldText(field))}`).join('\n')}\n${operationLines(one)
        .map((line) => `\n${markdown(line)}.\n`)
        .join('')}`,
  );
  const readme = `# ${markdown(title)}\n\n${MADE_BY}\n\n${parts.join('\n')}\n## Test\n\n    ${kit.test}\n`;
  return [
    { path: 'README.md', content: readme },
    { path: 'GENERATED.md', content: generatedNote(title, ignored) },
  ];
}

function architecture(title: string, kit: LibraryKit, requirements: string[]): string {
  return `# Architecture of ${markdown(title)}\n\n${MADE_BY}\n\nClasses in ${kit.label}, one file each, without dependencies; each has a test of the same name.\n\n${requirements.map((line) => `- ${markdown(line)}`).join('\n')}\n`;
}
