import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './decide.module.css';

/** Something a person should know before they decide. Told to screen readers when it appears. */
export function Notice({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.notice} role="status">
      <IconInfoCircle size={18} stroke={1.7} aria-hidden />
      <div className={classes.noticeText}>
        <div className={classes.noticeTitle}>{title}</div>
        {children}
      </div>
      {action}
    </div>
  );
}
