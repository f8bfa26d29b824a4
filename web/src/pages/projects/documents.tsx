import { ActionIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Document } from '../../../../client/index.js';
import { gateName } from '../../../../contracts/gates.js';
import { client } from '../../api.js';
import { CodeView } from '../../ui/code-view.js';
import { sentence } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Markdown } from '../../ui/markdown.js';
import { Age } from '../../ui/numbers.js';
import { Section } from '../../ui/page.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { Table, type TableRow } from '../../ui/table.js';
import classes from './projects.module.css';

// A project has a dozen names at most; older versions are read over the API.
const DOCUMENTS_MAX = 100;
const HEIGHT_PX = 420;
const KINDS: Readonly<Record<Document['kind'], string>> = { prd: 'Requirements', specification: 'Specification', design: 'Design', report: 'Report' };
const COLUMNS = [
  { label: 'Document' },
  { label: 'Kind', quiet: true },
  { label: 'Gate', quiet: true, minor: true },
  { label: 'Version', right: true },
  { label: 'Written', right: true, quiet: true },
  { label: 'File', right: true, actions: true },
];

/** The newest version of each document of a project, to be read here. */
export function Documents({ projectId }: { projectId: string }) {
  const [open, setOpen] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['projects', 'documents', projectId],
    queryFn: ({ signal }) => client.listDocuments(projectId, { limit: DOCUMENTS_MAX }, { signal }),
  });
  return (
    <Section title="Documents" note="What was decided, as it was at its gate: requirements, specifications, designs and reports.">
      <Loaded query={query} skeleton={<RowSkeletons rows={3} />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="mw-muted">None yet. The plan is the first, once it is approved.</p>
          ) : (
            <Table
              label="Documents of the project"
              columns={COLUMNS}
              rows={items.map((one) => rowOf(one, one.id === open, () => setOpen(one.id === open ? null : one.id)))}
            />
          )
        }
      </Loaded>
    </Section>
  );
}

function rowOf(one: Document, isOpen: boolean, toggle: () => void): TableRow {
  return {
    key: one.id,
    cells: [
      <button key="title" type="button" className={classes.opener} aria-expanded={isOpen} onClick={toggle}>
        {sentence(one.title)} <span className="mw-mono mw-muted">{one.name}</span>
      </button>,
      KINDS[one.kind],
      one.gate ? gateName(one.gate) : null,
      one.version,
      <Age key="age" at={one.created_at} suffix=" ago" />,
      <ActionIcon
        key="file"
        component="a"
        variant="subtle"
        color="gray"
        href={one.download_url}
        download={one.name}
        aria-label={`Download ${one.name}`}
        title="Download"
      >
        <IconDownload size={16} stroke={1.7} />
      </ActionIcon>,
    ],
    below: isOpen ? <Text document={one} /> : undefined,
  };
}

/** HTML only as its source. */
function Text({ document: { id, project_id: projectId, name, media_type: type } }: { document: Document }) {
  const query = useQuery({
    queryKey: ['projects', 'document', id],
    queryFn: ({ signal }) => client.getDocument(projectId, id, { signal }),
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div className={classes.below}>
      <Loaded query={query} skeleton={<RowSkeletons rows={4} height={22} />}>
        {({ content }) => (type === 'text/markdown' ? <Markdown text={content} /> : <CodeView text={content} path={name} height={HEIGHT_PX} />)}
      </Loaded>
    </div>
  );
}
