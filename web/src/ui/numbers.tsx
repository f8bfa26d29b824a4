import { Tooltip } from '@mantine/core';
import { useNow } from './use-now.js';
import { age, duration, money, secondsBetween } from './format.js';

/** Dollars in tabular figures. */
export function Money({ usd }: { usd: number }) {
  return <span className="mw-number">{money(usd)}</span>;
}

/** How long ago something was, growing as one looks; the exact time on hover. */
export function Age({ at, suffix = '' }: { at: string; suffix?: string }) {
  const now = useNow();
  return (
    <Tooltip label={new Date(at).toLocaleString()}>
      <time dateTime={at} className="mw-number">
        {suffix === '' ? age(at, now) : age(at, now) === 'now' ? 'just now' : age(at, now) + suffix}
      </time>
    </Tooltip>
  );
}

/** How long something takes or took; grows while `to` is null. */
export function Took({ from, to }: { from: string; to: string | null }) {
  const now = useNow();
  return <span className="mw-number">{duration(secondsBetween(from, to, now))}</span>;
}
