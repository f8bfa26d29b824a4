import { Anchor, Button } from '@mantine/core';
import { IconLayout } from '@tabler/icons-react';
import type { PageProps } from '../../app/page-props.js';
import { navigate } from '../../app/history.js';
import { Link } from '../../app/link.js';
import { useBuild } from '../../data/builds.js';
import { OptionsChoice } from '../../decide/options-choice.js';
import { EmptyState } from '../../ui/empty-state.js';
import { sentence } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Page } from '../../ui/page.js';

/** The designs of a build as large as the window. */
export function OptionsPage({ params }: PageProps) {
  const id = params['id'] ?? '';
  const query = useBuild(id);
  return (
    <Page
      wide
      title="Choose a design"
      above={
        <Anchor component={Link} to={`/builds/${id}`} size="sm">
          ← {query.data ? sentence(query.data.title) : 'The build'}
        </Anchor>
      }
      subtitle={
        <>
          Three live previews of the same page, shut off from everything else.{' '}
          <span className="mantine-visible-from-sm">The keys 1 to 3 choose one, a builds it.</span>
        </>
      }
    >
      <Loaded query={query}>
        {(build) =>
          build.waiting_for?.kind === 'ux_choice' ? (
            <OptionsChoice build={build} waiting={build.waiting_for} large onChosen={() => navigate(`/builds/${id}`)} />
          ) : (
            <EmptyState
              icon={<IconLayout />}
              title="No design waits to be chosen"
              action={
                <Button component={Link} to={`/builds/${id}`} variant="default">
                  Open the build
                </Button>
              }
            >
              When a project has a page, the UX designer draws three designs before the code is written.
            </EmptyState>
          )
        }
      </Loaded>
    </Page>
  );
}
