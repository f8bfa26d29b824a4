import './colours.css';
import { syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, highlightSpecialChars } from '@codemirror/view';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { classHighlighter } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { languageOf } from './languages.js';

const look = EditorView.theme({
  '&': { fontSize: '12.5px', backgroundColor: 'var(--mw-surface)', color: 'var(--mw-text)', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--mw-accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '20px' },
  '.cm-gutters': { backgroundColor: 'var(--mw-sunken)', color: 'var(--mw-muted)', border: 'none' },
  '.cm-content': { caretColor: 'var(--mw-text)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': { backgroundColor: 'var(--mw-accent-soft) !important' },
  '.cm-panels': { backgroundColor: 'var(--mw-sunken)', color: 'var(--mw-text)' },
});

interface Props {
  text: string;
  /** Tells the language; shown nowhere. */
  path: string;
  height: number | string;
  wrap: boolean;
}

/** CodeMirror for reading: only what one sees exists, search by Ctrl-F. */
export function Editor({ text, path, height, wrap }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const language = new Compartment();
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          highlightSpecialChars(),
          highlightSelectionMatches(),
          keymap.of(searchKeymap),
          syntaxHighlighting(classHighlighter),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': `Text of ${path}`, tabindex: '0' }),
          look,
          language.of([]),
          ...(wrap ? [EditorView.lineWrapping] : []),
        ],
      }),
    });
    let gone = false;
    void languageOf(path).then((found) => {
      if (found && !gone) view.dispatch({ effects: language.reconfigure(found) });
    });
    return () => {
      gone = true;
      view.destroy();
    };
  }, [text, path, wrap]);
  return <div ref={place} style={{ height, overflow: 'hidden' }} />;
}
