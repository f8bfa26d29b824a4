import { Skeleton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { client } from '../api.js';
import { ErrorState } from '../ui/error-state.js';
import classes from './options.module.css';

// A preview is good for an hour; a fresh one is made well before.
const AGAIN_MS = 45 * 60_000;

interface Props {
  artifactId: string;
  title: string;
  /** How wide the page believes to be; it is shown smaller where there is less room. */
  width: number;
  large?: boolean;
}

/**
 * HTML that a model wrote, in a frame of an origin of its own: it can run nothing, send nothing and lead nowhere. It is locked
 * up twice: by the frame, and by the policy that comes with the page.
 */
export function SandboxFrame({ artifactId, title, width, large = false }: Props) {
  const { ref, width: room, height } = useElementSize();
  const preview = useQuery({
    queryKey: ['preview', artifactId],
    queryFn: ({ signal }) => client.previewArtifact(artifactId, { signal }),
    staleTime: AGAIN_MS,
    gcTime: AGAIN_MS,
  });
  const scale = room > 0 ? Math.min(1, room / width) : 1;
  return (
    <div ref={ref} className={classes.view} data-large={large}>
      {preview.error ? <ErrorState error={preview.error} onRetry={() => void preview.refetch()} /> : null}
      {preview.data && room > 0 ? (
        <iframe
          className={classes.frame}
          src={preview.data.url}
          title={title}
          sandbox=""
          referrerPolicy="no-referrer"
          loading="lazy"
          style={{ width: Math.max(width, room), height: height / scale, transform: `scale(${scale})` }}
        />
      ) : preview.error ? null : (
        <Skeleton height="100%" radius={0} />
      )}
    </div>
  );
}
