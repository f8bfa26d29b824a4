import { useQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import type { Webhook, WebhookCreated } from '../../../../client/index.js';
import { client } from '../../api.js';
import { queryClient } from '../../data/query.js';
import { ConfirmButton } from '../../ui/confirm-button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorState } from '../../ui/error-state.js';
import { Loaded } from '../../ui/loaded.js';
import { Age } from '../../ui/numbers.js';
import { StatusBadge } from '../../ui/status-badge.js';
import { NewWebhook, SecretShown } from './new-webhook.js';
import classes from './notifications-page.module.css';

const KEY = ['webhooks'];
// A test that was sent shows within seconds how it went.
const LOOK_MS = 3_000;

/** Other systems that hear of your builds, and how they are doing. */
export function Webhooks() {
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.listWebhooks({}, { signal }), refetchInterval: LOOK_MS * 5 });
  const [made, setMade] = useState<WebhookCreated | null>(null);
  return (
    <>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <div className="mw-card">
              <EmptyState icon={<IconSend size={26} stroke={1.4} />} title="No webhooks">
                Events of your builds can be sent to an address of yours, signed with a secret. A chat room, a pipeline or a pager can then act on them.
              </EmptyState>
            </div>
          ) : (
            <ul className={`mw-card ${classes.list}`}>
              {items.map((hook) => (
                <li key={hook.id}>
                  <Hook hook={hook} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {made ? <SecretShown made={made} onClose={() => setMade(null)} /> : null}
      <NewWebhook
        onMade={(hook) => {
          setMade(hook);
          void queryClient.invalidateQueries({ queryKey: KEY });
        }}
      />
    </>
  );
}

function Hook({ hook }: { hook: Webhook }) {
  const [error, setError] = useState<unknown>(null);
  const [sent, setSent] = useState(false);
  const run = async (work: () => Promise<unknown>) => {
    setError(null);
    try {
      await work();
    } catch (problem) {
      setError(problem);
    }
    await queryClient.invalidateQueries({ queryKey: KEY });
  };
  const test = () =>
    run(async () => {
      await client.testWebhook(hook.id);
      setSent(true);
      setTimeout(() => {
        setSent(false);
        void queryClient.invalidateQueries({ queryKey: KEY });
      }, LOOK_MS);
    });
  return (
    <div className={classes.hook}>
      <div className={classes.url}>
        <div className="mw-mono">{hook.url}</div>
        <div className={classes.meta}>
          <StatusBadge status={hook.active ? 'on' : 'off'} tone={hook.active ? (hook.failures > 0 ? 'wait' : 'good') : 'bad'} />
          <span>{hook.events.map((name) => (name === '*' ? 'everything' : name)).join(', ')}</span>
          <LastDelivery hook={hook} />
        </div>
      </div>
      <div className={classes.buttons}>
        <Button size="compact-sm" variant="default" loading={sent} onClick={() => void test()}>
          Send a test
        </Button>
        {hook.active ? null : (
          <Button size="compact-sm" variant="default" onClick={() => void run(() => client.changeWebhook(hook.id, { active: true }))}>
            Switch on
          </Button>
        )}
        <ConfirmButton
          size="compact-sm"
          title="Remove this webhook?"
          explanation="What was not delivered yet is not sent any more."
          confirm="Remove"
          dangerous
          onConfirm={() => run(() => client.deleteWebhook(hook.id))}
        >
          Remove
        </ConfirmButton>
      </div>
      {hook.disabled_reason ? <div className={classes.problem}>Switched off: {hook.disabled_reason}</div> : null}
      {error ? <ErrorState error={error} /> : null}
    </div>
  );
}

function LastDelivery({ hook }: { hook: Webhook }) {
  if (hook.last_delivery_at === null) return <span>nothing sent yet</span>;
  return (
    <span>
      {hook.last_error ? `last attempt failed: ${hook.last_error}` : `last answered ${hook.last_status}`}, <Age at={hook.last_delivery_at} />
    </span>
  );
}
