import { Kbd, Modal, SimpleGrid, Table } from '@mantine/core';
import { useEffect } from 'react';
import { navigate } from './history.js';
import { keysAreTaken } from '../ui/keys.js';
import { NAV } from './nav.js';

// A second key that comes later than this begins anew.
const SEQUENCE_MS = 1_200;

const GENERAL: [keys: string[], meaning: string][] = [
  [['?'], 'These shortcuts'],
  [['/'], 'Search on this page'],
  [['j', 'k'], 'Next and previous row'],
  [['Enter'], 'Open the row'],
  [['Esc'], 'Close, or leave the field'],
];

/** Keys that only some pages have, under the place they work in. */
const OF_PAGES: [place: string, rows: [keys: string[], meaning: string][]][] = [
  [
    'What waits for you',
    [
      [['a'], 'Approve (asks once more)'],
      [['r'], 'Reject, with a reason'],
      [['c'], 'Ask for changes of a plan'],
      [['1', '2', '3'], 'Choose a design'],
      [['j', 'k'], 'Next and previous approval'],
    ],
  ],
  [
    'Editing a plan',
    [
      [['Alt', '↑'], 'Move the task up'],
      [['Alt', '↓'], 'Move the task down'],
    ],
  ],
  ['A build', [[['←', '→'], 'Walk its phases']]],
  [
    'Writing',
    [
      [['Enter'], 'Send a chat message'],
      [['Shift', 'Enter'], 'Begin a line in it'],
      [['↑'], 'Bring the last message back'],
      [['Ctrl', 'Enter'], 'Send an answer, a reason, a new build'],
    ],
  ],
];

/** `g` and a letter for each place, `?` for help, `/` for the page's search field (data-search). */
export function useShortcuts(openHelp: () => void): void {
  useEffect(() => {
    let leader = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') return leaveField(event);
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

/** Out of a field, so that the page's keys work again; a list that is open and a dialog take the key themselves. */
function leaveField({ target, defaultPrevented }: KeyboardEvent): void {
  if (defaultPrevented || !(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
  if (target.closest('[aria-haspopup="listbox"], [role="dialog"]')) return;
  document.getElementById('page')?.focus({ preventScroll: true });
}

export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const places = NAV.map(({ key, label }): [string[], string] => [['g', key], label]);
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="md">
        <div>
          <Keys title="Everywhere" rows={GENERAL} />
          <Keys title="Go to" rows={places} />
        </div>
        <div>
          {OF_PAGES.map(([place, rows]) => (
            <Keys key={place} title={place} rows={rows} />
          ))}
        </div>
      </SimpleGrid>
    </Modal>
  );
}

function Keys({ title, rows }: { title: string; rows: readonly [keys: string[], meaning: string][] }) {
  return (
    <Table verticalSpacing={4} withRowBorders={false} mb="sm" captionSide="top">
      <Table.Caption ta="left" mt={0} fw={600}>
        {title}
      </Table.Caption>
      <Table.Tbody>
        {rows.map(([keys, meaning]) => (
          <Table.Tr key={meaning}>
            <Table.Td w={118} pl={0} style={{ whiteSpace: 'nowrap' }}>
              {keys.map((key) => (
                <Kbd key={key} mr={4} style={{ overflowWrap: 'normal' }}>
                  {key}
                </Kbd>
              ))}
            </Table.Td>
            <Table.Td>{meaning}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
