import { Suspense } from 'react';
import { lazily } from './lazily.js';

const Editor = lazily(async () => (await import('./code/editor.js')).Editor);

interface Props {
  text: string;
  /** Its ending tells the language. */
  path: string;
  height?: number | string;
  wrap?: boolean;
}

/** A text of any length with line numbers, syntax colours and search. The editor's code is fetched when one is first shown. */
export function CodeView({ text, path, height = 420, wrap = false }: Props) {
  return (
    <div className="mw-card" style={{ overflow: 'hidden' }}>
      <Suspense
        fallback={
          <pre className="mw-mono" style={{ height, margin: 0, padding: '4px 12px', overflow: 'auto' }} tabIndex={0} aria-label={`Text of ${path}`}>
            {text.slice(0, 20_000)}
          </pre>
        }
      >
        <Editor text={text} path={path} height={height} wrap={wrap} />
      </Suspense>
    </div>
  );
}
