import { ActionIcon, Tooltip, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';

const NEXT: Record<MantineColorScheme, MantineColorScheme> = { auto: 'light', light: 'dark', dark: 'auto' };
const LABEL: Record<MantineColorScheme, string> = { auto: 'Colours: as the system', light: 'Colours: light', dark: 'Colours: dark' };
const ICON = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon };

export function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = ICON[colorScheme];
  return (
    <Tooltip label={LABEL[colorScheme]}>
      <ActionIcon variant="subtle" color="gray" onClick={() => setColorScheme(NEXT[colorScheme])} aria-label={`${LABEL[colorScheme]}. Change`}>
        <Icon size={17} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
