import { Button, CopyButton, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { WebhookCreated } from '../../../../client/index.js';
import { client } from '../../api.js';
import { ErrorState } from '../../ui/error-state.js';
import classes from './notifications-page.module.css';

const GROUPS = [
  { value: '*', label: 'Everything' },
  { value: 'coding.plan.*', label: 'Plans' },
  { value: 'coding.gate.*', label: 'Gates and questions' },
  { value: 'coding.subagent.*', label: 'Tasks' },
  { value: 'coding.deploy.*', label: 'Deployments' },
  { value: 'coding.build.ended', label: 'Ends of builds' },
];

/** The form for another webhook. */
export function NewWebhook({ onMade }: { onMade: (made: WebhookCreated) => void }) {
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState('*');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      onMade(await client.createWebhook({ url: url.trim(), events: [events] }));
      setUrl('');
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <form className={classes.form} onSubmit={(event) => void add(event)}>
        <TextInput
          label="Address"
          placeholder="https://example.org/hooks/millwright"
          value={url}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <Select label="Events" data={GROUPS} value={events} onChange={(value) => setEvents(value ?? '*')} allowDeselect={false} />
        <Button type="submit" h={34} loading={busy} disabled={url.trim() === ''}>
          Add
        </Button>
      </form>
      {error ? <ErrorState error={error} /> : null}
    </>
  );
}

/** The secret of a new webhook, shown this once. */
export function SecretShown({ made, onClose }: { made: WebhookCreated; onClose: () => void }) {
  return (
    <div className={classes.secret} role="status">
      <strong>The secret of {made.url}</strong>
      <div>Keep it: it is not shown again. Each message has the header x-millwright-signature, HMAC-SHA256 of its time and body under this secret.</div>
      <div className={classes.secretLine}>
        <code className="mw-mono">{made.secret}</code>
        <CopyButton value={made.secret}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button size="compact-sm" variant="subtle" onClick={onClose}>
          I have it
        </Button>
      </div>
    </div>
  );
}
