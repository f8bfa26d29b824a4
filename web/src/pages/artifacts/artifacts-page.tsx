import { Alert, Anchor, Button, FileButton, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArchive, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Artifact } from '../../../../client/index.js';
import { client } from '../../api.js';
import { setSearch } from '../../app/history.js';
import { Link } from '../../app/link.js';
import { useSearch } from '../../app/router.js';
import { queryClient } from '../../data/query.js';
import { ConfirmButton } from '../../ui/confirm-button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { explain } from '../../ui/error-state.js';
import { bytes } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Age } from '../../ui/numbers.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { Figure, Table } from '../../ui/table.js';

const ROWS = 50;
const SOURCES = [
  { value: 'any', label: 'All' },
  { value: 'upload', label: 'Uploads' },
  { value: 'build', label: 'From builds' },
];
const COLUMNS = [
  { label: 'Name' },
  { label: 'From' },
  { label: 'Type' },
  { label: 'Size', right: true },
  { label: 'Age', right: true },
  { label: 'Kept until' },
  { label: 'Actions' },
];

/** Files that were uploaded, and what builds left. */
export function ArtifactsPage() {
  const search = useSearch();
  const chosen = search.get('source');
  const source = chosen === 'upload' || chosen === 'build' ? chosen : undefined;
  const page = Math.max(1, Number(search.get('page')) || 1);
  const query = useQuery({
    queryKey: ['artifacts', source, page],
    queryFn: ({ signal }) => client.listArtifacts({ ...(source ? { source } : {}), page, limit: ROWS }, { signal }),
  });
  return (
    <Page title="Artifacts" wide actions={<Upload />}>
      <SegmentedControl
        size="xs"
        mb="md"
        aria-label="Which artifacts"
        data={SOURCES}
        value={source ?? 'any'}
        onChange={(value) => setSearch({ source: value === 'any' ? null : value, page: null })}
      />
      <Loaded query={query}>
        {({ items, total }) =>
          items.length === 0 ? (
            <EmptyState icon={<IconArchive />} title="No artifacts yet">
              Upload specifications, examples or data for a build to read. Reports, coverage, scans, patches and results that builds leave stand here too.
            </EmptyState>
          ) : (
            <>
              <Table label="Artifacts" columns={COLUMNS}>
                {items.map((artifact) => (
                  <Row key={artifact.id} artifact={artifact} />
                ))}
              </Table>
              <Pager page={page} total={total} rows={ROWS} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Row({ artifact }: { artifact: Artifact }) {
  const { id, name, build_id: build } = artifact;
  return (
    <tr>
      <td>
        <Anchor href={`/artifacts/${encodeURIComponent(id)}/download`} download={name} c="inherit" fw={500}>
          {name}
        </Anchor>
      </td>
      <td>
        {build ? (
          <Anchor component={Link} to={`/builds/${build}`} className="mw-mono">
            {build}
          </Anchor>
        ) : (
          'upload'
        )}
      </td>
      <td className="mw-muted">{artifact.media_type}</td>
      <Figure>{bytes(artifact.bytes)}</Figure>
      <Figure>
        <Age at={artifact.created_at} />
      </Figure>
      <td className="mw-muted mw-number">{artifact.expires_at ? new Date(artifact.expires_at).toLocaleDateString() : '–'}</td>
      <td>
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
      </td>
    </tr>
  );
}

function Upload() {
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<string[]>([]);
  const upload = async (files: File[]) => {
    setBusy(true);
    const refused: string[] = [];
    for (const file of files) {
      await client.uploadArtifact(file).catch((error: unknown) => {
        const { title, detail } = explain(error);
        refused.push(`${file.name}: ${detail || title}`);
      });
    }
    setProblems(refused);
    setBusy(false);
    await queryClient.invalidateQueries({ queryKey: ['artifacts'] });
  };
  return (
    <>
      {problems.length > 0 ? (
        <Alert color="red" p="xs" withCloseButton onClose={() => setProblems([])} role="alert">
          {problems.map((problem) => (
            <div key={problem}>{problem}</div>
          ))}
        </Alert>
      ) : null}
      <FileButton multiple onChange={(files) => void upload(files)}>
        {(props) => (
          <Button {...props} loading={busy} leftSection={<IconUpload size={15} />}>
            Upload
          </Button>
        )}
      </FileButton>
    </>
  );
}
