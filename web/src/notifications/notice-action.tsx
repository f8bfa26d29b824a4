import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';
import { Link } from '../app/link.js';
import { useBuild } from '../data/builds.js';
import type { Notice } from './notifications.js';
import { lazily } from '../ui/lazily.js';

// Fetched when somebody wants to deploy: the bell is on every page.
const DeployDialog = lazily(async () => (await import('../builds/deploy-dialog.js')).DeployDialog);

/** What a notification asks for, as a button: to deploy what is ready, or to the place where the rest is decided. */
export function NoticeAction({ notice }: { notice: Notice }) {
  const [deploys, setDeploys] = useState(false);
  if (!notice.open || notice.build_id === null) return null;
  if (notice.kind !== 'build_ready')
    return (
      <Button component={Link} to={`/approvals/${notice.build_id}`} size="compact-sm" variant="default">
        Decide
      </Button>
    );
  return (
    <>
      <Button size="compact-sm" onClick={() => setDeploys(true)}>
        Deploy…
      </Button>
      {deploys ? <Deploy id={notice.build_id} onClose={() => setDeploys(false)} /> : null}
    </>
  );
}

/** The build is read when somebody wants to deploy it, so that what is shown is what waits now. */
function Deploy({ id, onClose }: { id: string; onClose: () => void }) {
  const { data } = useBuild(id);
  return <Suspense>{data ? <DeployDialog build={data} opened onClose={onClose} /> : null}</Suspense>;
}
