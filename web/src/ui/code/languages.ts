import { StreamLanguage, type Language } from '@codemirror/language';

type Load = () => Promise<Language>;

const javascript: Load = async () => (await import('@codemirror/lang-javascript')).javascriptLanguage;
const typescript: Load = async () => (await import('@codemirror/lang-javascript')).tsxLanguage;
const clike =
  (name: 'csharp' | 'c' | 'cpp' | 'kotlin'): Load =>
  async () =>
    StreamLanguage.define((await import('@codemirror/legacy-modes/mode/clike'))[name]);
const shell: Load = async () => StreamLanguage.define((await import('@codemirror/legacy-modes/mode/shell')).shell);
const toml: Load = async () => StreamLanguage.define((await import('@codemirror/legacy-modes/mode/toml')).toml);

// By the end of the name; each is code of its own, fetched when a file of it is shown.
const BY_ENDING: Readonly<Record<string, Load>> = {
  js: javascript,
  mjs: javascript,
  cjs: javascript,
  jsx: javascript,
  ts: typescript,
  mts: typescript,
  cts: typescript,
  tsx: typescript,
  json: async () => (await import('@codemirror/lang-json')).jsonLanguage,
  py: async () => (await import('@codemirror/lang-python')).pythonLanguage,
  go: async () => (await import('@codemirror/lang-go')).goLanguage,
  java: async () => (await import('@codemirror/lang-java')).javaLanguage,
  css: async () => (await import('@codemirror/lang-css')).cssLanguage,
  html: async () => (await import('@codemirror/lang-html')).htmlLanguage,
  md: async () => (await import('@codemirror/lang-markdown')).markdownLanguage,
  yaml: async () => (await import('@codemirror/lang-yaml')).yamlLanguage,
  yml: async () => (await import('@codemirror/lang-yaml')).yamlLanguage,
  rb: async () => StreamLanguage.define((await import('@codemirror/legacy-modes/mode/ruby')).ruby),
  rs: async () => StreamLanguage.define((await import('@codemirror/legacy-modes/mode/rust')).rust),
  sql: async () => StreamLanguage.define((await import('@codemirror/legacy-modes/mode/sql')).standardSQL),
  xml: async () => StreamLanguage.define((await import('@codemirror/legacy-modes/mode/xml')).xml),
  cs: clike('csharp'),
  c: clike('c'),
  h: clike('c'),
  cpp: clike('cpp'),
  kt: clike('kotlin'),
  sh: shell,
  bash: shell,
  toml,
  cfg: toml,
  ini: toml,
};
const BY_NAME: Readonly<Record<string, Load>> = {
  Dockerfile: async () => StreamLanguage.define((await import('@codemirror/legacy-modes/mode/dockerfile')).dockerFile),
  Gemfile: async () => StreamLanguage.define((await import('@codemirror/legacy-modes/mode/ruby')).ruby),
};

/** The language of a file by its name; null when it is none we know (or its code can't be fetched: plain text does). */
export async function languageOf(path: string): Promise<Language | null> {
  const name = path.split('/').at(-1) ?? '';
  const load = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : endingOf(name);
  return load ? load().catch(() => null) : null;
}

function endingOf(name: string): Load | undefined {
  const ending = name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : '';
  return Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] : undefined;
}
