import { notifications } from '@mantine/notifications';
import { useCallback, useState } from 'react';
import { ApiProblem } from '../api.js';
import { readBuildAnew } from '../builds/read-anew.js';
import { keepFocus } from './focus-later.js';

export interface Decide {
  /** Which decision is under way. */
  busy: string | null;
  /** Why the last one was refused. */
  error: unknown;
  /** Sends a decision; true when it was taken. Whatever came of it, the build is read anew. */
  run(name: string, send: () => Promise<unknown>, done: string | (() => string)): Promise<boolean>;
  clear(): void;
}

/** Decisions on one build. */
export function useDecide(buildId: string): Decide {
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const run = useCallback(
    async (name: string, send: () => Promise<unknown>, done: string | (() => string)) => {
      setBusy(name);
      setError(null);
      try {
        await send();
        // At the top: the buttons that decide are at the bottom.
        notifications.show({ message: typeof done === 'string' ? done : done(), color: 'green', position: 'top-right' });
        keepFocus();
        return true;
      } catch (problem) {
        setError(problem);
        return false;
      } finally {
        setBusy(null);
        void readBuildAnew(buildId);
      }
    },
    [buildId],
  );
  const clear = useCallback(() => setError(null), []);
  return { busy, error, run, clear };
}

/** What was on the screen is not what waits any more. */
export function isStale(error: unknown): boolean {
  return error instanceof ApiProblem && (error.code === 'APPROVAL_STALE' || error.code === 'NOTHING_TO_APPROVE');
}

/** What is wrong with the fields of a form, by JSON pointer. */
export function fieldProblems(error: unknown): Map<string, string> {
  return new Map(error instanceof ApiProblem ? error.errors.map(({ pointer, detail }) => [pointer, sentence(detail)]) : []);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}
