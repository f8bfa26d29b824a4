/** Order statistics of samples. Nothing here knows what is measured. */

/** The p-th percentile (0 to 100) by the nearest-rank method: a value that was really measured. NaN without samples. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.ceil((p / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN;
}

/** The middle value; of an even count the mean of the two in the middle. NaN without samples. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** `left[0], right[0], left[1], right[1] ...` run one after the other: what disturbs the machine disturbs both. */
export async function alternate<L, R>(
  rounds: number,
  left: (round: number) => Promise<L>,
  right: (round: number) => Promise<R>,
): Promise<{ left: L[]; right: R[] }> {
  const done = { left: [] as L[], right: [] as R[] };
  for (let round = 0; round < rounds; round += 1) {
    done.left.push(await left(round));
    done.right.push(await right(round));
  }
  return done;
}
