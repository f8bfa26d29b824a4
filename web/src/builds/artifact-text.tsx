import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../api.js';
import { CodeView } from '../ui/code-view.js';
import { bytes } from '../ui/format.js';
import { Loaded } from '../ui/loaded.js';
import { Markdown } from '../ui/markdown.js';
import { RowSkeletons } from '../ui/skeletons.js';
import type { BuildStatus } from '../../../client/index.js';
import { ArtifactPicture, isPicture } from './artifact-picture.js';
import classes from './builds.module.css';
import { kindOfFile } from './kind-of-file.js';

/** An artifact as lists name it; `url` leads to its bytes. */
type ArtifactHead = Pick<BuildStatus['artifacts'][number], 'id' | 'name' | 'media_type' | 'bytes' | 'url'>;
interface Props {
  /** Null for a file that somebody uploaded. */
  buildId: string | null;
  artifact: ArtifactHead;
}

// Larger ones are downloaded: a page that holds them helps nobody.
const SHOWN_BYTES_MAX = 2_000_000;
const LINE_PX = 20;

/** The text of an artifact; pictures are shown, HTML only as its source. */
export function ArtifactText({ buildId, artifact }: Props) {
  if (/^image\/(png|jpeg|gif|webp)$/.test(artifact.media_type))
    return <img className={classes.picture} src={artifact.url} alt={artifact.name} loading="lazy" />;
  if (isPicture(artifact.media_type)) return <ArtifactPicture artifact={artifact} />;
  const isText = /^(text\/|application\/(json|sarif\+json|yaml|x-yaml|xml|sql))|\+json$/.test(artifact.media_type);
  if (!isText || artifact.bytes > SHOWN_BYTES_MAX)
    return (
      <Text size="sm" c="dimmed">
        {kindOfFile(artifact.media_type)} of {bytes(artifact.bytes)}: not shown here.{' '}
        <Anchor size="sm" href={artifact.url} download={artifact.name}>
          Download it
        </Anchor>
      </Text>
    );
  return <Read buildId={buildId} artifact={artifact} />;
}

function Read({ buildId, artifact }: Props) {
  const query = useQuery({
    queryKey: ['artifact', buildId, artifact.id],
    queryFn: async ({ signal }) => {
      const answer = buildId === null ? client.downloadArtifact(artifact.id, { signal }) : client.downloadBuildArtifact(buildId, artifact.id, { signal });
      return (await answer).text();
    },
    // Its id is made of its content.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Loaded query={query} skeleton={<RowSkeletons rows={4} height={22} />}>
      {(text) =>
        artifact.name.endsWith('.md') ? (
          <Markdown text={text} />
        ) : (
          <CodeView text={text} path={artifact.name} height={Math.min(460, text.split('\n', 30).length * LINE_PX + 12)} />
        )
      }
    </Loaded>
  );
}
