import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Facts } from '../../ui/table.js';

/** Every setting by its name, as it is; secrets show only whether they are set. */
export function AllSettings({ settings }: { settings: Readonly<Record<string, string>> }) {
  const [text, setText] = useState('');
  const shown = Object.entries(settings).filter(([name, value]) => `${name} ${value}`.toLowerCase().includes(text.toLowerCase()));
  return (
    <>
      <TextInput
        size="xs"
        mb="sm"
        maw={320}
        placeholder="Find a setting"
        aria-label="Find a setting"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {shown.length === 0 ? (
        <p className="mw-muted">No setting is called “{text}”.</p>
      ) : (
        <Facts
          label="Every setting"
          rows={shown.map(([name, value]) => [
            name,
            <span key={name} className="mw-mono">
              {value}
            </span>,
          ])}
        />
      )}
    </>
  );
}
