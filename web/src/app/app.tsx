import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { queryClient } from '../data/query.js';
import { Gatekeeper } from './gatekeeper.js';
import { RouterProvider } from './router.js';
import { theme } from './theme.js';

/** Everything every page lives in: theme, data, router, and the question who is looking. */
export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={queryClient}>
        <RouterProvider>
          <Gatekeeper />
        </RouterProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
