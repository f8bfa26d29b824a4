import '../code/colours.css';
import type { Language } from '@codemirror/language';
import { Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { count } from '../format.js';
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
          {count(files.length, 'file')} changed, <span className={classes.plus}>{count(sum('added'), 'line')} added</span>
          {sum('removed') > 0 ? (
            <>
              , <span className={classes.minus}>{count(sum('removed'), 'line')} removed</span>
            </>
          ) : null}
        </span>
        <Button variant="subtle" size="compact-sm" onClick={() => setFolds({ count: folds.count + 1, open: !folds.open })}>
          {folds.open ? 'Fold all' : 'Unfold all'}
        </Button>
      </div>
      <div className={classes.layout}>
        <div className={classes.columns} data-listed={files.length > 1}>
          {files.length > 1 ? <FileList files={files} /> : null}
          <div className={classes.files}>
            {files.map((file) => (
              <FileDiff
                key={`${file.path} ${folds.count}`}
                file={file}
                unfolded={folds.open && (folds.count > 0 || file.added + file.removed <= FOLDED_LINES)}
              />
            ))}
          </div>
        </div>
      </div>
    </>
  );
}

/** Beside the changes, where there is room: every file, to go to. */
function FileList({ files }: { files: readonly DiffFile[] }) {
  return (
    <nav className={classes.list} aria-label="Changed files">
      {files.map(({ path, added, removed }) => {
        const cut = path.lastIndexOf('/') + 1;
        return (
          <button key={path} type="button" title={path} onClick={() => document.getElementById(fileId(path))?.scrollIntoView({ block: 'start' })}>
            <span className="mw-cut">
              <span className="mw-muted">{path.slice(0, cut)}</span>
              {path.slice(cut)}
            </span>
            <Counts added={added} removed={removed} />
          </button>
        );
      })}
    </nav>
  );
}

const fileId = (path: string) => `file-${path}`;

function Counts({ added, removed }: { added: number; removed: number }) {
  return (
    <span className={classes.counts}>
      {added > 0 || removed === 0 ? <span className={classes.plus}>+{added}</span> : null}{' '}
      {removed > 0 ? <span className={classes.minus}>−{removed}</span> : null}
    </span>
  );
}

function FileDiff({ file, unfolded }: { file: DiffFile; unfolded: boolean }) {
  const [open, setOpen] = useState(unfolded);
  const word = KIND_WORDS[file.kind];
  return (
    <section className="mw-card" aria-label={file.path} id={fileId(file.path)}>
      <button type="button" className={classes.head} onClick={() => setOpen(!open)} aria-expanded={open}>
        <IconChevronRight size={15} className={classes.chevron} data-open={open} aria-hidden />
        <span className={classes.path}>
          {file.from ? `${file.from} → ` : ''}
          {file.path}
        </span>
        {word ? <Tag>{word}</Tag> : null}
        <Counts added={file.added} removed={file.removed} />
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
  if (file.hunks.length === 0)
    return <p className={classes.note}>{file.kind === 'added' || file.kind === 'removed' ? 'An empty file.' : 'No line changed.'}</p>;
  // A file that is all new or all gone has nothing between its lines.
  const isWhole = file.hunks.length === 1 && (file.kind === 'added' || file.kind === 'removed');
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={`Changes of ${file.path}`}>
      <table className={classes.table}>
        <tbody>
          {file.hunks.map((hunk, index) => (
            <HunkRows key={`${index}:${hunk.lines[0]?.after ?? 0}`} hunk={hunk} language={language} isWhole={isWhole} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HunkRows({ hunk, language, isWhole }: { hunk: Hunk; language: Language | null; isWhole: boolean }) {
  const pieces = useMemo(() => piecesOf(hunk, language), [hunk, language]);
  return (
    <>
      {isWhole ? null : (
        <tr className={classes.hunk}>
          <td colSpan={2} className={classes.number} />
          <td>⋯ {hunk.context}</td>
        </tr>
      )}
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
