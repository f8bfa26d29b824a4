import { SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { splitSummary } from '../../../contracts/not-built.js';
import { client } from '../api.js';
import { NotBuilt } from '../decide/not-built.js';
import { ConfirmDialog } from '../ui/confirm-button.js';
import { readBuildAnew } from './read-anew.js';
import type { Subject } from './subject.js';

interface Props {
  build: Subject;
  opened: boolean;
  onClose: () => void;
}
type Environment = 'staging' | 'production';

/** Deploys what was shown: the digest of the wait goes along, so that nothing newer is deployed by an older click. */
export function DeployDialog({ build, opened, onClose }: Props) {
  const [environment, setEnvironment] = useState<Environment>('staging');
  const wait = build.waiting_for;
  const told = wait?.kind === 'deploy' ? splitSummary(wait.summary) : null;
  const deploy = async () => {
    await client.deployBuild(build.id, { environment, ...(wait?.kind === 'deploy' ? { subject_digest: wait.subject_digest } : {}) });
    await readBuildAnew(build.id);
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Deploy “${build.title}”`}
      explanation={
        <>
          <SegmentedControl
            fullWidth
            size="sm"
            mb="sm"
            aria-label="Environment"
            value={environment}
            onChange={(value) => setEnvironment(value as Environment)}
            data={[
              { value: 'staging', label: 'Staging' },
              { value: 'production', label: 'Production' },
            ]}
          />
          The verified commit becomes an image and starts beside the version that is live. Traffic moves when it is healthy; otherwise everything stays as it
          is.
          {told ? <NotBuilt items={told.notBuilt} /> : null}
          {wait && told ? (
            <Text size="sm" c="dimmed" mt="xs">
              {told.summary} Digest <code>{wait.subject_digest.slice(0, 8)}</code>.
            </Text>
          ) : null}
        </>
      }
      confirm={`Deploy to ${environment}`}
      onConfirm={deploy}
    />
  );
}
