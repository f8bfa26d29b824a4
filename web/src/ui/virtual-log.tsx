import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import classes from './virtual-log.module.css';

interface Props<T> {
  items: readonly T[];
  keyOf: (item: T, index: number) => string | number;
  render: (item: T, index: number) => ReactNode;
  label: string;
  /** Pixels of a row that was not measured yet. */
  rowHeight?: number;
  /** Of the window; rows scroll inside it. */
  height?: number | string;
  /** It is no higher than its rows need. */
  fits?: boolean;
  /** Goes along with what comes, as long as one is at the end. */
  follow?: boolean;
}

// Nearer to the end than this counts as being there.
const END_PX = 48;
// Rows kept above and below the window, so that fast scrolling shows no holes.
const OVERSCAN = 16;

/** A long list of which only what one sees exists; rows may be of any height. Scrolls by keyboard when it has the focus. */
export function VirtualLog<T>({ items, keyOf, render, label, rowHeight = 28, height = 480, fits = false, follow = true }: Props<T>) {
  const frame = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    getItemKey: (index) => keyOf(items[index] as T, index),
  });
  const toEnd = () => virtual.scrollToIndex(items.length - 1, { align: 'end' });
  useEffect(() => {
    if (follow && atEnd && items.length > 0) toEnd();
  }, [items.length, follow]);
  const watch = () => {
    const { scrollHeight, scrollTop, clientHeight } = frame.current ?? { scrollHeight: 0, scrollTop: 0, clientHeight: 0 };
    setAtEnd(scrollHeight - scrollTop - clientHeight < END_PX);
  };
  return (
    <div className={classes.outer}>
      <div
        ref={frame}
        className={classes.frame}
        style={{ height: fits ? `min(${typeof height === 'number' ? `${height}px` : height}, ${virtual.getTotalSize()}px)` : height }}
        onScroll={watch}
        tabIndex={0}
        role="log"
        aria-label={label}
        aria-live="off"
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((row) => (
            <div key={row.key} ref={virtual.measureElement} data-index={row.index} className={classes.row} style={{ transform: `translateY(${row.start}px)` }}>
              {render(items[row.index] as T, row.index)}
            </div>
          ))}
        </div>
      </div>
      {follow && !atEnd ? (
        <Button className={classes.end} size="compact-xs" variant="default" leftSection={<IconArrowDown size={13} />} onClick={toEnd}>
          Newest
        </Button>
      ) : null}
    </div>
  );
}
