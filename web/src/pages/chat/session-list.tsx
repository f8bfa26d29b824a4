import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ChatSession } from '../../../../client/index.js';
import { client } from '../../api.js';
import { Link } from '../../app/link.js';
import { navigate } from '../../app/history.js';
import { queryClient } from '../../data/query.js';
import { ConfirmDialog } from '../../ui/confirm-button.js';
import { Loaded } from '../../ui/loaded.js';
import { sentence } from '../../ui/format.js';
import { Age } from '../../ui/numbers.js';
import { RowSkeletons } from '../../ui/skeletons.js';
import { useConversations } from './use-conversation.js';
import classes from './chat.module.css';

/** The conversations one has had, the last one first. */
export function SessionList({ current, onChoose }: { current: string | null; onChoose?: () => void }) {
  const conversations = useConversations();
  return (
    <nav className={classes.list} aria-label="Conversations">
      <Button component={Link} to="/chat" onClick={onChoose} variant="default" leftSection={<IconPlus size={15} stroke={1.8} />} fullWidth>
        New conversation
      </Button>
      <Loaded query={conversations} skeleton={<RowSkeletons rows={5} height={36} />}>
        {({ items }) => (
          <ul className={classes.sessions}>
            {items.map((session) => (
              <Row key={session.id} session={session} isCurrent={session.id === current} onChoose={onChoose} />
            ))}
          </ul>
        )}
      </Loaded>
    </nav>
  );
}

function Row({ session, isCurrent, onChoose }: { session: ChatSession; isCurrent: boolean; onChoose: (() => void) | undefined }) {
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    await client.deleteSession(session.id);
    await queryClient.invalidateQueries({ queryKey: ['chats'] });
    if (isCurrent) navigate('/chat', { replace: true });
  };
  return (
    <li className={classes.session} data-current={isCurrent}>
      <Link to={`/chat/${session.id}`} onClick={onChoose} className={classes.sessionLink} aria-current={isCurrent ? 'page' : undefined}>
        <span className="mw-cut" title={sentence(session.title)}>
          {sentence(session.title)}
        </span>
        <span className="mw-muted">
          <Age at={session.updated_at} suffix=" ago" />
        </span>
      </Link>
      <Menu position="bottom-end" width={160}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={`Actions of ${session.title}`}>
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setAsking(true)}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="Delete this conversation?"
        explanation="Everything that was said in it is removed. What was carried out stays done."
        confirm="Delete"
        dangerous
        onConfirm={remove}
      />
    </li>
  );
}
