import '../code/colours.css';
import type { Language } from '@codemirror/language';
import { Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { highlightLines, type Piece } from '../code/highlight.js';
import { languageOf } from '../code/languages.js';
import { Tag } from '../status-badge.js';
import { parseDiff, type DiffFile, type DiffLine, type Hunk } from './parse-diff.js';
import classes from './diff.module.css';

// A file with more changed lines than these begins folded: it would hide what comes after it.
const FOLDED_LINES = 400;
const KIND_WORDS = { added: 'new', removed: 'removed', renamed: 'renamed', changed: null } as const;

/** Every file of a diff, foldable, with line numbers and syntax colours. */
export function DiffFiles({ text }: { text: string }) {
  const files = useMemo(() => parseDiff(text), [text]);
  const [folds, setFolds] = useState({ count: 0, open: true });
  const sum = (side: 'added' | 'removed') => files.reduce((total, file) => total + file[side], 0);
  return (
    <>
      <div className={classes.summary}>
        <span className="mw-number">
          {files.length} {files.length === 1 ? 'file' : 'files'} <span className={classes.plus}>+{sum('added')}</span>{' '}
          <span className={classes.minus}>−{sum('removed')}</span>
        </span>
        <Button variant="subtle" size="compact-sm" onClick={() => setFolds({ count: folds.count + 1, open: !folds.open })}>
          {folds.open ? 'Fold all' : 'Unfold all'}
        </Button>
      </div>
      <div className={classes.files}>
        {files.map((file) => (
          <FileDiff key={`${file.path} ${folds.count}`} file={file} unfolded={folds.open && (folds.count > 0 || file.added + file.removed <= FOLDED_LINES)} />
        ))}
      </div>
    </>
  );
}

function FileDiff({ file, unfolded }: { file: DiffFile; unfolded: boolean }) {
  const [open, setOpen] = useState(unfolded);
  const word = KIND_WORDS[file.kind];
  return (
    <section className="mw-card" aria-label={file.path} id={`file-${file.path}`}>
      <button type="button" className={classes.head} onClick={() => setOpen(!open)} aria-expanded={open}>
        <IconChevronRight size={15} className={classes.chevron} data-open={open} aria-hidden />
        <span className={classes.path}>
          {file.from ? `${file.from} → ` : ''}
          {file.path}
        </span>
        {word ? <Tag>{word}</Tag> : null}
        <span className={classes.counts}>
          <span className={classes.plus}>+{file.added}</span> <span className={classes.minus}>−{file.removed}</span>
        </span>
      </button>
      {open ? <Lines file={file} /> : null}
    </section>
  );
}

function Lines({ file }: { file: DiffFile }) {
  const [language, setLanguage] = useState<Language | null>(null);
  useEffect(() => {
    let gone = false;
    void languageOf(file.path).then((found) => gone || setLanguage(() => found));
    return () => {
      gone = true;
    };
  }, [file.path]);
  if (file.binary) return <p className={classes.note}>Not text: no lines to show.</p>;
  if (file.hunks.length === 0) return <p className={classes.note}>No line changed.</p>;
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={`Changes of ${file.path}`}>
      <table className={classes.table}>
        <tbody>
          {file.hunks.map((hunk, index) => (
            <HunkRows key={`${index}:${hunk.lines[0]?.after ?? 0}`} hunk={hunk} language={language} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HunkRows({ hunk, language }: { hunk: Hunk; language: Language | null }) {
  const pieces = useMemo(() => piecesOf(hunk, language), [hunk, language]);
  return (
    <>
      <tr className={classes.hunk}>
        <td colSpan={2} className={classes.number} />
        <td>⋯ {hunk.context}</td>
      </tr>
      {hunk.lines.map((line, index) => (
        <tr key={index} data-kind={line.kind}>
          <td className={classes.number}>{line.before ?? ''}</td>
          <td className={classes.number}>{line.after ?? ''}</td>
          <td className={classes.code} data-mark={line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ' '}>
            {(pieces[index] ?? []).map((piece, at) =>
              piece.classes ? (
                <span key={at} className={piece.classes}>
                  {piece.text}
                </span>
              ) : (
                piece.text
              ),
            )}
          </td>
        </tr>
      ))}
    </>
  );
}

/** Each side is coloured as the text it is, so that a string that begins above a removed line stays one. */
function piecesOf({ lines }: Hunk, language: Language | null): Piece[][] {
  const side = (kind: 'added' | 'removed') => {
    const own = (line: DiffLine) => line.kind === 'same' || line.kind === kind;
    const coloured = highlightLines(
      lines
        .filter(own)
        .map(({ text }) => text)
        .join('\n'),
      language,
    );
    let next = 0;
    return lines.map((line) => (own(line) ? (coloured[next++] ?? []) : []));
  };
  const [before, after] = [side('removed'), side('added')];
  return lines.map((line, index) => {
    if (line.kind === 'note') return [{ text: line.text, classes: 'tok-comment' }];
    return (line.kind === 'removed' ? before[index] : after[index]) ?? [];
  });
}
