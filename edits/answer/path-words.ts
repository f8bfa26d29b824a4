/** Where models write the path of a block: its info string, the lines before it, its first line. Every pattern looks at one bounded line. */

export interface Info {
  /** Lower case; '' when the fence names none. */
  language: string;
  path: string | null;
  /** The info names lines of a file (`12:15:src/a.ts`, `src/a.ts:10-20`): a quotation, not the file. */
  excerpt: boolean;
}

// Longer lines are code or data, never a path with a few words around it.
export const WORDS_LINE_MAX = 400;
const BARE_NAMES =
  /^(Dockerfile|Containerfile|Makefile|GNUmakefile|Jenkinsfile|Procfile|Gemfile|Rakefile|Vagrantfile|Brewfile|Caddyfile|CMakeLists\.txt|LICENSE|NOTICE|README|CHANGELOG|CODEOWNERS|VERSION|AUTHORS|CONTRIBUTING|COPYING|INSTALL|Pipfile|Justfile|justfile|BUILD|WORKSPACE|gradlew|mvnw|go\.(mod|sum)|\.[a-z][\w.-]*)$/;
// Names of technologies that are written like files.
const TECHNOLOGIES =
  /^(node|next|vue|nuxt|react|express|angular|ember|backbone|three|d3|socket|chart|nest|deno|bun|alpine|moment|p5|require|asp|web|discord|electron)\.(js|io|net)$|^\.net$/i;
const EXTENSION = /\.[A-Za-z][A-Za-z0-9_+-]{0,11}$/;
const DOMAIN = /^(www\.|[a-z0-9-]+\.(com|org|net|dev|ai)$)/i;

