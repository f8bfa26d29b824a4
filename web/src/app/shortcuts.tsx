import { Kbd, Modal, Table } from '@mantine/core';
import { useEffect } from 'react';
import { navigate } from './history.js';
import { keysAreTaken } from '../ui/keys.js';
import { NAV } from './nav.js';

// A second key that comes later than this begins anew.
const SEQUENCE_MS = 1_200;

const GENERAL: [keys: string[], meaning: string][] = [
  [['?'], 'These shortcuts'],
  [['/'], 'Search on this page'],
  [['j'], 'Next row'],
  [['k'], 'Previous row'],
  [['Enter'], 'Open the row'],
  [['Esc'], 'Close, or leave the field'],
];

/** `g` and a letter for each place, `?` for help, `/` for the page's search field (data-search). */
export function useShortcuts(openHelp: () => void): void {
  useEffect(() => {
    let leader = 0;
    const onKey = (event: KeyboardEvent) => {
      if (keysAreTaken(event)) return;
      if (event.key === '?') return openHelp();
      if (event.key === '/') {
        const field = document.querySelector<HTMLElement>('[data-search]');
        if (field) event.preventDefault();
        return field?.focus();
      }
      if (event.key === 'g') {
        leader = Date.now();
        return;
      }
      const item = Date.now() - leader < SEQUENCE_MS ? NAV.find(({ key }) => key === event.key) : undefined;
      leader = 0;
      if (!item) return;
      event.preventDefault();
      // Before any page's own keys: `g a` is no `a`.
      event.stopImmediatePropagation();
      navigate(item.to);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [openHelp]);
}

export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const rows = [...GENERAL, ...NAV.map(({ key, label }): [string[], string] => [['g', key], `Go to ${label}`])];
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="sm">
      <Table verticalSpacing={6} withRowBorders={false}>
        <Table.Tbody>
          {rows.map(([keys, meaning]) => (
            <Table.Tr key={meaning}>
              <Table.Td w={90}>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{meaning}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
