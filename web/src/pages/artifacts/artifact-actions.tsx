import { ActionIcon, Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Artifact } from '../../../../client/index.js';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { queryClient } from '../../data/query.js';
import { ConfirmButton } from '../../ui/confirm-button.js';
import classes from './artifacts.module.css';

/** Download each; build with what was uploaded, or delete it (what a build left goes with its build). */
export function ArtifactActions({ artifact: { id, name, build_id: build, download_url: url } }: { artifact: Artifact }) {
  return (
    <div className={classes.actions}>
      {build ? null : (
        <Button component={Link} to={`/new?file=${id}`} size="compact-sm" variant="default">
          Use in a build
        </Button>
      )}
      {build ? null : (
        <ConfirmButton
          size="compact-sm"
          dangerous
          title={`Delete ${name}`}
          explanation="Builds that have read it keep what they made of it. The file itself is gone for good."
          confirm="Delete"
          onConfirm={async () => {
            await client.deleteArtifact(id);
            await queryClient.invalidateQueries({ queryKey: ['artifacts'] });
          }}
        >
          Delete
        </ConfirmButton>
      )}
      <ActionIcon component="a" size={24} variant="subtle" color="gray" href={url} download={name} aria-label={`Download ${name}`} title="Download">
        <IconDownload size={16} stroke={1.7} />
      </ActionIcon>
    </div>
  );
}
