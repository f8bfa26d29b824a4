import { Suspense } from 'react';
import { lazily } from './lazily.js';

const Rendered = lazily(async () => (await import('./markdown-tokens.js')).MarkdownTokens);

/** Markdown of anybody as elements, never as HTML; raw HTML in it is shown as text. Until its code is there: the text itself. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<div style={{ whiteSpace: 'pre-wrap' }}>{text}</div>}>
      <Rendered text={text} />
    </Suspense>
  );
}
