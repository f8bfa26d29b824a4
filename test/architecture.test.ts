import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { distFolder, projectRoot } from '../config.js';
import { factsOf, findCycle, sources, type Facts, type Import } from './imports.js';

interface Rule {
  /** Folders (or files) of ours that may be imported. */
  ours: RegExp;
  /** The same for `import type`. */
  types?: RegExp;
  /** Packages that may be imported; absent: any that package.json names. */
  packages?: RegExp;
}

// docs/design.md section 1, as code. A file belongs to the first entry whose pattern it matches.
const RULES: [RegExp, Rule][] = [
  [/^schemas\//, { ours: /^schemas\//, packages: /^zod$/ }],
  [/^contracts\//, { ours: /^contracts\//, types: /^(contracts|schemas)\//, packages: /^$/ }],
  [/^workflows\//, { ours: /^(workflows|contracts)\//, types: /^(workflows|contracts|activities|schemas)\//, packages: /^@temporalio\/(workflow|common)$/ }],
  // Pure text work that the API and the activities share.
  [/^edits\//, { ours: /^edits\//, packages: /^$/ }],
  // What one can send a service that was built: found for a new version, shown by the API, tried by the demo.
  [/^curl\//, { ours: /^curl\//, packages: /^$/ }],
  [/^activities\//, { ours: /^(activities|blobs|contracts|schemas|db|edits|curl)\// }],
  [/^blobs\//, { ours: /^(blobs|contracts)\//, packages: /^(node:.*|@aws-sdk\/(client-s3|lib-storage))$/ }],
  [/^db\//, { ours: /^(db|contracts)\//, types: /^(db|contracts|schemas)\//, packages: /^(drizzle-orm|pg|node:.*)$/ }],
  // A composition root of its own: what reads the settings and joins the rest.
  [/^api\/server\.ts$/, { ours: /^(api|blobs|contracts|schemas|db)\/|^(config|worker-models)\.ts$|^activities\/build\/told-plan\.ts$/ }],
  // Roles are files of activities/; their names are read, nothing is run.
  [/^api\/agents\.ts$/, { ours: /^(api|contracts|schemas|db)\/|^activities\/roles\.ts$/ }],
  [/^api\//, { ours: /^(api|blobs|contracts|schemas|db|edits|curl)\// }],
  // The typed client of the HTTP API: whoever calls us may take the folder as it is.
  [/^client\//, { ours: /^client\//, packages: /^eventsource-parser$/ }],
  // `mw up` starts what embedded/ knows, so the cli reaches it and the settings.
  [/^cli\//, { ours: /^(cli|client|contracts|schemas|embedded|curl)\/|^config\.ts$/ }],
  [
    /^embedded\//,
    {
      ours: /^(embedded|contracts|db)\/|^activities\/(llm|sandbox|checks)\/|^(config|worker-models|worker-sandbox)\.ts$|^activities\/deploy\/(routes|write-route|port)\.ts$/,
    },
  ],
  [/^web\//, { ours: /^(web|client|contracts)\//, types: /^(web|client|contracts|schemas)\// }],
  [/^config\.ts$/, { ours: /^models-file\.ts$|^contracts\/web-ports\.ts$/, types: /^schemas\//, packages: /^(zod|node:.*)$/ }],
  [/^models-file\.ts$/, { ours: /^schemas\/models\.ts$/, packages: /^node:.*$/ }],
  [/^worker(-\w+)?\.ts$/, { ours: /^(activities|blobs|contracts|db)\/|^(config|worker-\w+)\.ts$/ }],
  [/^(test|bench|scripts)\//, { ours: /./ }],
  [/^[a-z.]+\.config\.ts$/, { ours: /^$/ }],
];

const all = sources();
const facts = all.map(factsOf);
const imports = facts.flatMap((each) => each.imports);
const product = all.filter(({ file }) => !/^(test|bench|scripts)\//.test(file));

function problemOf(entry: Import): string | null {
  const rule = RULES.find(([pattern]) => pattern.test(entry.from))?.[1];
  if (!rule) return `${entry.from} is in no folder of the table`;
  if (!entry.ours) return rule.packages && !entry.typeOnly && !rule.packages.test(entry.to) ? `${entry.from} -> ${entry.to}` : null;
  if (rule.ours.test(entry.to) || (entry.typeOnly && rule.types?.test(entry.to))) return null;
  return `${entry.from} -> ${entry.to}${entry.typeOnly ? ' (type)' : ''}`;
}

/** Files of which something is so. */
function filesWhere(isSo: (each: Facts) => boolean): string[] {
  return facts.filter(isSo).map(({ file }) => file);
}

describe('the import table', () => {
  it('is held by every file', () => {
    expect(imports.map(problemOf).filter((problem) => problem !== null)).toEqual([]);
  });

  it('leads only to files that exist', () => {
    const known = new Set(all.map(({ file }) => file));
    const missing = imports.filter(
      ({ to, ours, from }) => ours && !from.startsWith('web/') && !/\.(css|svg|json|mjs|cjs)$/.test(to) && !known.has(to) && !known.has(`${to}x`),
    );
    expect(missing.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it('has no circle, of types neither', () => {
    expect(findCycle(imports)).toBeNull();
    const ofProduct = imports.filter(({ from }) => !/^(test|bench|scripts)\//.test(from));
    expect(findCycle(ofProduct.map((entry) => ({ ...entry, typeOnly: false })))).toBeNull();
  });

  it('would notice a breach and a circle', () => {
    const breach = (from: string, text: string) => factsOf({ file: from, text }).imports.map(problemOf);
    expect(
      breach(
        'workflows/x.ts',
        "import { z } from 'zod';\nimport { a } from '../db/client.js';\nimport type { A } from '../activities/index.js';\nimport { b } from '../activities/index.js';\n// import { c } from '../api/app.js';",
      ),
    ).toEqual(['workflows/x.ts -> zod', 'workflows/x.ts -> db/client.ts', null, 'workflows/x.ts -> activities/index.ts']);
    expect(breach('api/x.ts', "export * from '../activities/index.js';\nconst late = await import('../worker.js');")).toEqual([
      'api/x.ts -> activities/index.ts',
      'api/x.ts -> worker.ts',
    ]);
    const edge = (from: string, to: string, typeOnly = false): Import => ({ from, to, ours: true, typeOnly });
    expect(findCycle([edge('a', 'b'), edge('b', 'c'), edge('c', 'a')])).toEqual(['a', 'b', 'c', 'a']);
    expect(findCycle([edge('a', 'b'), edge('b', 'a', true)])).toBeNull();
  });
});

describe('the sources', () => {
  it('read the environment in one place', () => {
    const readers = filesWhere(({ readsEnvironment, imports: all }) => readsEnvironment || all.some(({ to }) => to === 'node:process'));
    expect(readers.filter((file) => !/^(test|bench|scripts)\//.test(file))).toEqual(['config.ts']);
  });

  it('keep zod, pg and drizzle out of the workflow bundle', () => {
    const bundle = join(distFolder, 'workflow-bundle.js');
    expect(existsSync(bundle)).toBe(true);
    const modules = [...readFileSync(bundle, 'utf8').matchAll(/^\/\*\*\*\/ "([^"]+)"/gm)].map((match) => match[1] ?? '');
    expect(modules.some((name) => name.endsWith('workflows/build.js'))).toBe(true);
    expect(modules.filter((name) => /node_modules\/(zod|pg|drizzle-orm)\/|\/(db|api|activities|schemas)\//.test(name))).toEqual([]);
  });

  it('are small: none above 400 lines, half of them at most 120', () => {
    const lengths = product.map(({ file, text }) => ({ file, lines: text.split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(120);
    expect(all.filter(({ file, text }) => file.startsWith('test/') && text.split('\n').length > 400).map(({ file }) => file)).toEqual([]);
  });

  it('have no any, no default export, nothing left for later and no path of one machine', () => {
    expect(filesWhere(({ usesAny }) => usesAny)).toEqual([]);
    expect(filesWhere(({ exportsDefault }) => exportsDefault).filter((file) => !/^[a-z.]+\.config\.ts|^web\//.test(file))).toEqual([]);
    const later = new RegExp(`(//|\\*).*\\b(${['TO', 'DO|FIX', 'ME|X', 'XX'].join('')})\\b`);
    expect(all.filter(({ text }) => later.test(text)).map(({ file }) => file)).toEqual([]);
    expect(filesWhere(({ strings }) => strings.some((text) => /^\/(root|work|home\/\w+|Users)\//.test(text)))).toEqual([]);
  });

  it('skip no test', () => {
    const tests = all.filter(({ file }) => file.endsWith('.test.ts') && file !== 'test/architecture.test.ts');
    const skipping = /\b(it|test|describe)(\.concurrent)?\.(skip|only|todo|failing)\b|\b(xit|xdescribe|fit|fdescribe)\(/;
    expect(tests.filter(({ text }) => skipping.test(text)).map(({ file }) => file)).toEqual([]);
    expect(tests.length).toBeGreaterThan(30);
  });

  it('are what package.json names: every package that is imported is a dependency', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const outside = imports.filter(({ ours, to, from }) => !ours && !to.startsWith('node:') && !from.startsWith('web/'));
    const known = (from: string) => ({
      ...dependencies,
      ...optionalDependencies,
      ...(/^(test|bench|scripts)\/|\.config\.ts$/.test(from) ? devDependencies : {}),
    });
    // `mw` compiles the sources, so what is there for development is always there; the product itself may lean on one part of it.
    const allowed = ['embedded/temporal-download.ts -> @temporalio/testing'];
    const unknown = outside.filter(({ from, to, typeOnly }) => !(to in known(from)) && !(typeOnly && `@types/${to}` in (devDependencies ?? {})));
    expect(unknown.map(({ from, to }) => `${from} -> ${to}`).filter((edge) => !allowed.includes(edge))).toEqual([]);
  });
});
