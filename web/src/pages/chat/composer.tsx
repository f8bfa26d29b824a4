import { ActionIcon, FileButton, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconArrowUp, IconGitBranch, IconPaperclip, IconX } from '@tabler/icons-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { bytes } from '../../ui/format.js';
import { ErrorState } from '../../ui/error-state.js';
import type { Draft } from './use-draft.js';
import classes from './chat.module.css';

/** Where one types: Enter sends, Shift+Enter begins a line, the arrow up brings the last message back. */
export function Composer({ draft, placeholder }: { draft: Draft; placeholder: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => grow(field.current), [draft.text]);
  useEffect(() => field.current?.focus(), [draft.focusedAt]);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      draft.send();
    } else if (event.key === 'ArrowUp' && draft.text === '' && draft.last !== '') {
      event.preventDefault();
      draft.setText(draft.last);
    }
  };
  return (
    <div
      className={classes.composer}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void draft.attach([...event.dataTransfer.files]);
      }}
    >
      {draft.error ? <ErrorState error={draft.error} /> : null}
      {draft.files.length > 0 || draft.repo !== '' ? <Given draft={draft} /> : null}
      <div className={classes.field}>
        <FileButton multiple onChange={(files) => void draft.attach(files)}>
          {(props) => (
            <Tooltip label="Attach files">
              <ActionIcon {...props} variant="subtle" color="gray" size={34} aria-label="Attach files" loading={draft.uploading}>
                <IconPaperclip size={18} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          )}
        </FileButton>
        <RepositoryField draft={draft} />
        <textarea
          ref={field}
          className={classes.textarea}
          rows={1}
          value={draft.text}
          placeholder={placeholder}
          aria-label="Message"
          maxLength={20_000}
          onChange={({ currentTarget }) => draft.setText(currentTarget.value)}
          onKeyDown={onKey}
          data-search
        />
        <ActionIcon size={34} radius="md" onClick={draft.send} disabled={draft.text.trim() === '' || draft.sending} loading={draft.sending} aria-label="Send">
          <IconArrowUp size={18} stroke={2} />
        </ActionIcon>
      </div>
    </div>
  );
}

function RepositoryField({ draft }: { draft: Draft }) {
  return (
    <Popover width={320} position="top-start" trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label="Choose a repository to work on">
          <ActionIcon variant="subtle" color={draft.repo ? undefined : 'gray'} size={34} aria-label="Choose a repository">
            <IconGitBranch size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          label="Repository"
          description={'"build me ..." then works on it and ends in a branch. Append #branch for another than the main one.'}
          placeholder="https://example.org/owner/name.git"
          value={draft.repo}
          onChange={({ currentTarget }) => draft.setRepo(currentTarget.value)}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Given({ draft }: { draft: Draft }) {
  return (
    <ul className={classes.given}>
      {draft.files.map(({ id, name, bytes: size }) => (
        <li key={id}>
          <IconPaperclip size={13} stroke={1.6} aria-hidden /> <span className="mw-cut">{name}</span> <span className="mw-muted">{bytes(size)}</span>
          <ActionIcon size={22} variant="subtle" color="gray" onClick={() => draft.detach(id)} aria-label={`Take ${name} out`}>
            <IconX size={13} />
          </ActionIcon>
        </li>
      ))}
      {draft.repo === '' ? null : (
        <li>
          <IconGitBranch size={13} stroke={1.6} aria-hidden /> <span className="mw-cut">{draft.repo}</span>
          <ActionIcon size={22} variant="subtle" color="gray" onClick={() => draft.setRepo('')} aria-label="Work on no repository">
            <IconX size={13} />
          </ActionIcon>
        </li>
      )}
    </ul>
  );
}

// A handful of lines; more of a text scroll inside.
const HEIGHT_MAX = 180;

function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = 'auto';
  field.style.height = `${Math.min(field.scrollHeight, HEIGHT_MAX)}px`;
}
