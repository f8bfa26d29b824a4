import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { ErrorState } from '../ui/error-state.js';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  explanation: ReactNode;
  label: string;
  placeholder?: string;
  confirm: string;
  dangerous?: boolean;
  busy: boolean;
  error: unknown;
  onConfirm: (text: string) => void;
}

/** Asks for a few words and says what they will do. Ctrl+Enter sends. */
export function TextDialog({ opened, onClose, title, explanation, label, placeholder, confirm, dangerous = false, busy, error, onConfirm }: Props) {
  const [text, setText] = useState('');
  const isEmpty = text.trim() === '';
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!isEmpty && !busy) onConfirm(text.trim());
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" component="div">
            {explanation}
          </Text>
          <Textarea
            label={label}
            placeholder={placeholder}
            autosize
            minRows={3}
            maxRows={12}
            maxLength={4_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
            }}
            data-autofocus
          />
          {error ? <ErrorState error={error} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color={dangerous ? 'red' : undefined} loading={busy} disabled={isEmpty}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
