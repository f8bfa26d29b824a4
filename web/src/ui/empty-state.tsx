import type { ReactNode } from 'react';
import classes from './states.module.css';

interface Props {
  icon?: ReactNode;
  title: string;
  /** What this place is for and how it gets filled. */
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing is here yet: says what would be, and how to get there. */
export function EmptyState({ icon, title, children, action }: Props) {
  return (
    <div className={classes.empty}>
      {icon ? (
        <div className={classes.icon} aria-hidden>
          {icon}
        </div>
      ) : null}
      <p className={classes.title}>{title}</p>
      {children ? <div className={classes.text}>{children}</div> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  );
}
