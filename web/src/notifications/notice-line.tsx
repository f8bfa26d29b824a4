import { IconBellOff, IconFlag, IconListCheck, IconMessageQuestion, IconRocket, IconSchool, IconWorldUpload, type Icon } from '@tabler/icons-react';
import { Link } from '../app/link.js';
import { waitSummary } from '../builds/waiting.js';
import { sentence } from '../ui/format.js';
import { Age } from '../ui/numbers.js';
import { Tag } from '../ui/status-badge.js';
import { NoticeAction } from './notice-action.js';
import { mark, placeOf, type Notice } from './notifications.js';
import classes from './notifications.module.css';

const ICONS: Record<Notice['kind'], Icon> = {
  plan_ready: IconListCheck,
  input_needed: IconMessageQuestion,
  build_ready: IconRocket,
  deployment: IconWorldUpload,
  retrospective_ready: IconSchool,
  build_ended: IconFlag,
  webhook_disabled: IconBellOff,
};

/** One notification as a link to what it tells of, which marks it as read, and beside it what it asks for. */
export function NoticeLine({ notice, onFollow }: { notice: Notice; onFollow?: () => void }) {
  const Sign = ICONS[notice.kind];
  const follow = () => {
    if (notice.read_at === null) void mark([notice.id], true);
    onFollow?.();
  };
  const { kind, title } = parted(notice.title);
  const isRead = notice.read_at !== null;
  return (
    <div className={classes.line}>
      <Link to={placeOf(notice)} className={classes.notice} data-unread={!isRead} onClick={follow} data-row>
        <span className={classes.dot} data-read={isRead} {...(isRead ? { 'aria-hidden': true } : { 'aria-label': 'Unread', role: 'img' })} />
        <Sign size={18} stroke={1.6} aria-hidden className={classes.sign} />
        <span className={classes.words}>
          <span className={classes.title}>
            <span className={classes.kind}>{kind}</span> {title}
          </span>
          {notice.text ? <span className={classes.text}>{sentence(waitSummary(notice.text, title))}</span> : null}
          <span className={classes.meta}>
            <Age at={notice.created_at} suffix=" ago" />
            {notice.build_id ? <span className="mw-mono">{notice.build_id}</span> : null}
            {notice.open ? <Tag tone="wait">waits for you</Tag> : null}
          </span>
        </span>
      </Link>
      <NoticeAction notice={notice} />
    </div>
  );
}

/** What happened, and to which build: `Plan to approve`, `A REST API for tasks`. */
function parted(text: string): { kind: string; title: string } {
  const asked = /^Question of (.*)$/s.exec(text)?.[1];
  if (asked !== undefined) return { kind: 'Question', title: sentence(asked) };
  const at = text.indexOf(': ');
  return at < 0 ? { kind: text, title: '' } : { kind: text.slice(0, at), title: sentence(text.slice(at + 2)) };
}
