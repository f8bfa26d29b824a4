import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { client } from '../api.js';
import { ConfirmDialog } from '../ui/confirm-button.js';
import { readBuildAnew } from './read-anew.js';
import type { Subject } from './subject.js';

interface Props {
  build: Subject;
  opened: boolean;
  onClose: () => void;
}

export function StopDialog({ build, opened, onClose }: Props) {
  const [reason, setReason] = useState('');
  const stop = async () => {
    await client.stopBuild(build.id, reason.trim() ? { reason: reason.trim() } : {});
    await readBuildAnew(build.id);
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Stop “${build.title}”?`}
      explanation={
        <>
          The agents end at their next step. What was merged stays, and a fork can go on from it; the build itself does not start again.
          <Textarea
            label="Reason (kept in the journal)"
            mt="sm"
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </>
      }
      confirm="Stop the build"
      dangerous
      onConfirm={stop}
    />
  );
}
