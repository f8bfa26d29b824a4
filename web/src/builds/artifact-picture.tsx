import { Anchor, Text } from '@mantine/core';
import { useState } from 'react';

interface Props {
  artifact: { name: string; media_type: string; url: string };
}

/** Whether it is a picture that is only pixels: an SVG is text that somebody wrote. */
export function isPicture(mediaType: string): boolean {
  return /^image\/(png|jpeg|gif|webp)$/.test(mediaType);
}

/** A screenshot as the proof of a gate, no wider than its place; its file is one click away. */
export function ArtifactPicture({ artifact }: Props) {
  const [isBroken, setBroken] = useState(false);
  if (isBroken)
    return (
      <Text size="sm" c="dimmed">
        The picture {artifact.name} could not be loaded; it may have expired.
      </Text>
    );
  return (
    <Anchor href={artifact.url} download={artifact.name} aria-label={`Download ${artifact.name}`}>
      <img
        src={artifact.url}
        alt={artifact.name}
        loading="lazy"
        onError={() => setBroken(true)}
        style={{ display: 'block', maxWidth: '100%', maxHeight: 460 }}
      />
    </Anchor>
  );
}
