import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconFolder } from '@tabler/icons-react';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { useSearch } from '../../app/router.js';
import { EmptyState } from '../../ui/empty-state.js';
import { sentence } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Age } from '../../ui/numbers.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { Table } from '../../ui/table.js';

const ROWS = 50;
const COLUMNS = [{ label: 'Name' }, { label: 'Project', mono: true, quiet: true }, { label: 'Made', right: true, quiet: true }];

/** What builds work on: one repository each. */
export function ProjectsPage() {
  const page = Math.max(1, Number(useSearch().get('page')) || 1);
  const query = useQuery({ queryKey: ['projects', page], queryFn: ({ signal }) => client.listProjects({ page, limit: ROWS }, { signal }) });
  return (
    <Page title="Projects" subtitle="What builds work on: one repository each, with its documents, where it runs, and what went wrong in it." wide>
      <Loaded query={query}>
        {({ items, total }) =>
          items.length === 0 ? (
            <Nothing />
          ) : (
            <>
              <Table
                label="Projects"
                columns={COLUMNS}
                rows={items.map(({ id, name, created_at: made }) => ({
                  key: id,
                  cells: [
                    <Anchor key="name" component={Link} to={`/projects/${id}`} c="inherit" fw={500}>
                      {sentence(name)}
                    </Anchor>,
                    id,
                    <Age key="made" at={made} suffix=" ago" />,
                  ],
                }))}
              />
              <Pager page={page} total={total} rows={ROWS} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Nothing() {
  return (
    <EmptyState
      icon={<IconFolder />}
      title="No projects yet"
      action={
        <Button component={Link} to="/new" variant="default">
          Start a build
        </Button>
      }
    >
      A build makes a project for its code, or goes on in one you have. Its requirements, designs and reports stand here, each version with the gate it was
      approved at.
    </EmptyState>
  );
}
