import { Anchor, Button } from '@mantine/core';
import { IconDownload, IconFileDiff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { gateName } from '../../../../contracts/gates.js';
import { ApiProblem, client } from '../../api.js';
import { DiffView } from '../../ui/diff-view.js';
import { EmptyState } from '../../ui/empty-state.js';
import { bytes } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Section } from '../../ui/page.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { ArtifactText } from '../../builds/artifact-text.js';
import type { ArtifactHead, BuildStatus } from './types.js';
import classes from './build-page.module.css';

/** What the build changed, file by file, and what it left to read. */
export function FilesTab({ build }: { build: BuildStatus }) {
  const query = useQuery({
    queryKey: ['build', build.id, 'diff', build.result?.commit],
    queryFn: ({ signal }) => readDiff(build.id, signal),
    staleTime: 60_000,
  });
  return (
    <>
      <Section
        title="Changes"
        aside={
          build.result ? (
            <Button component="a" href={`/api/coding_agent/${build.id}/download`} variant="default" size="compact-sm" leftSection={<IconDownload size={14} />}>
              Download the result
            </Button>
          ) : null
        }
      >
        <Loaded query={query} skeleton={<RowSkeletons rows={8} height={24} />}>
          {(text) => (text ? <DiffView text={text} /> : <NoChanges isOver={build.ended_at !== null} />)}
        </Loaded>
      </Section>
      <Artifacts build={build} />
    </>
  );
}

function NoChanges({ isOver }: { isOver: boolean }) {
  if (isOver)
    return (
      <EmptyState icon={<IconFileDiff />} title="No changes">
        It ended before its tasks were merged and verified. Each task shows what its agent wrote; what was begun is kept among the artifacts.
      </EmptyState>
    );
  return (
    <EmptyState icon={<IconFileDiff />} title="No changes yet">
      They stand here once the tasks are merged and verified. Until then each task shows what its agent writes.
    </EmptyState>
  );
}

async function readDiff(id: string, signal: AbortSignal): Promise<string> {
  try {
    return await client.getDiff(id, { signal });
  } catch (error) {
    // There is none before the tasks are merged.
    if (error instanceof ApiProblem && error.status === 404) return '';
    throw error;
  }
}

function Artifacts({ build }: { build: BuildStatus }) {
  if (build.artifacts.length === 0) return null;
  return (
    <Section title={`Artifacts (${build.artifacts.length})`}>
      <ul className={`mw-card ${classes.artifacts}`}>
        {build.artifacts.map((artifact) => (
          <Artifact key={artifact.id} build={build} artifact={artifact} />
        ))}
      </ul>
    </Section>
  );
}

function Artifact({ build, artifact }: { build: BuildStatus; artifact: ArtifactHead }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div className={classes.artifact}>
        <button type="button" className={classes.artifactName} aria-expanded={open} onClick={() => setOpen(!open)}>
          {artifact.name}
        </button>
        <span className="mw-muted">{artifact.gate ? gateName(artifact.gate) : ''}</span>
        <span className="mw-muted mw-number">{bytes(artifact.bytes)}</span>
        <Anchor href={artifact.url} download={artifact.name} aria-label={`Download ${artifact.name}`}>
          <IconDownload size={15} aria-hidden />
        </Anchor>
      </div>
      {open ? (
        <div className={classes.artifactText}>
          <ArtifactText buildId={build.id} artifact={artifact} />
        </div>
      ) : null}
    </li>
  );
}
