/** How long a build of the built-in templates takes: by the builds of this installation, else by what was measured; dollars it costs none. */
import { sql } from 'drizzle-orm';
import { TEMPLATE_MODEL } from '../../contracts/template-model.js';
import { workSeconds } from '../../db/queries/work-seconds.js';
import type { BuildEstimate } from '../../db/schema/builds.js';
import type { Plan } from '../../schemas/plan.js';
import type { BuildDeps } from './deps.js';

// Fewer builds say more about themselves than about the next one; more than a few dozen are of another time.
const HISTORY_MIN = 3;
const HISTORY_MAX = 20;
// An image takes half a minute to two (activities/sandbox/images.ts), the base below the first of them up to one more.
const IMAGE_SECONDS = 120;
// A plan does not wait for an engine that does not answer.
const ENGINE_MS = 2_000;

/** The plan's own estimate, corrected by what builds in its language really took here; it says when an image is built first. */
export async function ofTemplate(deps: Pick<BuildDeps, 'db' | 'driver' | 'languageOf'>, plan: Plan): Promise<BuildEstimate> {
  const language = deps.languageOf(plan.language ?? '');
  const [taken, isReady] = await Promise.all([secondsTaken(deps, language), hasImage(deps, language)]);
  const seconds = taken.length < HISTORY_MIN ? plan.estimate.hours * 3_600 : median(taken);
  const basis =
    taken.length < HISTORY_MIN
      ? plan.estimate.basis
      : `The template model costs nothing; the time is the median of the last ${taken.length} template builds in ${plan.language} here, waits for people left out.`;
  if (isReady) return { hours: hoursOf(seconds), usd: 0, basis };
  const first = `${plan.language} is used here for the first time: its sandbox image is built first, which takes one to three minutes, once.`;
  return { hours: hoursOf(seconds + IMAGE_SECONDS), usd: 0, basis: `${basis} ${first}` };
}

/** Of the newest template builds in a language that came to a result, the seconds each took. */
async function secondsTaken({ db }: Pick<BuildDeps, 'db'>, language: string | null): Promise<number[]> {
  const { rows } = await db.orm.execute<{ seconds: number }>(sql`
    select ${workSeconds(sql`b`)} as seconds from builds b
    where b.model = ${TEMPLATE_MODEL} and b.language = ${language} and b.fork is null
      and (b.status = 'completed' or exists (select 1 from gates where build_id = b.id and gate = 'G8'))
    order by b.created_at desc limit ${HISTORY_MAX}`);
  return rows.map(({ seconds }) => seconds).filter((seconds) => seconds > 0);
}

/** True as well where nobody can tell: then the build itself says what it waits for. */
async function hasImage({ driver }: Pick<BuildDeps, 'driver'>, language: string | null): Promise<boolean> {
  if (language === null) return true;
  const silence = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), ENGINE_MS).unref());
  return Promise.race([driver.hasImage(language).catch(() => true), silence]);
}

/** A template build takes seconds: hours to the second. */
function hoursOf(seconds: number): number {
  return Math.round((seconds / 3_600) * 10_000) / 10_000;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
