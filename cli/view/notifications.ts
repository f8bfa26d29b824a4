import type { Notification } from '../../client/index.js';
import type { Colors } from '../terminal.js';
import { cleanLine, wrap } from './clean.js';
import { shortId } from './status.js';
import { localTime } from './time.js';

/** Some lines a notification, newest first: what happened, and the command that answers it while it is open. */
export function renderNotifications(notifications: Notification[], { colors, width }: { colors: Colors; width: number }): string[] {
  if (notifications.length === 0) return ['Nothing new. The read ones: mw notifications --all'];
  return notifications.flatMap((each) => {
    const head = `${String(each.id).padStart(4)}  ${localTime(each.created_at)}  `;
    const indent = ' '.repeat(head.length);
    const [first = '', ...rest] = wrap(cleanLine(`${each.title}${each.text ? `: ${each.text}` : ''}`, 600), Math.max(width, head.length + 30), indent);
    const tone = each.read_at === null ? colors.bold : String;
    const lines = [colors.dim(head) + tone(first.slice(head.length)), ...rest.map(tone)];
    return each.open && each.build_id ? [...lines, `${indent}${colors.yellow(`mw status ${shortId(each.build_id)}`)}`] : lines;
  });
}
