import type { ChatMessage, ConfirmationCard } from '../../client/index.js';
import type { Terminal } from '../terminal.js';
import { cleanLine, cleanText } from './clean.js';

type View = Pick<Terminal, 'colors'>;

/** An answer as lines: its words with the plainest of Markdown shown as such, then where its facts are to be seen. */
export function renderReply(message: ChatMessage, { colors }: View): string[] {
  const text = cleanText(message.text).trimEnd().split('\n');
  const shown = message.state === 'failed' ? text.map((line) => colors.red(line)) : text.map((line) => plainMarkdown(line, colors));
  const next = message.suggestions.map((said) => cleanLine(whole(said), 120));
  return [...shown, ...(next.length > 0 ? [colors.dim(`You could say: ${next.map((said) => `"${said}"`).join(', ')}`)] : [])];
}

// Beginnings that the web page puts into its field; here they are read, so an example ends them.
const ENDINGS: readonly [RegExp, string][] = [
  [/^tell .* to $/, 'use SQLite'],
  [/ because $/, 'it lacks a search'],
  [/^request changes .*: $/, 'add a search'],
  [/: $/, '<your answer>'],
];

/** A suggestion as a whole sentence; what only the person knows stands in angle brackets. */
function whole(said: string): string {
  const ending = ENDINGS.find(([beginning]) => beginning.test(said))?.[1] ?? '';
  return `${said}${ending}`;
}

/** What would be done, before it is. */
export function renderCard(card: ConfirmationCard, { colors }: View): string[] {
  const state = card.state === 'open' ? colors.yellow('not done yet') : card.state;
  return [
    `${colors.bold(cleanLine(card.action.replaceAll('_', ' ')))} (${state})`,
    ...cleanText(card.subject)
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}

function plainMarkdown(line: string, colors: Terminal['colors']): string {
  return line
    .replaceAll(/\*\*([^*]+)\*\*/g, (_all, words: string) => colors.bold(words))
    .replaceAll(/(`+) ?(.+?) ?\1|\\([\\`*_{}[\]<>#|!])/g, (_all, _fence: string, words: string | undefined, escaped: string) =>
      words === undefined ? escaped : colors.cyan(words),
    );
}
