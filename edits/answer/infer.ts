/** The path of a code block that names none: the one file it can be, or the name its language gives such a file. */

export type Inferred = { path: string; why: string } | { ambiguous: readonly string[] } | null;

const EXTENSIONS: Record<string, readonly string[]> = {
  c: ['c', 'h'],
  'c#': ['cs'],
  'c++': ['cpp', 'cc', 'hpp'],
  cpp: ['cpp', 'cc', 'hpp'],
  cs: ['cs'],
  csharp: ['cs'],
  css: ['css'],
  dart: ['dart'],
  elixir: ['ex', 'exs'],
  go: ['go'],
  golang: ['go'],
  html: ['html', 'htm'],
  java: ['java'],
  javascript: ['js', 'mjs', 'cjs', 'jsx'],
  js: ['js', 'mjs', 'cjs', 'jsx'],
  jsx: ['jsx', 'js'],
  kotlin: ['kt', 'kts'],
  lua: ['lua'],
  mjs: ['mjs', 'js'],
  php: ['php'],
  py: ['py'],
  python: ['py'],
  python3: ['py'],
  rb: ['rb'],
  rs: ['rs'],
  ruby: ['rb'],
  rust: ['rs'],
  scala: ['scala'],
  scss: ['scss'],
  svelte: ['svelte'],
  swift: ['swift'],
  ts: ['ts', 'mts', 'cts'],
  tsx: ['tsx'],
  typescript: ['ts', 'tsx', 'mts', 'cts'],
  vue: ['vue'],
};

/** True for a language whose blocks are sources of a program, not shell lines, data or output. */
export function isCode(language: string): boolean {
  return Object.hasOwn(EXTENSIONS, language);
}

/** Infers a path from the code and the project's files. Null when nothing says what it could be. */
export function inferPath(language: string, code: string, paths: readonly string[]): Inferred {
  const extensions = Object.hasOwn(EXTENSIONS, language) ? EXTENSIONS[language]! : null;
  if (extensions === null) return inferData(language, code);
  const same = paths.filter((path) => extensions.includes(path.slice(path.lastIndexOf('.') + 1)));
  const named = nameInCode(language, code, same);
  if (named) return named;
  const test = isTest(code);
  const candidates = same.filter((path) => isTestPath(path) === test);
  if (candidates.length === 1) return { path: candidates[0]!, why: `the only ${language} ${test ? 'test ' : ''}file of the project` };
  if (candidates.length > 1) return { ambiguous: candidates.slice(0, 5) };
  const convention = conventional(language, code, test, paths);
  return convention === null ? null : { path: convention, why: `the usual name of such a ${language} file` };
}

const TYPE =
  /^\s*(?:(?:public|internal|private|protected|abstract|sealed|static|final|partial|data|readonly)\s+)*(?:class|interface|enum|record(?:\s+struct|\s+class)?|struct|@interface)\s+([A-Za-z_]\w{0,100})/;

/** Java and C# name the file after its type, Go its folder after the package. */
function nameInCode(language: string, code: string, same: readonly string[]): Inferred {
  const lines = code.split('\n', 2_000).filter((line) => line.length < 400);
  if (language === 'java' || language === 'cs' || language === 'csharp' || language === 'c#') {
    const types = lines.flatMap((line) => (/^\s{0,4}\S/.test(line) && TYPE.test(line) ? [line] : []));
    const first = types.find((line) => /^\s{0,4}public\b/.test(line)) ?? types[0];
    const name = first && TYPE.exec(first)?.[1];
    return name ? fileOfType(language, name, lines, code, same) : null;
  }
  if (language !== 'go' && language !== 'golang') return null;
  const name = lines.map((line) => /^package\s+([a-z]\w{0,60})\s*$/.exec(line)?.[1]).find(Boolean);
  if (!name) return null;
  const test = /^func (Test|Benchmark)[A-Z]/m.test(code.slice(0, 100_000));
  const own = same.filter((path) => path.endsWith('_test.go') === test && (path.split('/').at(-2) === name || (name === 'main' && !path.includes('/'))));
  if (own.length === 1) return { path: own[0]!, why: `the only file of the package ${name}` };
  if (own.length > 1) return { ambiguous: own.slice(0, 5) };
  if (same.length > 0) return null;
  const base = name === 'main' ? 'main' : `${name}/${name}`;
  return { path: `${base}${test ? '_test' : ''}.go`, why: `the usual file of the package ${name}` };
}

