import { Button, Group } from '@mantine/core';
import { IconCheck, IconShieldCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { ChatMessage, ConfirmationCard } from '../../../../client/index.js';
import { ErrorState } from '../../ui/error-state.js';
import { words } from '../../ui/format.js';
import { Tag } from '../../ui/status-badge.js';
import { useNow } from '../../ui/use-now.js';
import { useDecideCard } from './use-card.js';
import classes from './card.module.css';

const DANGEROUS = new Set(['stop', 'reject', 'rollback']);

/** What would be done, exactly, and the two buttons: nothing happens without one of them. */
export function CardView({ card, sessionCardOf }: { card: ConfirmationCard; sessionCardOf: ChatMessage }) {
  const now = useNow();
  const { confirm, dismiss, busy, error } = useDecideCard(card);
  const [showsAll, setShowsAll] = useState(false);
  const left = Math.ceil((Date.parse(card.expires) - now) / 60_000);
  const state = card.state === 'open' && left <= 0 ? 'expired' : card.state;
  return (
    <section className={classes.card} data-state={state} aria-label={`To confirm: ${card.subject}`} data-message={sessionCardOf.id}>
      <div className={classes.cardHead}>
        <IconShieldCheck size={17} stroke={1.7} aria-hidden />
        <span className={classes.cardAction}>{words(card.action)}</span>
        <CardState state={state} left={left} />
      </div>
      <div className={classes.cardSubject}>{card.subject}</div>
      <button type="button" className={classes.more} aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
        {showsAll ? 'Hide what is sent' : 'Show exactly what is sent'}
      </button>
      {showsAll ? (
        <pre className={`mw-mono ${classes.params}`} tabIndex={0} aria-label="What is sent">
          {JSON.stringify(card.params, null, 2)}
          {`\n\ndigest ${card.digest}`}
        </pre>
      ) : null}
      {error ? <ErrorState error={error} /> : null}
      {state === 'open' ? (
        <Group gap="xs" mt={10}>
          <Button
            size="sm"
            color={DANGEROUS.has(card.action) ? 'red' : undefined}
            leftSection={<IconCheck size={15} stroke={2} aria-hidden />}
            loading={busy === 'confirm'}
            disabled={busy !== null && busy !== 'confirm'}
            onClick={confirm}
            data-confirm
          >
            Confirm
          </Button>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconX size={15} stroke={2} aria-hidden />}
            loading={busy === 'dismiss'}
            disabled={busy === 'confirm'}
            onClick={dismiss}
          >
            Put away
          </Button>
        </Group>
      ) : null}
    </section>
  );
}

function CardState({ state, left }: { state: ConfirmationCard['state']; left: number }) {
  if (state === 'open') return <Tag tone="wait">{`expires in ${left} min`}</Tag>;
  if (state === 'done') return <Tag tone="good">done</Tag>;
  if (state === 'failed') return <Tag tone="bad">refused</Tag>;
  return <Tag>{state === 'dismissed' ? 'put away' : 'expired'}</Tag>;
}
