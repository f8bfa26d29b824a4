/** Numbers and times as people read them; pure. */

/** Dollars: cents when it is little, whole thousands with a comma. */
export function money(usd: number): string {
  if (!Number.isFinite(usd)) return '–';
  if (usd === 0) return '$0';
  if (usd < 0.01) return '<$0.01';
  return `$${usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** Seconds as `<1 s`, `42 s`, `3 min 20 s`, `2 h 5 min`, `4 d 3 h`. */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds < 1) return '<1 s';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return join(Math.floor(whole / 60), 'min', whole % 60, 's');
  if (whole < 86_400) return join(Math.floor(whole / 3_600), 'h', Math.floor((whole % 3_600) / 60), 'min');
  return join(Math.floor(whole / 86_400), 'd', Math.floor((whole % 86_400) / 3_600), 'h');
}

function join(large: number, unit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
}

/** Hours that were estimated, no finer than an estimate is: `15 s`, `19 min`, `2.5 h`. */
export function roughly(hours: number): string {
  const seconds = hours * 3_600;
  if (seconds < 55) return `${Math.max(5, 5 * Math.round(seconds / 5))} s`;
  return hours < 1 ? `${Math.max(1, Math.round(hours * 60))} min` : `${Number(hours.toFixed(1))} h`;
}

/** How long ago, in the largest unit: `now`, `40 s`, `5 min`, `3 h`, `2 d`. */
export function age(from: string | Date, now: number): string {
  const seconds = Math.max(0, Math.floor((now - new Date(from).getTime()) / 1_000));
  if (seconds < 5) return 'now';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** Seconds between two times; to `now` while there is no end. */
export function secondsBetween(from: string, to: string | null, now: number): number {
  return Math.max(0, ((to === null ? now : Date.parse(to)) - Date.parse(from)) / 1_000);
}

export function bytes(count: number): string {
  if (count < 1_000) return `${count} B`;
  if (count < 1_000_000) return `${(count / 1_000).toFixed(count < 10_000 ? 1 : 0)} kB`;
  return `${(count / 1_000_000).toFixed(count < 10_000_000 ? 1 : 0)} MB`;
}

export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`;
}

const NAMES: Readonly<Record<string, string>> = {
  api: 'API',
  cli: 'CLI',
  python: 'Python',
  typescript: 'TypeScript',
  // The image of TypeScript and JavaScript; which of them a build is in, its plan and its files tell.
  node: 'Node.js',
  javascript: 'JavaScript',
  go: 'Go',
  java: 'Java',
  csharp: 'C#',
  ruby: 'Ruby',
};

/** Of a part of a stack: a language by its name, anything else as it was written. */
export function properName(part: string): string {
  return (Object.hasOwn(NAMES, part) ? NAMES[part] : undefined) ?? part;
}

/** Of a kind of project or a language: `API`, `Bug fix`, `TypeScript`. */
export function kindName(name: string): string {
  return (Object.hasOwn(NAMES, name) ? NAMES[name] : undefined) ?? words(name);
}

/** Of a language; the image of two is told apart by the files of the plan. */
export function languageName(language: string, files: readonly string[]): string {
  if (language !== 'node') return kindName(language);
  if (files.some((file) => /\.[cm]?tsx?$/.test(file))) return kindName('typescript');
  return kindName(files.some((file) => /\.[cm]?jsx?$/.test(file)) ? 'javascript' : language);
}

/** A text with its first letter large; its own words stay as they are, and so does an address it begins with. */
export function sentence(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `awaiting_review` and `code-reviewer` as words. */
export function words(name: string): string {
  const text = name.replaceAll(/[_-]/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
