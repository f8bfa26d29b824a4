import { Button, Group, Modal, Text, Tooltip, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { ErrorState } from './error-state.js';

interface Props extends ButtonProps {
  /** On the button that opens the question. */
  children: ReactNode;
  title: string;
  /** What will happen, in whole sentences. */
  explanation: ReactNode;
  /** On the button that does it: a verb. */
  confirm: string;
  dangerous?: boolean;
  /** What it does, in one line, before it is pressed. */
  hint?: string;
  /** Does it. The dialog stays open with the reason when it throws. */
  onConfirm: () => Promise<unknown>;
}

/** A button that changes the world, and asks first. */
export function ConfirmButton({ children, title, explanation, confirm, dangerous = false, hint, onConfirm, ...button }: Props) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Tooltip label={hint} disabled={hint === undefined}>
        <Button variant="default" {...button} onClick={dialog.open}>
          {children}
        </Button>
      </Tooltip>
      <ConfirmDialog {...{ opened, title, explanation, confirm, dangerous, onConfirm }} onClose={dialog.close} />
    </>
  );
}

type DialogProps = Pick<Props, 'title' | 'explanation' | 'confirm' | 'dangerous' | 'onConfirm'> & { opened: boolean; onClose: () => void };

/** The question alone, for menus and keys. */
export function ConfirmDialog({ opened, onClose, title, explanation, confirm, dangerous = false, onConfirm }: DialogProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const close = () => {
    setError(null);
    onClose();
  };
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      close();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={title} size="md">
      <Text size="sm" component="div">
        {explanation}
      </Text>
      {error ? (
        <div style={{ marginTop: 12 }}>
          <ErrorState error={error} />
        </div>
      ) : null}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button color={dangerous ? 'red' : undefined} loading={busy} onClick={() => void run()} data-autofocus>
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
