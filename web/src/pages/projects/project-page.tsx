import { Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import type { ProjectDetail } from '../../../../client/index.js';
import { client } from '../../api.js';
import { navigate } from '../../app/history.js';
import { Link } from '../../app/link.js';
import type { PageProps } from '../../app/page-props.js';
import { queryClient } from '../../data/query.js';
import { ConfirmButton } from '../../ui/confirm-button.js';
import { sentence, words } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Age } from '../../ui/numbers.js';
import { Page, Section } from '../../ui/page.js';
import { safeHref } from '../../ui/safe-href.js';
import { PageSkeleton } from '../../ui/skeletons.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { Facts, Table } from '../../ui/table.js';
import { Documents } from './documents.js';
import { Errors } from './errors.js';

const BUILDS = [{ label: 'Build' }, { label: 'Status' }, { label: 'Started', right: true, quiet: true }];

/** One project: where it runs, its builds, its documents, and what went wrong. */
export function ProjectPage({ params }: PageProps) {
  const id = params['id'] ?? '';
  const query = useQuery({ queryKey: ['projects', 'one', id], queryFn: ({ signal }) => client.getProject(id, { signal }) });
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {(project) => (
        <Page
          title={sentence(project.name)}
          subtitle={<span className="mw-mono">{project.id}</span>}
          above={
            <Anchor component={Link} to="/projects" size="sm">
              ← Projects
            </Anchor>
          }
          actions={
            <>
              <Button component={Link} to={`/new?project=${project.id}`} leftSection={<IconPlus size={15} stroke={1.8} />}>
                Build the next version
              </Button>
              <Delete project={project} />
            </>
          }
          wide
        >
          <Environments project={project} />
          <Builds project={project} />
          <Documents projectId={id} />
          <Errors projectId={id} />
        </Page>
      )}
    </Loaded>
  );
}

function Environments({ project: { environments } }: { project: ProjectDetail }) {
  const served = environments.filter(({ active_deployment_id: active }) => active !== null);
  if (served.length === 0) return null;
  return (
    <Section title="Runs at">
      <Facts
        label="Where it runs"
        rows={served.map(({ name, url, problem }) => {
          const href = safeHref(url);
          return [
            words(name),
            href ? (
              <>
                <Anchor href={href} target="_blank" rel="noreferrer noopener">
                  {url}
                </Anchor>
                {problem ? <div>Does not answer just now. {problem}</div> : null}
              </>
            ) : (
              'no address'
            ),
          ] as const;
        })}
      />
    </Section>
  );
}

function Builds({ project: { builds } }: { project: ProjectDetail }) {
  if (builds.length === 0) return null;
  return (
    <Section title="Builds">
      <Table
        label="Builds of the project"
        columns={BUILDS}
        rows={builds.map(({ id, title, status, created_at: started }) => ({
          key: id,
          cells: [
            <Anchor key="title" component={Link} to={`/builds/${id}`} c="inherit" fw={500}>
              {sentence(title)}
            </Anchor>,
            <StatusBadge key="status" status={status} />,
            <Age key="age" at={started} suffix=" ago" />,
          ],
        }))}
      />
    </Section>
  );
}

function Delete({ project: { id, name } }: { project: ProjectDetail }) {
  return (
    <ConfirmButton
      dangerous
      title={`Delete ${sentence(name)}`}
      explanation="Its code, workspaces, documents and deployments with their data are gone for good. Its builds stay to be read, but cannot be forked or replayed."
      confirm="Delete the project"
      onConfirm={async () => {
        await client.deleteProject(id);
        navigate('/projects');
        await queryClient.invalidateQueries({ queryKey: ['projects'], refetchType: 'none' });
      }}
    >
      Delete
    </ConfirmButton>
  );
}
