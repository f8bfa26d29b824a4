import MarkdownIt, { type Token } from 'markdown-it';
import { createElement, useMemo, type ReactNode } from 'react';
import { safeHref } from './safe-href.js';
import classes from './markdown.module.css';

// Only what becomes elements below; no HTML, no images (nothing is fetched because a text says so).
const parser = new MarkdownIt({ html: false, linkify: false, breaks: false }).disable(['image', 'html_block', 'html_inline']);

const TAGS = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'blockquote',
  'strong',
  'em',
  's',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
]);

/** The tokens of a Markdown text as React elements: text stays text, links lead only to http(s) and mail. */
export function MarkdownTokens({ text }: { text: string }) {
  const tokens = useMemo(() => parser.parse(text, {}), [text]);
  return <div className={classes.markdown}>{elementsOf(tokens)}</div>;
}

/** Nested tokens (`_open` ... `_close`) as nested elements. */
function elementsOf(tokens: readonly Token[]): ReactNode[] {
  const levels: { children: ReactNode[]; open: Token | null }[] = [{ children: [], open: null }];
  const here = () => levels[levels.length - 1]?.children ?? [];
  for (const [index, token] of tokens.entries()) {
    if (token.nesting === 1) levels.push({ children: [], open: token });
    else if (token.nesting === -1 && levels.length > 1) {
      const level = levels.pop();
      if (level?.open) here().push(wrap(level.open, level.children, index));
    } else here().push(leaf(token, index));
  }
  // What was never closed is shown all the same.
  while (levels.length > 1) {
    const level = levels.pop();
    here().push(...(level?.children ?? []));
  }
  return levels[0]?.children ?? [];
}

function wrap(open: Token, children: ReactNode[], key: number): ReactNode {
  if (open.hidden) return <span key={key}>{children}</span>;
  if (open.type === 'link_open') {
    const href = safeHref(String(open.attrGet('href') ?? ''));
    return href ? (
      <a key={key} href={href} target="_blank" rel="noreferrer noopener">
        {children}
      </a>
    ) : (
      <span key={key}>{children}</span>
    );
  }
  return TAGS.has(open.tag) ? createElement(open.tag, { key }, ...children) : <div key={key}>{children}</div>;
}

function leaf(token: Token, key: number): ReactNode {
  switch (token.type) {
    case 'inline':
      return <span key={key}>{elementsOf(token.children ?? [])}</span>;
    case 'fence':
    case 'code_block':
      return (
        <pre key={key} tabIndex={0}>
          <code>{token.content}</code>
        </pre>
      );
    case 'code_inline':
      return <code key={key}>{token.content}</code>;
    case 'softbreak':
      return '\n';
    case 'hardbreak':
      return <br key={key} />;
    case 'hr':
      return <hr key={key} />;
    default:
      return token.content;
  }
}
