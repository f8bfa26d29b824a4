import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../api.js';
import { CodeView } from '../ui/code-view.js';
import { Loaded } from '../ui/loaded.js';
import { Markdown } from '../ui/markdown.js';
import { RowSkeletons } from '../ui/skeletons.js';
import type { BuildStatus } from '../../../client/index.js';

/** An artifact as the status of its build names it. */
type ArtifactHead = BuildStatus['artifacts'][number];

// Larger ones are downloaded: a page that holds them helps nobody.
const SHOWN_BYTES_MAX = 2_000_000;
const LINE_PX = 20;

/** The text of an artifact; pictures are shown, HTML only as its source. */
export function ArtifactText({ buildId, artifact }: { buildId: string; artifact: ArtifactHead }) {
  const isText = /^(text\/|application\/(json|sarif\+json|yaml|x-yaml|xml|sql))|\+json$/.test(artifact.media_type);
  if (!isText || artifact.bytes > SHOWN_BYTES_MAX)
    return (
      <Text size="sm" c="dimmed">
        Not shown here: {artifact.media_type}.{' '}
        <Anchor size="sm" href={artifact.url} download={artifact.name}>
          Download it
        </Anchor>
      </Text>
    );
  return <Read buildId={buildId} artifact={artifact} />;
}

function Read({ buildId, artifact }: { buildId: string; artifact: ArtifactHead }) {
  const query = useQuery({
    queryKey: ['artifact', buildId, artifact.id],
    queryFn: async ({ signal }) => (await client.downloadBuildArtifact(buildId, artifact.id, { signal })).text(),
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
