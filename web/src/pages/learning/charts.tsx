import { Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { duration, money } from '../../ui/format.js';
import type { Point } from './figures.js';
import classes from './learning.module.css';

interface Series {
  name: string;
  key: 'success' | 'error' | 'minutes' | 'usd';
  words: (value: number) => string;
}

const SERIES: readonly Series[] = [
  { name: 'Success rate', key: 'success', words: (value) => `${value} %` },
  { name: 'Estimate off by', key: 'error', words: (value) => `${value} %` },
  { name: 'Duration', key: 'minutes', words: (value) => duration(value * 60) },
  { name: 'Cost', key: 'usd', words: money },
];
const HEIGHT_PX = 150;

/** Success, estimate error, duration and cost, a point a build. The table below says the same in figures. */
export function Charts({ points }: { points: readonly Point[] }) {
  return (
    <div className={classes.charts}>
      {SERIES.map((series) => (
        <figure key={series.key} className={`mw-card ${classes.chart}`}>
          <figcaption>
            {series.name} <span className="mw-muted mw-number">{newest(points, series)}</span>
          </figcaption>
          <div aria-hidden>
            <ResponsiveContainer width="100%" height={HEIGHT_PX}>
              <LineChart accessibilityLayer={false} data={[...points]} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
                <XAxis dataKey="at" tickFormatter={day} tick={TICK} stroke="var(--mw-line-strong)" minTickGap={40} />
                <YAxis width={56} tickFormatter={series.words} tick={TICK} stroke="var(--mw-line-strong)" domain={[0, 'auto']} />
                <Tooltip
                  formatter={(value) => [series.words(Number(value)), series.name]}
                  labelFormatter={(at) => new Date(String(at)).toLocaleString()}
                  contentStyle={TOOLTIP}
                />
                <Line dataKey={series.key} stroke="var(--mw-accent)" strokeWidth={2} dot={points.length < 30} connectNulls isAnimationActive={false} />
              </LineChart>
            </ResponsiveContainer>
          </div>
        </figure>
      ))}
    </div>
  );
}

const TICK = { fontSize: 11, fill: 'var(--mw-muted)' };
const TOOLTIP = { background: 'var(--mw-surface)', border: '1px solid var(--mw-line-strong)', borderRadius: 6, fontSize: 12, color: 'var(--mw-text)' };

function day(at: string): string {
  return new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

function newest(points: readonly Point[], { key, words }: Series): string {
  const value = points.findLast((point) => point[key] !== null)?.[key];
  return value === undefined || value === null ? 'no estimate yet' : `${words(value)} now`;
}
