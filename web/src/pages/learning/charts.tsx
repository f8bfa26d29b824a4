import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { duration, money } from '../../ui/format.js';
import type { Point } from './figures.js';
import classes from './learning.module.css';

interface Series {
  name: string;
  /** What a point says, under the name. */
  of: string;
  key: 'success' | 'error' | 'minutes' | 'usd';
  words: (value: number) => string;
  /** On the axis, where there is less room; as `words` without it. */
  tick?: (value: number) => string;
  /** The top of the axis, where that is known. */
  max?: number;
}

const SERIES: readonly Series[] = [
  { name: 'Success rate', of: 'Builds completed, of all that ended so far', key: 'success', words: (value) => `${value} %`, max: 100 },
  { name: 'Estimate error', of: 'How far the estimated time was off', key: 'error', words: (value) => `${value} %` },
  { name: 'Duration', of: 'Time of work, waits for people left out', key: 'minutes', words: (value) => duration(value * 60), tick: minutesTick },
  { name: 'Cost', of: 'Spent on models', key: 'usd', words: money },
];
const HEIGHT_PX = 160;
// Labels are centred on their points: the last one needs half its width, a time such as `10:41 PM`, beside it.
const CHART_MARGIN = { top: 10, right: 30, bottom: 0, left: 0 };
// More dots than these are a line.
const DOTS_MAX = 30;

/** Success, estimate error, duration and cost, a point a build. The table below says the same in figures. */
export function Charts({ points }: { points: readonly Point[] }) {
  return (
    <div className={classes.charts}>
      {SERIES.map((series) => (
        <Chart key={series.key} series={series} points={points} />
      ))}
    </div>
  );
}

function Chart({ series, points }: { series: Series; points: readonly Point[] }) {
  const { name, of, key, words, tick = words, max } = series;
  return (
    <figure className={`mw-card ${classes.chart}`}>
      <figcaption>
        <span className={classes.chartName}>{name}</span>
        <span className={`mw-number ${classes.newest}`}>{newest(points, series)}</span>
        <span className={classes.chartOf}>{of}</span>
      </figcaption>
      <div aria-hidden>
        <ResponsiveContainer width="100%" height={HEIGHT_PX}>
          <LineChart accessibilityLayer={false} data={[...points]} margin={CHART_MARGIN}>
            <CartesianGrid vertical={false} stroke="var(--mw-line)" />
            <XAxis dataKey="at" ticks={ticksOf(points)} tickFormatter={labelOf(points)} tick={TICK} stroke="var(--mw-line-strong)" tickLine={false} />
            <YAxis width={68} tickCount={3} tickFormatter={tick} tick={TICK} axisLine={false} tickLine={false} domain={[0, max ?? topOf(points, key)]} />
            <Tooltip
              formatter={(value) => [words(Number(value)), name]}
              labelFormatter={(at) => titleOf(points, String(at))}
              contentStyle={TOOLTIP}
              cursor={{ stroke: 'var(--mw-line-strong)' }}
            />
            <Line dataKey={key} stroke="var(--mw-accent)" strokeWidth={2} dot={points.length < DOTS_MAX && DOT} connectNulls isAnimationActive={false} />
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

/** Where nothing is above nothing, an axis of recharts' own choice would promise figures that are none. */
function topOf(points: readonly Point[], key: Series['key']): number | 'auto' {
  return points.some((point) => (point[key] ?? 0) > 0) ? 'auto' : EMPTY_TOP[key];
}

// Small enough to be taken for nothing, large enough for an axis.
const EMPTY_TOP: Readonly<Record<Series['key'], number>> = { success: 100, error: 10, minutes: 1, usd: 0.1 };
const TICK = { fontSize: 11, fill: 'var(--mw-muted)' };
const DOT = { r: 3, fill: 'var(--mw-surface)', stroke: 'var(--mw-accent)', strokeWidth: 2 };
const TOOLTIP = { background: 'var(--mw-surface)', border: '1px solid var(--mw-line-strong)', borderRadius: 6, fontSize: 12, color: 'var(--mw-text)' };

function minutesTick(minutes: number): string {
  if (minutes < 1) return `${Math.round(minutes * 60)} s`;
  return minutes < 60 ? `${Number(minutes.toFixed(1))} min` : `${Number((minutes / 60).toFixed(1))} h`;
}

// Below this two labels of hour and minute may be the same.
const SHORT_MS = 600_000;

function day(at: string): string {
  return new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

function isOneDay(points: readonly Point[]): boolean {
  return new Set(points.map(({ at }) => day(at))).size <= 1;
}

/** A label where a day begins; the first and last hour when there is only one. */
function ticksOf(points: readonly Point[]): string[] {
  const times = points.map(({ at }) => at);
  if (isOneDay(points)) return [...new Set([times[0], times.at(-1)])].filter((at) => at !== undefined);
  return times.filter((at, index) => index === 0 || day(at) !== day(times[index - 1] ?? at));
}

function labelOf(points: readonly Point[]): (at: string) => string {
  if (!isOneDay(points)) return day;
  const [first, last] = [points[0], points.at(-1)].map((point) => Date.parse(String(point?.at ?? '')));
  // Of a few minutes the minute alone would say the same twice.
  const seconds = (last ?? 0) - (first ?? 0) < SHORT_MS ? ({ second: '2-digit' } as const) : {};
  return (at) => new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...seconds });
}

function titleOf(points: readonly Point[], at: string): string {
  const title = points.find((point) => point.at === at)?.title;
  return `${title ? `${title}, ` : ''}${new Date(at).toLocaleString()}`;
}

function newest(points: readonly Point[], { key, words }: Series): string {
  const value = points.findLast((point) => point[key] !== null)?.[key];
  return value === undefined || value === null ? 'nothing yet' : words(value);
}