function fileOfType(language: string, name: string, lines: readonly string[], code: string, same: readonly string[]): Inferred {
  const java = language === 'java';
  const file = `${name}.${java ? 'java' : 'cs'}`;
  const existing = same.filter((path) => path === file || path.endsWith(`/${file}`));
  if (existing.length === 1) return { path: existing[0]!, why: `the file of the type ${name}` };
  if (existing.length > 1) return { ambiguous: existing.slice(0, 5) };
  if (!java) return { path: file, why: `named after the type ${name}` };
  const pack = lines.map((line) => /^\s*package\s+([\w.]{1,200})\s*;/.exec(line)?.[1]).find(Boolean);
  const root = /\borg\.junit\b/.test(code.slice(0, 100_000)) ? 'src/test/java/' : 'src/main/java/';
  const folder = pack ? `${root}${pack.replaceAll('.', '/')}/` : same.length === 0 ? '' : root;
  return { path: `${folder}${file}`, why: `named after the type ${name}${pack ? ` in the package ${pack}` : ''}` };
}

const CONVENTIONS: Record<string, string> = {
  c: 'main.c',
  'c++': 'main.cpp',
  cpp: 'main.cpp',
  css: 'style.css',
  html: 'index.html',
  javascript: 'index.js',
  js: 'index.js',
  kotlin: 'Main.kt',
  php: 'index.php',
  py: 'main.py',
  python: 'main.py',
  python3: 'main.py',
  rb: 'main.rb',
  ruby: 'main.rb',
  swift: 'main.swift',
  ts: 'index.ts',
  typescript: 'index.ts',
};

function conventional(language: string, code: string, test: boolean, paths: readonly string[]): string | null {
  let path = Object.hasOwn(CONVENTIONS, language) ? CONVENTIONS[language]! : null;
  if (language === 'rust' || language === 'rs') path = /^[ \t]*fn main\(/m.test(code.slice(0, 100_000)) ? 'src/main.rs' : 'src/lib.rs';
  const component = /^export default (?:async )?(?:function|class) ([A-Z]\w{0,60})/m.exec(code.slice(0, 100_000))?.[1];
  if ((language === 'tsx' || language === 'jsx') && component) path = `${component}.${language}`;
  if (path !== null && test) path = /^py/.test(language) ? `test_${path}` : path.replace(/\.(\w+)$/, '.test.$1');
  return path === null || paths.includes(path) ? null : path;
}

function inferData(language: string, code: string): Inferred {
  if (language === 'dockerfile' || language === 'docker') return { path: 'Dockerfile', why: 'the usual name of such a file' };
  if (language === 'makefile' || language === 'make') return { path: 'Makefile', why: 'the usual name of such a file' };
  const head = code.slice(0, 5_000);
  if (language === 'json' && /^\s*\{\s*"name"\s*:/.test(head) && /"(scripts|dependencies|version)"\s*:/.test(head))
    return { path: 'package.json', why: 'it is a package.json' };
  if (language === 'toml' && /^\[package\]/m.test(head)) return { path: 'Cargo.toml', why: 'it is a Cargo.toml' };
  if (language === 'toml' && /^\[(project|build-system|tool\.)/m.test(head)) return { path: 'pyproject.toml', why: 'it is a pyproject.toml' };
  return null;
}

function isTest(code: string): boolean {
  return /^[ \t]*(def test_|class Test[A-Z]|import pytest|import unittest|(describe|it|test)\(['"`]|func Test[A-Z]|@Test\b|\[(Fact|Test|Theory)\]|#\[test\])/m.test(
    code.slice(0, 100_000),
  );
}

function isTestPath(path: string): boolean {
  return /(^|\/)(tests?|__tests__|spec)\/|(^|\/)test_[^/]*$|[._-](test|spec)\.\w+$|Tests?\.\w+$/.test(path);
}
