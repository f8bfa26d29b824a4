import { notBuiltRisks } from '../../../../contracts/not-built.js';
import { makeFiles, type ToolKit } from '../language-kit.js';
import { LANGUAGE_KITS } from '../languages.js';
import { FIELD_CHANGES } from '../parse/feedback.js';
import { foreignLines, requirementsOf } from '../rest/requirements.js';
import { sampleObject } from '../rest/samples.js';
import { readSpec } from '../rest/understand.js';
import { type EntitySpec, mainField, type ServiceSpec, spoken } from '../spec.js';
import { titleFrom } from '../title.js';
import type { Understood, Wish } from '../wish.js';
import { toolArchitecture, toolDocs } from './document.js';

// "with add, list, done and remove commands": what a tool can do, not what its objects have.
const COMMANDS =
  /\b(?:with|and|has|supports?|offers?|having)\s+(?:the\s+)?(?:(?:sub)?commands?\s*(?:for|to|like|such as|:)?\s*)?(?:(?:add(?:ing)?|creat(?:e|ing)|list(?:ing)?|show(?:ing)?|view(?:ing)?|done|complet(?:e|ing)|remov(?:e|ing)|delet(?:e|ing)|updat(?:e|ing)|edit(?:ing)?|mark(?:ing)?(?: as)?(?: done)?|search(?:ing)?|clear|export)\b(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+or\s+|\/)?){2,}(?:\s*(?:sub)?commands?)?/gi;

/** A tool that keeps lists of objects in a file: "a CLI that manages tasks with title and done". */
export function listTool(wish: Wish): Understood | null {
  const description = wish.description.replace(COMMANDS, ' ');
  const spec = readSpec({ ...wish, description }, description, notOwn);
  if (!('entities' in spec)) return null;
  const kit = LANGUAGE_KITS[spec.language].tools;
  const things = spec.entities.map((entity) => spoken(entity.path)).join(', ');
  const titled: ServiceSpec = {
    ...spec,
    title:
      wish.title ??
      titleFrom(
        spec.entities.map((entity) => spoken(entity.path)),
        'CLI',
      ),
  };
  const requirements = toolRequirements(titled);
  return {
    blueprint: {
      title: titled.title,
      summary: `A command-line tool that keeps ${things} in a file, in ${kit.label}, on the standard library only`,
      language: spec.language,
      requirements,
      stack: [...kit.stack, 'one JSON file for the data'],
      risks: [...notBuiltRisks(spec.ignored), 'A command-line tool serves nothing: there is nothing to deploy'],
      assumptions: spec.assumptions,
      tasks: [
        {
          id: 'model',
          goal: `The data model of ${things}: fields and their rules, validation, a store in one JSON file, lists; with tests`,
          role: 'database-engineer',
          depends_on: [],
          symbols: ['validate', 'Store'],
          complexity: 2,
          files: makeFiles(kit.list.model, titled),
        },
        {
          id: 'cli',
          goal: `The commands add, list, show, update, done and remove for ${things}; with tests`,
          role: 'backend-developer',
          depends_on: ['model'],
          symbols: ['main'],
          complexity: 2,
          files: makeFiles(kit.list.cli, titled),
        },
      ],
      docs: docsOf(titled, kit),
      architecture: [
        toolArchitecture(titled.title, kit, [
          'models: the entities and the rules of their fields',
          'validation, store, query: checked values, one atomically replaced file, filters and sorting',
          'cli: the commands',
        ]),
      ],
      reusable: ['validation by a table of fields', 'a store in one atomically replaced JSON file'],
    },
    foreign: spec.foreign,
    unheard: spec.unheard,
    examples: FIELD_CHANGES,
  };
}

function notOwn(lines: string[], spec: ServiceSpec): string[] {
  const own = toolRequirements(spec);
  return foreignLines(lines, spec).filter((line) => !own.includes(line));
}

function toolRequirements(spec: ServiceSpec): string[] {
  return [
    ...requirementsOf(spec).filter((line) => line.startsWith('Each ')),
    'Commands: add, list (with filters, search and sorting), show, update, remove, and done where there is something to be done; each can print JSON',
    'Objects are kept in one JSON file in DATA_DIR (default: a folder in the home directory), replaced atomically',
    'Exit code 0 when done, 1 when it failed, 2 for wrong use; errors go to the standard error output',
  ];
}

function docsOf(spec: ServiceSpec, kit: ToolKit) {
  const examples = spec.entities.flatMap((entity) => {
    const start = spec.entities.length > 1 ? `${entity.path} ` : '';
    return [`${start}add ${argumentsOf(entity)}`, `${start}list --sort=-id`, `${start}show 1`, `${start}remove 1`];
  });
  return toolDocs(spec.title, kit, 'It keeps its data in one JSON file in DATA_DIR, by default in a folder of your home directory.', examples, spec.ignored);
}

function argumentsOf(entity: EntitySpec): string {
  const main = mainField(entity);
  const sample = sampleObject(entity, 1);
  const others = Object.entries(sample).filter(
    ([name, value]) => name !== main.name && value !== null && entity.fields.some((field) => field.name === name && field.type !== 'reference'),
  );
  return [shell(sample[main.name]), ...others.map(([name, value]) => `--${name.replaceAll('_', '-')} ${shell(value)}`)].join(' ');
}

function shell(value: unknown): string {
  return `'${String(value).replaceAll("'", "'\\''")}'`;
}
