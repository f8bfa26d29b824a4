import { Button, Group } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { EmptyState } from '../ui/empty-state.js';

interface State {
  error: Error | null;
}

/** What a browser says when a file of the page is not there: mostly, that a newer version is. */
function isMissingCode(error: Error): boolean {
  return /dynamically imported module|Importing a module script failed|Unable to preload CSS/i.test(error.message);
}

/** Holds what breaks below it: the rest of the app stays usable, and the way out is named. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const missing = isMissingCode(error);
    return (
      <div role="alert" style={{ padding: 24 }}>
        <EmptyState
          title={missing ? 'This page could not be loaded' : 'This page broke'}
          action={
            <Group gap="xs" justify="center">
              <Button onClick={() => window.location.reload()}>Load again</Button>
              {missing ? null : (
                <Button variant="default" onClick={() => this.setState({ error: null })}>
                  Try once more
                </Button>
              )}
            </Group>
          }
        >
          {missing
            ? 'The server may be restarting, or has a newer version of the app.'
            : `Your builds are not touched by this. What it said: ${error.message.slice(0, 300)}`}
        </EmptyState>
      </div>
    );
  }
}
