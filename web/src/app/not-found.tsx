import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { EmptyState } from '../ui/empty-state.js';
import { Page } from '../ui/page.js';
import { Link } from './link.js';

export function NotFound() {
  return (
    <Page title="No such page">
      <EmptyState
        icon={<IconMapQuestion />}
        title="There is nothing at this address"
        action={
          <Button component={Link} to="/">
            See all builds
          </Button>
        }
      >
        The link may be of an older version, or have lost a piece on its way.
      </EmptyState>
    </Page>
  );
}
