/** sandbox-images/<language>/image.json: the only place that knows a language's commands. Read and checked here. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MillwrightError } from '../../contracts/failures.js';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/);
const containerPath = z.string().startsWith('/');

/** How a check's findings are read; without a path they are read from what the tool printed (activities/checks/read-report.ts). */
const reportSpec = z.strictObject({
  format: z.enum(['junit', 'ruff-json', 'tsc', 'jest-json', 'tap', 'text', 'sarif', 'compiler', 'compiler-warnings', 'names', 'remark']),
  path: containerPath.optional(),
});

/** How the tests of an existing repository are run; the first that matches it. */
const runnerSpec = z.strictObject({
  /** For people: pytest, mocha ... */
  tool: z.string().min(1),
  /** A manifest at the top and what it says when this tool is used there; absent: always. */
  when: z.strictObject({ file: z.string(), pattern: z.string() }).optional(),
  /** `{script}` stands for the part of package.json's test script that runs the tool. */
  command: z.string().min(1),
  report: z.strictObject({ format: z.enum(['junit', 'jest-json', 'tap', 'text']), path: containerPath.optional() }),
});

const checkSpec = z.strictObject({
  /** install, format, lint, build, test ... */
  name,
  command: z.string().min(1),
  /** A failed check that is not required is shown and does not fail the verdict. */
  required: z.boolean(),
  /** Runs only when a file matches one of these (`*.ts` matches in every folder). */
  when: z.array(z.string()).optional(),
  report: reportSpec,
  coverage: z.strictObject({ format: z.enum(['lcov', 'cobertura', 'jacoco', 'gocover']), path: containerPath }).optional(),
  /** `main`: slow advice, only for the verdict on main, in a container of its own beside the others; absent: at every task as well. */
  at: z.enum(['task', 'main']).optional(),
  /** Its findings are about security: advice, kept as SARIF, the proof of G7. */
  security: z.boolean().optional(),
  timeoutSeconds: z.number().int().positive(),
});

const imageSpec = z.strictObject({
  language: name,
  /** Other words for it, such as c# or .net. */
  aliases: z.array(z.string().regex(/^[a-z.][a-z0-9.+#-]{0,30}$/)),
  /** Files that tell this language; `*.py` matches in every folder. */
  detect: z.array(z.string()).min(1),
  /** The official image of the language: built upon where it is here or can be pulled; else the base of all images. */
  baseImage: z.string().optional(),
  runtimeUser: z.string(),
  /** How a service of this language is started when nothing else is said. */
  start: z.string(),
  env: z.record(z.string(), z.string()),
  /** Names of files and folders that tools leave behind: never collected. */
  ignore: z.array(z.string().regex(/^[A-Za-z0-9._-]+$/)),
  /** Links made in the workspace when a dependencies volume is mounted: name -> target. */
  links: z.record(z.string().regex(/^[A-Za-z0-9._-]+$/), containerPath),
  install: z.strictObject({
    /** Names at the top of the workspace, or `*.csproj` in every folder; nothing else enters the installing container. */
    manifests: z.array(z.string().regex(/^\*?[A-Za-z0-9._-]+$/)),
    /** Something is to be installed when one of these matches (a regular expression, by line). */
    neededWhen: z.array(z.strictObject({ file: z.string(), pattern: z.string() })),
    command: z.string(),
    /** Host names (and their subdomains) the installer may reach. */
    registries: z.array(z.string()),
    /** Environment variables that take the path of an extra CA bundle. */
    caEnv: z.array(z.string()),
  }),
  checks: z.array(checkSpec).min(1),
  runners: z.array(runnerSpec).optional(),
});

export type ImageSpec = z.infer<typeof imageSpec>;
export type CheckSpec = z.infer<typeof checkSpec>;

/** All languages of `imagesDir`, by name. Throws IMAGE_BUILD_FAILED with every problem of a file that does not fit. */
export async function loadImageSpecs(imagesDir: string): Promise<Map<string, ImageSpec>> {
  const specs = new Map<string, ImageSpec>();
  const entries = await readdir(imagesDir, { withFileTypes: true });
  for (const entry of entries.filter((each) => each.isDirectory()).sort((a, b) => a.name.localeCompare(b.name))) {
    const file = join(imagesDir, entry.name, 'image.json');
    const parsed = imageSpec.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (!parsed.success) throw new MillwrightError('IMAGE_BUILD_FAILED', `${file} does not fit: ${z.prettifyError(parsed.error)}`);
    if (parsed.data.language !== entry.name) throw new MillwrightError('IMAGE_BUILD_FAILED', `${file}: "language" must be ${entry.name}, like its folder.`);
    specs.set(entry.name, parsed.data);
  }
  return specs;
}

/** The spec of a language by its name or an alias. Throws INVALID_INPUT naming what exists. */
export function findImageSpec(specs: ReadonlyMap<string, ImageSpec>, language: string): ImageSpec {
  const wanted = language.toLowerCase();
  const spec = specs.get(wanted) ?? [...specs.values()].find((each) => each.aliases.includes(wanted));
  if (!spec)
    throw new MillwrightError('INVALID_INPUT', `There is no sandbox image for "${language.slice(0, 60)}". There are: ${[...specs.keys()].join(', ')}.`);
  return spec;
}

/** The files that a name of `install` means: `*.csproj` in every folder, anything else at the top. */
export function isManifest(path: string, name: string): boolean {
  return name.startsWith('*') ? matchesPattern(path, name) : path === name;
}

/** Whether a project's manifests ask for something to be installed. */
export function needsInstall({ install }: ImageSpec, files: readonly { path: string; content: Buffer }[]): boolean {
  return install.neededWhen.some(({ file, pattern }) => {
    const asks = new RegExp(pattern, 'm');
    return files.some(({ path, content }) => isManifest(path, file) && asks.test(content.toString('utf8')));
  });
}

/** True when a path matches a pattern of image.json: `*.py` by ending and anything else by name, in every folder. */
export function matchesPattern(path: string, pattern: string): boolean {
  const base = path.slice(path.lastIndexOf('/') + 1);
  return pattern.startsWith('*') ? base.endsWith(pattern.slice(1)) : base === pattern;
}
