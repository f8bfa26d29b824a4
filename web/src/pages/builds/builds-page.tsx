import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconHammer, IconPlus, IconSearch } from '@tabler/icons-react';
import { setSearch } from '../../app/history.js';
import { Link } from '../../app/link.js';
import { useSearch } from '../../app/router.js';
import { useBuilds } from '../../data/builds.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { BuildList } from './build-list.js';
import { matches } from './matches.js';
import classes from './builds-page.module.css';

const VIEWS = [
  { value: 'active', label: 'Active' },
  { value: 'waiting', label: 'Waiting for me' },
  { value: 'ended', label: 'Ended' },
  { value: 'any', label: 'All' },
];
const PAGE_ROWS = 50;

/** Every build one may see, live. Which ones stands in the address. */
export function BuildsPage() {
  const search = useSearch();
  const view = VIEWS.some(({ value }) => value === search.get('view')) ? (search.get('view') ?? 'active') : 'active';
  const text = search.get('q') ?? '';
  const page = Math.max(1, Number(search.get('page')) || 1);
  const query = useBuilds({ ...(view === 'active' ? {} : { status: view }), page, limit: PAGE_ROWS });
  return (
    <Page
      title="Builds"
      wide
      actions={
        <Button component={Link} to="/new" leftSection={<IconPlus size={15} />}>
          New build
        </Button>
      }
    >
      <div className={classes.filters}>
        <SegmentedControl
          size="xs"
          aria-label="Which builds"
          data={VIEWS}
          value={view}
          onChange={(value) => setSearch({ view: value === 'active' ? null : value, page: null })}
        />
        <TextInput
          size="xs"
          className={classes.search}
          placeholder="Find by title, id or type"
          aria-label="Find a build"
          data-search
          leftSection={<IconSearch size={14} />}
          defaultValue={text}
          onChange={(event) => setSearch({ q: event.currentTarget.value })}
        />
      </div>
      <Loaded query={query} skeleton={<RowSkeletons rows={8} height={58} />}>
        {({ items, total }) => {
          const shown = items.filter((build) => matches(build, text));
          if (shown.length === 0) return <Nothing view={view} text={text} isPart={total > items.length} />;
          return (
            <>
              <BuildList builds={shown} />
              <Pager page={page} total={total} rows={PAGE_ROWS} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** `isPart`: there are more builds than the page of the list that was searched. */
function Nothing({ view, text, isPart }: { view: string; text: string; isPart: boolean }) {
  if (text)
    return (
      <EmptyState title="No build fits">
        Nothing {isPart ? 'on this page of the list' : 'here'} is called “{text}”. The words are looked for in titles, ids, types and languages
        {view === 'any' ? '.' : '; builds of every kind stand under “All”.'}
      </EmptyState>
    );
  if (view === 'ended')
    return <EmptyState title="No build has ended">Completed, failed and stopped builds will stand here, to be read, forked or built upon.</EmptyState>;
  if (view === 'waiting')
    return <EmptyState title="Nothing waits for you">Plans, gates, questions and deployments that need a person will stand here.</EmptyState>;
  return (
    <EmptyState
      icon={<IconHammer />}
      title={view === 'active' ? 'No build is under way' : 'No builds yet'}
      action={
        <Button component={Link} to="/new" size="sm" leftSection={<IconPlus size={16} />}>
          Start a build
        </Button>
      }
    >
      Say what software you want. You get a plan with tasks, cost and risks to approve; then agents build, test and document it while you watch.
    </EmptyState>
  );
}