/** Reads a fence's info string. */
export function readInfo(info: string): Info {
  const text = info.trim().slice(0, WORDS_LINE_MAX);
  const inner = text.replace(/^\{\s*\.?/, '').replace(/\}$/, '');
  const named = /(?:^|[\s,{])(?:title|file|filename|file_name|filepath|file_path|path|name|src)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^\s,}"']+))/i.exec(inner);
  const first = inner.split(/[\s,]/, 1)[0] ?? '';
  if (named) {
    const language = /[=:]/.test(first) ? (/^([a-z0-9+#_.-]+):(?:title|file|path)/i.exec(first)?.[1] ?? '') : first;
    return withPath(language, named[1] ?? named[2] ?? named[3] ?? '');
  }
  if (/^\d+:\d+:\S/.test(first)) return { language: '', path: first.replace(/^\d+:\d+:/, ''), excerpt: true };
  const colon = /^([A-Za-z0-9+#_.-]*):(\S.*)$/.exec(text);
  if (colon && !/^[A-Za-z]:[\\/]/.test(text)) return withPath(colon[1] ?? '', colon[2] ?? '');
  if (looksLikePath(first) && !/^(dockerfile|makefile)$/i.test(first)) return withPath('', first);
  const second =
    text
      .slice(first.length)
      .trim()
      .replace(/^(?:\/\/|#|--|[-–—:@])\s*/, '')
      .replace(/^\((.*)\)$/, '$1')
      .replace(/^`(.*)`$/, '$1')
      .split(/\s/, 1)[0] ?? '';
  return looksLikePath(second) ? withPath(first, second) : { language: first.toLowerCase(), path: null, excerpt: false };
}

function withPath(language: string, given: string): Info {
  // What follows a path in an info string is a remark: `(new file)`, `[updated]`, `# whole`.
  const bare = given
    .trim()
    .replace(/\s+(?:[([#/].*|-\s.*|new file|new|updated)$/i, '')
    .replace(/^["'`](.*)["'`]$/, '$1');
  const range = /^(.+?)(?::|#)L?\d+(?:[-:–]L?\d+)?$/.exec(bare);
  return { language: language.toLowerCase(), path: (range?.[1] ?? bare).replace(/:$/, '').trim(), excerpt: range !== null };
}

/** A word that is a file's name or path, whether or not it may be used. */
export function looksLikePath(word: string): boolean {
  if (word.length === 0 || word.length > WORDS_LINE_MAX || word.includes('://')) return false;
  if (!/^[\p{L}\p{M}\p{N}_.@()[\]$+~/\\:&-]+$/u.test(word) || TECHNOLOGIES.test(word) || /\(\)$/.test(word)) return false;
  const name = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
  if (BARE_NAMES.test(name)) return true;
  if (!EXTENSION.test(name) || /^(e\.g|i\.e|etc)\.?$/i.test(name)) return false;
  return /[/\\]/.test(word) || !DOMAIN.test(word);
}

const KEYWORD =
  /^(?:(?:new|updated|modified|full|complete|existing|the|create|update|modify|edit|write|replace|output)\s+){0,3}(?:file ?name|file ?path|file|path|filename|in file)\s*(?:#?\d{1,3}\s*)?(?::|=|—|–|-\s)\s*/i;
const VERB =
  /^(?:create|update|modify|edit|add|write|rewrite|change|implement|new|updated)\s+(?:the\s+|a\s+)?(?:new\s+|full\s+|complete\s+)?(?:file\s+)?(?=[`"\w./@])/i;
// What follows a dash goes to the end, whatever it is: with an end before the end each dash in it could be the one.
const REMARK = /^(?::|\([^)]*\)|\[[^\]]*\]|[-–—]\s[\s\S]*|<[^>]*>|\s)*$/;

/** The path of a line that is nothing but a path with markup: a heading, a list item, bold, `File: ...`. Null for a sentence. */
export function pathOfTitle(line: string): string | null {
  if (line.length > WORDS_LINE_MAX) return null;
  let text = line
    .trim()
    .replace(/^>\s*/, '')
    .replace(/^#{1,6}\s+/, '')
    .replace(/^(?:[-*+•]|\(?\d{1,3}[.)])\s+/, '');
  text = text.replace(/^[\p{Extended_Pictographic}\ufe0f\u200d\s]+/u, '').replace(/^(?:={2,}|-{2,}|\*{3,}|\/\/|#)\s*(.*?)\s*(?:={2,}|-{2,}|\*{3,}|)$/, '$1');
  text = text
    .replaceAll(/\*\*|__/g, '')
    .replace(/^(?:step|file|part)\s+\d{1,3}\s*[:.)-]\s*/i, '')
    .trim();
  text = text.replace(/^<(?:path|file|file_path|filename)>\s*(.*?)\s*<\/\w+>$/, '$1').replace(VERB, '');
  const keyed = KEYWORD.test(text);
  text = text
    .replace(KEYWORD, '')
    .trim()
    .replace(/^\*([^*]+)\*/, '$1');
  const ticked = /^`([^`]+)`(.*)$/.exec(text) ?? /^"([^"]+)"(.*)$/.exec(text) ?? /^\[([^\]]+)\](?:\([^)]*\))?(.*)$/.exec(text);
  if (ticked && REMARK.test(ticked[2] ?? '')) return keyed || looksLikePath(ticked[1] ?? '') || isOddPath(ticked[1] ?? '') ? (ticked[1] ?? null) : null;
  const plain = /^(\S+?)(:?(?:\s+(?:[([<].*|[-–—]\s.*))?:?)$/.exec(text);
  if (plain && REMARK.test(plain[2] ?? '')) return keyed || looksLikePath(plain[1] ?? '') || isOddPath(plain[1] ?? '') ? (plain[1] ?? null) : null;
  return keyed && text !== '' && EXTENSION.test(text) ? text : null;
}

/** A path no file may have, which a hostile or confused answer names all the same: it is refused, not overlooked. */
function isOddPath(word: string): boolean {
  return /(^|[/\\])\.\.([/\\]|$)|^~?\/\w|^[A-Za-z]:[\\/]|(^|\/)\.git(\/|$)/i.test(word) && !word.includes('://');
}

/** Paths a sentence names: in backticks or bold, else bare words with a folder. Each once. */
export function pathsOfSentence(line: string): string[] {
  if (line.length > WORDS_LINE_MAX) return [];
  const ticked = [...line.matchAll(/`([^`]+)`/g)];
  const marked = (ticked.length > 0 ? ticked : [...line.matchAll(/\*\*([^*]+)\*\*/g)]).map((match) => (match[1] ?? '').replaceAll('`', '').trim());
  const paths = marked.filter((word) => looksLikePath(word) || isOddPath(word));
  if (paths.length > 0) return [...new Set(paths)];
  const words = line.split(/[\s"'(),;]+/).map((word) => word.replace(/[:.!?*_]+$/, '').replace(/^[*_]+/, ''));
  return [...new Set(words.filter((word) => looksLikePath(word) && !/^[a-z]+\/[a-z]+$/i.test(word)))];
}

/** The path a block's first line gives as a comment: `// File: src/a.ts`, `# src/a.py`, `<!-- File: a.html -->`. */
export function pathOfComment(line: string): { path: string; keyed: boolean } | null {
  if (line.length > WORDS_LINE_MAX) return null;
  const comment = /^\s*(?:\/\/+|#+|--|;+|%+|<!--|\/\*+|\{\/\*|\{#|"""|''')(.*?)(?:\*\/\}?|-->|#\}|"""|''')?\s*$/.exec(line);
  if (!comment) return null;
  const text = (comment[1] ?? '')
    .replace(/^[\s=*#-]+/, '')
    .replace(/[\s=*#-]+$/, '')
    .trim();
  const word = text
    .replace(KEYWORD, '')
    .trim()
    .replace(/^[`"'](.*)[`"']$/, '$1')
    .replace(/\s+\([^)]*\)$/, '');
  if (KEYWORD.test(text)) return word !== '' && (looksLikePath(word) || isOddPath(word) || EXTENSION.test(word)) ? { path: word, keyed: true } : null;
  return looksLikePath(word) && (word.includes('/') || EXTENSION.test(word)) ? { path: word, keyed: false } : null;
}
