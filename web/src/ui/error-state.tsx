import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiProblem, NoAnswer } from '../api.js';
import { WithCode } from './with-code.js';
import classes from './states.module.css';

/** What happened, why, and what to do next. */
export function explain(error: unknown): { title: string; detail: string } {
  if (error instanceof ApiProblem) return { title: error.title, detail: error.detail };
  if (error instanceof NoAnswer)
    return {
      title: 'The server does not answer just now',
      detail: 'It may be restarting. This page goes on by itself when it is back; `mw status` shows what runs.',
    };
  return { title: 'That did not work', detail: error instanceof Error ? error.message : String(error) };
}

/** A refusal stays one, however often it is asked for. */
function mayHelp(error: unknown): boolean {
  return !(error instanceof ApiProblem) || error.status >= 500 || error.status === 429;
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail } = explain(error);
  return (
    <div className={classes.error} role="alert">
      <IconAlertTriangle size={18} stroke={1.7} aria-hidden />
      <div className={classes.errorText}>
        <div className={classes.errorTitle}>{title}</div>
        {detail ? (
          <div>
            <WithCode text={detail} />
          </div>
        ) : null}
      </div>
      {onRetry && mayHelp(error) ? (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}
