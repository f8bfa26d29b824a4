import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './decide.module.css';

interface Props {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** What one did oneself, or only looks up: no need to beware of it. */
  plain?: boolean;
}

/** Something a person should know before they decide. Told to screen readers when it appears. */
export function Notice({ title, children, action, plain = false }: Props) {
  return (
    <div className={classes.notice} data-plain={plain} role="status">
      <IconInfoCircle size={18} stroke={1.7} aria-hidden />
      <div className={classes.noticeText}>
        <div className={classes.noticeTitle}>{title}</div>
        {children}
      </div>
      {action}
    </div>
  );
}
