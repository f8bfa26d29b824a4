import { ActionIcon, Drawer, Tooltip } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconLayoutSidebarRight, IconList, IconMessage } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { client } from '../../api.js';
import { navigate } from '../../app/history.js';
import { useSearch } from '../../app/router.js';
import type { PageProps } from '../../app/page-props.js';
import { useBuilds } from '../../data/builds.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorState } from '../../ui/error-state.js';
import { sentence } from '../../ui/format.js';
import { Money } from '../../ui/numbers.js';
import { Composer } from './composer.js';
import { openCard } from './conversation.js';
import { examplesFor } from './examples.js';
import { SessionList } from './session-list.js';
import { SidePanel } from './side-panel.js';
import { Thread } from './thread.js';
import { SessionContext } from './use-card.js';
import { useConversation, useSession } from './use-conversation.js';
import { useDraft } from './use-draft.js';
import classes from './chat.module.css';

/** Conversations: what was said in the middle, the others on the left, the build that is talked about on the right. */
export function ChatPage({ params }: PageProps) {
  const id = params['id'] ?? null;
  const session = useSession(id ?? '');
  const [listOpen, list] = useDisclosure(false);
  const isWide = useMediaQuery('(min-width: 75em)') ?? true;
  const [panel, setPanel] = useState<boolean | null>(null);
  const search = useSearch();
  const title = id === null ? 'Chat' : sentence(session?.title ?? 'Conversation');
  useEffect(() => {
    document.title = `${title} · Millwright`;
  }, [title]);
  const buildId = session?.build_id ?? search.get('build');
  // Room is taken once there is something to show.
  const showsPanel = panel ?? (isWide && buildId !== null);
  return (
    <div className={classes.page} data-panel={showsPanel && isWide}>
      <div className={classes.listPlace}>
        <SessionList current={id} />
      </div>
      <div className={classes.middle}>
        <header className={classes.head}>
          <ActionIcon className={classes.listButton} variant="subtle" color="gray" size={34} onClick={list.open} aria-label="Conversations">
            <IconList size={18} stroke={1.6} />
          </ActionIcon>
          <h1 className={`${classes.title} mw-cut`} tabIndex={-1}>
            {title}
          </h1>
          {session && session.cost_usd > 0 ? (
            <span className="mw-muted">
              <Money usd={session.cost_usd} />
            </span>
          ) : null}
          <Tooltip label={showsPanel ? 'Hide the code panel' : 'Show the code panel'}>
            <ActionIcon variant="subtle" color="gray" size={34} onClick={() => setPanel(!showsPanel)} aria-label="Code panel" aria-pressed={showsPanel}>
              <IconLayoutSidebarRight size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        </header>
        {id === null ? <NewConversation buildId={search.get('build')} begin={search.get('say') ?? ''} /> : <OpenConversation key={id} id={id} />}
      </div>
      {showsPanel && isWide ? <SidePanel buildId={buildId} onClose={() => setPanel(false)} /> : null}
      <Drawer opened={listOpen} onClose={list.close} title="Conversations" size={300}>
        <SessionList current={id} onChoose={list.close} />
      </Drawer>
      <Drawer
        opened={showsPanel && !isWide}
        onClose={() => setPanel(false)}
        position="right"
        size="min(640px, 100%)"
        title="The build that is talked about"
        padding="xs"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <SidePanel buildId={buildId} onClose={null} />
      </Drawer>
    </div>
  );
}

function OpenConversation({ id }: { id: string }) {
  const { query, conversation, isRead } = useConversation(id);
  const draft = useDraft((said) => client.postMessage(id, said));
  const card = openCard(conversation);
  if (query.error && query.data === undefined)
    return (
      <div className={classes.column}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  return (
    <SessionContext value={id}>
      {isRead && conversation.messages.length === 0 ? <Begin onSay={draft.suggest} /> : <Thread conversation={conversation} onSay={draft.suggest} />}
      <Composer draft={draft} placeholder={card ? 'Confirm the card above, or go on' : 'Ask, or say what to do'} />
    </SessionContext>
  );
}

function NewConversation({ buildId, begin }: { buildId: string | null; begin: string }) {
  const draft = useDraft(async ({ text, ...given }) => {
    const reply = await client.chat({ message: text, ...given, ...(buildId === null ? {} : { build_id: buildId }) });
    navigate(`/chat/${reply.session_id}`, { replace: true });
    return reply;
  }, begin);
  return (
    <>
      <Begin onSay={draft.suggest} />
      <Composer draft={draft} placeholder="Ask, or say what to do" />
    </>
  );
}

/** What can be said, by the builds there are. */
function Begin({ onSay }: { onSay: (text: string) => void }) {
  const { data } = useBuilds({ status: 'any', limit: 5 });
  return (
    <div className={classes.begin}>
      <EmptyState icon={<IconMessage size={30} stroke={1.4} />} title="Talk to your builds">
        Ask how far one is, why its tests failed or what it cost; give its agents guidance; approve, deploy or stop it. What changes something is shown as a
        card first and done only when you confirm it.
      </EmptyState>
      <ul className={classes.examples} aria-label="What can be said">
        {examplesFor(data?.items[0]).map(({ say, about }) => (
          <li key={say}>
            <button type="button" className={classes.example} onClick={() => onSay(say)}>
              <span>
                {sentence(say.trim())}
                {say.endsWith(' ') ? ' …' : ''}
              </span>
              <span className="mw-muted">{about}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
