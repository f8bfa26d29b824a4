import { Center, Text } from '@mantine/core';
import { Logo } from '../ui/logo.js';

/** Before anything is known. Without a server it says so and goes on trying. */
export function StartScreen({ problem }: { problem?: Error | null }) {
  return (
    <Center h="100vh" style={{ flexDirection: 'column', gap: 12 }}>
      <Logo size={36} />
      <Text size="sm" c="dimmed" role="status">
        {problem ? 'The server does not answer; trying again. Is it running? (mw status)' : ' '}
      </Text>
    </Center>
  );
}
