import { useEffect, useRef, type ReactNode } from 'react';
import classes from './page.module.css';

interface Props {
  title: string;
  /** Beside the title: a badge, an id. */
  beside?: ReactNode;
  /** One line below the title. */
  subtitle?: ReactNode;
  /** Buttons at the right; on a phone below. */
  actions?: ReactNode;
  /** Above the title: where one came from. */
  above?: ReactNode;
  /** Uses the whole width, for tables and code. */
  wide?: boolean;
  children: ReactNode;
}

/** A page: its heading gets the focus when it opens, so that a screen reader says where one is. */
export function Page({ title, beside, subtitle, actions, above, wide = false, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Millwright`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className={classes.page}>
      {above ? <div className={classes.above}>{above}</div> : null}
      <header className={`${classes.head} ${wide ? '' : classes.body}`}>
        <div className={classes.titles}>
          <div className={classes.line}>
            <h1 ref={heading} tabIndex={-1} className={classes.title}>
              {title}
            </h1>
            {beside}
          </div>
          {subtitle ? <div className={classes.subtitle}>{subtitle}</div> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      <div className={wide ? undefined : classes.body}>{children}</div>
    </div>
  );
}

interface SectionProps {
  title: string;
  /** A sentence below the heading: what this is and what one can do here. */
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of a page under its own heading. */
export function Section({ title, note, aside, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {aside}
      </div>
      {note ? <p className={classes.sectionNote}>{note}</p> : null}
      {children}
    </section>
  );
}
