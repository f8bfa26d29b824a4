import { z } from 'zod';

/** How a project's service starts; found in its files, never executed to find out. */
export interface Service {
  /** argv. */
  start: string[];
  /** What it listens on inside its container when it does not follow PORT. */
  port: number;
  /** Path that answers 2xx when it works. */
  healthPath: string;
}

const PORT_DEFAULT = 8080;
const manifestSchema = z.object({
  start: z.union([
    z.array(z.string().min(1).max(500)).min(1).max(40),
    z
      .string()
      .min(1)
      .max(2000)
      .transform((text) => ['sh', '-c', `exec ${text}`]),
  ]),
  port: z.int().min(1024).max(65_535).default(PORT_DEFAULT),
  health: z
    .string()
    .regex(/^\/[\x21-\x7e]*$/)
    .max(200)
    .default('/health'),
});

interface File {
  path: string;
  content: Buffer;
}

/** millwright.json first, then the Dockerfile's CMD (read, not run), then entry points everybody uses. Null: not a service. */
export function detectService(files: File[], language: string): Service | null {
  const text = (path: string) => files.find((file) => file.path === path)?.content.toString('utf8') ?? null;
  return fromManifest(text('millwright.json')) ?? fromDockerfile(text('Dockerfile')) ?? fromEntryPoint(files, language, text('package.json'));
}

function fromManifest(text: string | null): Service | null {
  if (text === null) return null;
  const parsed = manifestSchema.safeParse(parseJson(text));
  return parsed.success ? { start: parsed.data.start, port: parsed.data.port, healthPath: parsed.data.health } : null;
}

function fromDockerfile(text: string | null): Service | null {
  if (text === null) return null;
  const command = /^[ \t]*CMD[ \t]+(.+)$/im.exec(text)?.[1]?.trim();
  const exposed = Number(/^[ \t]*EXPOSE[ \t]+(\d+)/im.exec(text)?.[1]);
  if (!command || !Number.isInteger(exposed)) return null;
  const argv = z.array(z.string()).min(1).safeParse(parseJson(command));
  return { start: argv.success ? argv.data : ['sh', '-c', `exec ${command}`], port: exposed >= 1024 ? exposed : PORT_DEFAULT, healthPath: '/health' };
}

// What a server's source looks like; a library with a main module must not be taken for one.
const SERVES =
  /\b(http\.server|HTTPServer|HttpServer|socketserver|wsgiref|createServer|\.listen\s*\(|uvicorn|flask|fastapi|aiohttp|express|ListenAndServe|SpringApplication|HttpListener|TcpListener|ServerSocket|WebApplication)\b/i;
const ENTRY_POINTS: Record<string, { path: string; start: string[] }[]> = {
  python: [
    { path: 'app/__main__.py', start: ['python3', '-m', 'app'] },
    { path: '__main__.py', start: ['python3', '.'] },
    ...['main.py', 'app.py', 'server.py', 'src/main.py', 'src/app.py', 'src/server.py'].map((path) => ({ path, start: ['python3', path] })),
  ],
  node: [
    'src/main.ts',
    'src/server.ts',
    'src/index.ts',
    'main.ts',
    'server.ts',
    'index.ts',
    'src/main.js',
    'src/server.js',
    'src/index.js',
    'main.js',
    'server.js',
    'index.js',
  ].map((path) => ({ path, start: ['node', path] })),
};

// Compiled in the container as it starts: by the image's own start.sh, into /tmp.
const COMPILED: Record<string, { ending: string; isEntry: (text: string) => boolean; argument: (path: string, text: string) => string[] }> = {
  go: {
    ending: '.go',
    isEntry: (text) => /^package\s+main\b/m.test(text) && /^func\s+main\s*\(\s*\)/m.test(text),
    argument: (path) => [`./${path.slice(0, Math.max(0, path.lastIndexOf('/')))}`],
  },
  java: {
    ending: '.java',
    isEntry: (text) => /static\s+void\s+main\s*\(/.test(text),
    argument: (path, text) => [
      [/^[ \t]*package[ \t]+([\w.]+)[ \t]*;/m.exec(text)?.[1], path.slice(path.lastIndexOf('/') + 1, -'.java'.length)].filter(Boolean).join('.'),
    ],
  },
  csharp: { ending: '.cs', isEntry: (text) => /static\s+(?:async\s+)?(?:void|int|Task)\s+Main\s*\(/.test(text), argument: () => [] },
};

function fromEntryPoint(files: File[], language: string, packageJson: string | null): Service | null {
  if (!files.some((file) => /\.(py|ts|js|mjs|go|java|cs)$/.test(file.path) && !/(^|\/)tests?\//.test(file.path) && SERVES.test(file.content.toString('utf8'))))
    return null;
  const scripts = z.object({ scripts: z.object({ start: z.string().min(1).max(2000) }) }).safeParse(parseJson(packageJson ?? ''));
  if (scripts.success) return { start: ['sh', '-c', `exec ${scripts.data.scripts.start}`], port: PORT_DEFAULT, healthPath: '/health' };
  const compiled = COMPILED[language];
  if (compiled) return fromCompiled(files, compiled);
  const entry = ENTRY_POINTS[language]?.find(({ path }) => files.some((file) => file.path === path));
  return entry ? { start: entry.start, port: PORT_DEFAULT, healthPath: '/health' } : null;
}

/** The first program of the tree that is no test. */
function fromCompiled(files: File[], { ending, isEntry, argument }: (typeof COMPILED)[string]): Service | null {
  for (const { path, content } of files) {
    if (!path.endsWith(ending) || /(^|\/)tests?\/|_test\.go$/i.test(path)) continue;
    const text = content.toString('utf8');
    if (isEntry(text)) return { start: ['/opt/sandbox/start.sh', ...argument(path, text)], port: PORT_DEFAULT, healthPath: '/health' };
  }
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
