import type { Subject } from './subject.js';
import { useState, type ReactNode } from 'react';
import { ForkDialog } from './fork-dialog.js';
import { DeployDialog } from './deploy-dialog.js';
import { StopDialog } from './stop-dialog.js';

export type ActionName = 'stop' | 'deploy' | 'fork';

/** The actions of a build that ask before they act: `open(name)` shows one, `dialogs` must stand somewhere on the page. */
export function useBuildActions(build: Subject): { open: (name: ActionName) => void; can: (name: ActionName) => boolean; dialogs: ReactNode } {
  const [shown, setShown] = useState<ActionName | null>(null);
  const close = () => setShown(null);
  const dialogs = (
    <>
      <StopDialog build={build} opened={shown === 'stop'} onClose={close} />
      <DeployDialog build={build} opened={shown === 'deploy'} onClose={close} />
      <ForkDialog build={build} opened={shown === 'fork'} onClose={close} />
    </>
  );
  return { open: setShown, can: (name) => build.actions.includes(name), dialogs };
}
