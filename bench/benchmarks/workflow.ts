/** What durability costs a build of twelve steps and an approval, beside the bare Temporal SDK on the same server. */
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';
import { alternate, median } from '../statistics.js';
import { timed, TwelveSteps } from '../twelve-steps/client.js';

const ALONE_MS_MAX = 120;
const AT_ONCE = 50;
// The share of the raw SDK's builds a second, in percent.
const SHARE_MIN = 60;

export const workflow: Benchmark = { name: 'workflow', model: 'scripted', run };

async function run({ stack, quick, say }: BenchContext): Promise<Figure[]> {
  const builds = await TwelveSteps.open(stack);
  try {
    const [alone, rounds] = quick ? [8, 1] : [30, 3];
    say(`${alone} twelve-step builds alone, each beside one of the raw SDK.`);
    const warm = await builds.prepare(3);
    for (const id of warm) await Promise.all([builds.raw(id), builds.own(id)]);
    const ids = await builds.prepare(alone);
    const one = await alternate(
      alone,
      (round) => timed(() => builds.raw(ids[round] ?? '')),
      (round) => timed(() => builds.own(ids[round] ?? '')),
    );
    say(`${rounds} x ${AT_ONCE} builds at once, likewise.`);
    const crowds = await Promise.all(Array.from({ length: rounds }, () => builds.prepare(AT_ONCE)));
    const crowd = (form: 'own' | 'raw') => async (round: number) =>
      AT_ONCE / ((await timed(() => Promise.all((crowds[round] ?? []).map((id) => builds[form](id))))) / 1000);
    const many = await alternate(rounds, crowd('raw'), crowd('own'));
    const share = (median(many.right) / median(many.left)) * 100;
    const floor = 'raw Temporal SDK';
    const throughput = figure(`${AT_ONCE} at once`, 'per s', many.right, null, { floor: { label: floor, samples: many.left } });
    return [
      figure('12 steps and an approval, alone', 'ms', one.right, { of: 'median', atMost: ALONE_MS_MAX }, { floor: { label: floor, samples: one.left } }),
      { ...throughput, bound: { text: `median >= ${SHARE_MIN} % of the floor`, ok: share >= SHARE_MIN }, note: `${share.toFixed(0)} % of the floor` },
    ];
  } finally {
    await builds.close();
  }
}
