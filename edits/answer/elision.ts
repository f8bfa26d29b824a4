/** Comments by which a model leaves code out: a file written with one would lose what it stands for. */

const COMMENT = /^\s*(?:\/\/+|#+|--|\/\*+|<!--|\{\/\*|;+|%+)\s*(.*?)\s*(?:\*\/\}?|-->)?\s*$/;
const DOTS = String.raw`(?:\.{3,}|…)`;
// `... existing code ...`, and a bare `...`.
const LEADING_DOTS = new RegExp(
  `^[([]?\\s*${DOTS}\\s*(?:$|[([]?\\s*(?:the |your |all |any )?(?:rest|existing|remaining|unchanged|same|previous|other|omitted|code|more|keep|imports?|methods?|functions?|and so on|etc)\\b)`,
  'i',
);
const THINGS =
  '(?:code|file|class|function|module|implementation|component|methods?|functions?|imports?|content|tests?|routes?|logic|fields?|handlers?|properties)';
const LEFT_OUT = '(?:unchanged|the same|same|remains?|stays?|omitted|as is|as before|as above|not shown|goes? here|for brevity)';
const PHRASES = [
  new RegExp(
    `^[([]?\\s*(?:the |your )?(?:rest of|existing|previous|original|remaining|other)\\b.{0,30}\\b${THINGS}\\b.{0,40}(?:\\b${LEFT_OUT}\\b|${DOTS}\\s*[)\\]]?$|\\bhere\\b)`,
    'i',
  ),
  new RegExp(`^[([]?\\s*rest of (?:the |your |this )?${THINGS}\\s*[)\\].]*$`, 'i'),
  new RegExp(`^[([]?\\s*(?:${THINGS} )?(?:unchanged|omitted|unmodified|truncated)\\b(?:.{0,20}\\bbrevity)?\\s*[)\\].]*$`, 'i'),
  /^[([]?\s*(?:no changes? (?:needed )?(?:here|below|above|in this)|same as before|keep (?:the )?(?:rest|existing|remaining)\b.{0,40}$)/i,
];
// In these, three dots on a line of their own are no code.
const BRACED = /\.(?:[cm]?[jt]sx?|java|go|cs|c|h|cc|cpp|hpp|rs|kt|swift|php|scala|dart|css|scss)$/i;
const PROSE = /\.(?:mdx?|txt|rst|adoc)$/i;
const LINE_MAX = 300;

/** The index of the first line that stands for code left out, or -1. */
export function findElision(path: string, lines: readonly string[]): number {
  if (PROSE.test(path)) return -1;
  return lines.findIndex((line) => line.length <= LINE_MAX && (isElision(line) || (BRACED.test(path) && /^\s*(?:\.{3}|…)\s*$/.test(line))));
}

function isElision(line: string): boolean {
  const text = COMMENT.exec(line)?.[1];
  return text !== undefined && (LEADING_DOTS.test(text) || PHRASES.some((phrase) => phrase.test(text)));
}
