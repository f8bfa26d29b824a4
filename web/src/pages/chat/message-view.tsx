import { Button } from '@mantine/core';
import { IconAlertTriangle, IconPaperclip } from '@tabler/icons-react';
import { memo } from 'react';
import type { ChatMessage } from '../../../../client/index.js';
import { Link } from '../../app/link.js';
import { Markdown } from '../../ui/markdown.js';
import { bytes } from '../../ui/format.js';
import { Age } from '../../ui/numbers.js';
import { CardView } from './card-view.js';
import classes from './chat.module.css';

interface Props {
  message: ChatMessage;
  /** What has been heard of it while it is written. */
  heard: string;
  /** It is the last one: its suggestions are still of use. */
  isLast: boolean;
  onSay: (text: string) => void;
}

/** One thing that was said. What a person typed is text; an answer is Markdown, shown as elements. */
export const MessageView = memo(function MessageView({ message, heard, isLast, onSay }: Props) {
  const isMine = message.role === 'user';
  return (
    <article className={classes.message} data-role={message.role} aria-label={isMine ? 'You' : 'Millwright'} aria-busy={message.state === 'thinking'}>
      {isMine ? <div className={classes.mine}>{message.text}</div> : <Answer message={message} heard={heard} />}
      {message.attachments.length > 0 ? (
        <ul className={classes.attachments}>
          {message.attachments.map(({ id, name, bytes: size }) => (
            <li key={id}>
              <IconPaperclip size={13} stroke={1.6} aria-hidden /> {name} <span className="mw-muted">{bytes(size)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {message.card ? <CardView card={message.card} sessionCardOf={message} /> : null}
      {isMine ? null : <Foot message={message} />}
      {isLast && !isMine && message.suggestions.length > 0 ? (
        <div className={classes.suggestions}>
          {message.suggestions.map((text) => (
            <Button key={text} variant="default" size="compact-sm" radius="xl" fw={450} onClick={() => onSay(text)}>
              {text.trim()}
              {/[\s:]$/.test(text) ? ' …' : ''}
            </Button>
          ))}
        </div>
      ) : null}
    </article>
  );
});

function Answer({ message, heard }: { message: ChatMessage; heard: string }) {
  if (message.state === 'thinking')
    return heard === '' ? (
      <div className={classes.thinking} role="status">
        <span aria-hidden className={classes.dots} /> Thinking
      </div>
    ) : (
      <div className={classes.answer}>
        <Markdown text={heard} />
        <span className={classes.caret} aria-hidden />
      </div>
    );
  if (message.state === 'failed')
    return (
      <div className={classes.failed} role="alert">
        <IconAlertTriangle size={16} stroke={1.7} aria-hidden /> <span>{message.failure?.detail ?? message.text}</span>
      </div>
    );
  return (
    <div className={classes.answer}>
      <Markdown text={message.text} />
    </div>
  );
}

function Foot({ message }: { message: ChatMessage }) {
  if (message.state !== 'done') return null;
  const by = message.answered_by === 'rules' ? null : message.answered_by;
  if (message.citations.length === 0 && by === null) return null;
  return (
    <div className={classes.foot}>
      {message.citations.map(({ label, page }) => (
        <Link key={`${label} ${page}`} to={page.replace(/^\/ui/, '') || '/'} className={classes.citation}>
          {label}
        </Link>
      ))}
      {by ? <span className="mw-muted">by {by}</span> : null}
      <span className="mw-muted">
        <Age at={message.created_at} />
      </span>
    </div>
  );
}
