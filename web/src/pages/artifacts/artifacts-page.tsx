import { Anchor, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconArchive } from '@tabler/icons-react';
import { useState } from 'react';
import type { Artifact } from '../../../../client/index.js';
import { client } from '../../api.js';
import { setSearch } from '../../app/history.js';
import { Link } from '../../app/link.js';
import { useSearch } from '../../app/router.js';
import { ArtifactText } from '../../builds/artifact-text.js';
import { kindOfFile } from '../../builds/kind-of-file.js';
import { EmptyState } from '../../ui/empty-state.js';
import { bytes } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Age } from '../../ui/numbers.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { Table, type TableRow } from '../../ui/table.js';
import { ArtifactActions } from './artifact-actions.js';
import { Upload } from './upload.js';
import classes from './artifacts.module.css';

const ROWS = 50;
const SOURCES = [
  { value: 'any', label: 'All' },
  { value: 'upload', label: 'Uploads' },
  { value: 'build', label: 'From builds' },
];
const COLUMNS = [
  { label: 'Name' },
  { label: 'From', mono: true },
  { label: 'Kind', quiet: true, minor: true },
  { label: 'Size', right: true },
  { label: 'Made', right: true, quiet: true },
  { label: 'Kept until', right: true, quiet: true, minor: true },
  { label: 'Actions', right: true, actions: true },
];

/** Files that were uploaded, and what builds left; each to be read here. */
export function ArtifactsPage() {
  const search = useSearch();
  const chosen = search.get('source');
  const source = chosen === 'upload' || chosen === 'build' ? chosen : undefined;
  const page = Math.max(1, Number(search.get('page')) || 1);
  const [open, setOpen] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['artifacts', source, page],
    queryFn: ({ signal }) => client.listArtifacts({ ...(source ? { source } : {}), page, limit: ROWS }, { signal }),
  });
  const toggle = (id: string) => setOpen(id === open ? null : id);
  return (
    <Page
      title="Artifacts"
      subtitle="What you uploaded for builds to read, and what builds left: results, reports, diffs and designs."
      wide
      actions={<Upload />}
    >
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
            <Nothing source={source} />
          ) : (
            <>
              <Table label="Artifacts" columns={COLUMNS} rows={items.map((artifact) => rowOf(artifact, artifact.id === open, toggle))} />
              <Pager page={page} total={total} rows={ROWS} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function rowOf(artifact: Artifact, isOpen: boolean, toggle: (id: string) => void): TableRow {
  const { id, name, build_id: build, media_type: type, created_at: made, expires_at: until } = artifact;
  return {
    key: id,
    cells: [
      <button key="name" type="button" className={classes.name} aria-expanded={isOpen} onClick={() => toggle(id)}>
        {name}
      </button>,
      build ? (
        <Anchor key="build" component={Link} to={`/builds/${build}`} className={`mw-mono ${classes.from}`}>
          {build}
        </Anchor>
      ) : (
        'upload'
      ),
      <span key="kind" title={type}>
        {kindOfFile(type)}
      </span>,
      bytes(artifact.bytes),
      <Age key="age" at={made} suffix=" ago" />,
      until ? <time dateTime={until}>{new Date(until).toLocaleDateString(undefined, { dateStyle: 'medium' })}</time> : build ? 'while its build goes on' : '–',
      <ArtifactActions key="actions" artifact={artifact} />,
    ],
    below: isOpen ? (
      <div className={classes.text}>
        <ArtifactText buildId={build} artifact={{ ...artifact, url: artifact.download_url }} />
      </div>
    ) : undefined,
  };
}

function Nothing({ source }: { source: 'upload' | 'build' | undefined }) {
  if (source === 'build')
    return (
      <EmptyState icon={<IconArchive />} title="No build has left anything yet">
        The result as a ZIP, the diff, what the checks found and the designs stand here once a build has made them.
      </EmptyState>
    );
  return (
    <EmptyState icon={<IconArchive />} title={source === 'upload' ? 'Nothing was uploaded yet' : 'No artifacts yet'}>
      Upload specifications, examples or data, and use them in a new build: its agents read them. {source ? '' : 'What builds leave stands here too.'}
    </EmptyState>
  );
}
