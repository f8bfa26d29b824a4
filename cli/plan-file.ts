import { readFileSync } from 'node:fs';
import { planSchema, type Plan } from '../schemas/plan.js';
import { usageFailure } from './failure.js';
import { cleanLine } from './view/clean.js';

/** The plan of a file: a bare one, or the answer of `mw plan --json` around it, which knows the digest it was made from. */
export function readPlanFile(file: string): { plan: Plan; digest: string | null } {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as { plan?: unknown; digest?: unknown } | null;
    const parsed = planSchema.safeParse(value?.plan ?? value);
    if (parsed.success) return { plan: parsed.data, digest: value?.plan && typeof value.digest === 'string' ? value.digest : null };
    throw new Error(parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`).join('; '));
  } catch (error) {
    throw usageFailure(
      `${cleanLine(file, 200)} holds no readable plan: ${cleanLine((error as Error).message, 600)}`,
      'Make one with: mw plan <id> --json > plan.json',
    );
  }
}
