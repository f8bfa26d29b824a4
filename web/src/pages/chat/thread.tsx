import { useLayoutEffect, useRef } from 'react';
import type { Conversation } from './conversation.js';
import { MessageView } from './message-view.js';
import classes from './chat.module.css';

// Whoever has scrolled further up than this reads, and is left alone.
const NEAR_END_PX = 120;

/** What was said, in order; follows the newest words unless one reads further up. */
export function Thread({ conversation, onSay }: { conversation: Conversation; onSay: (text: string) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [conversation]);
  const onScroll = () => {
    const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = box.current ?? {};
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  };
  const lastId = conversation.messages.at(-1)?.id;
  return (
    <div ref={box} className={classes.thread} onScroll={onScroll} role="log" aria-label="Conversation" aria-live="polite" tabIndex={0}>
      <div className={classes.column}>
        {conversation.messages.map((message) => (
          <MessageView key={message.id} message={message} heard={conversation.pieces.get(message.id) ?? ''} isLast={message.id === lastId} onSay={onSay} />
        ))}
      </div>
    </div>
  );
}
