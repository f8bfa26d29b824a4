import { Anchor, Button } from '@mantine/core';
import { IconLayout } from '@tabler/icons-react';
import type { PageProps } from '../../app/routes.js';
import { Link } from '../../app/link.js';
import { useBuild } from '../../data/builds.js';
import { OptionsChoice } from '../../decide/options-choice.js';
import { EmptyState } from '../../ui/empty-state.js';
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
          {query.data?.title ?? id}
        </Anchor>
      }
      subtitle="Live pages without script, in frames of their own: they reach nothing. Keys 1 to 3 choose, a approves."
    >
      <Loaded query={query}>
        {(build) =>
          build.waiting_for?.kind === 'ux_choice' ? (
            <OptionsChoice build={build} waiting={build.waiting_for} large />
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
