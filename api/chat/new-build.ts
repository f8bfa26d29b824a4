/** "Build me ..." as the body of `POST /coding_agent/create`. Pure. */
import type { IntentInput } from '../../schemas/intent.js';

const TYPES: readonly { type: NonNullable<IntentInput['project_type']>; pattern: RegExp }[] = [
  { type: 'bug_fix', pattern: /^(?:fix|repair|behebe?|corrige|arregla|correggi)\b|\bbug\b/i },
  { type: 'refactor', pattern: /\brefactor/i },
  { type: 'website', pattern: /\b(?:web ?site|web ?page|landing page|home ?page|web ?seite|site web|página web|sito web)\b/i },
  { type: 'cli', pattern: /\b(?:cli|command[- ]line|terminal tool|kommandozeile\w*)\b/i },
  { type: 'library', pattern: /\b(?:library|package|sdk|bibliothek|bibliothèque|librería|libreria|biblioteca)\b/i },
  { type: 'infrastructure', pattern: /\b(?:terraform|kubernetes|helm|docker[- ]compose|infrastructure)\b/i },
  { type: 'api', pattern: /\b(?:api|rest|server|service|endpoint|backend|dienst|servicio|servizio)\b/i },
];
const BUDGET = /\b(?:budget|for|spend)\s*(?:of|up to|at most)?\s*\$\s*(\d+(?:[.,]\d+)?)/i;

/** The intent of a wish: its words, the type they name, the chosen repository and the attached files. */
export function intentOf({ description, repo }: { description: string; repo: string | null }, artifactIds: string[]): IntentInput & Record<string, unknown> {
  const found = TYPES.find(({ pattern }) => pattern.test(description))?.type;
  // One blank each: the pattern would try every way to share out a long run of them.
  const budget = BUDGET.exec(description.replaceAll(/\s+/g, ' '))?.[1];
  return {
    description,
    // Work on a repository that names nothing else adds something to it; a new thing is a service most often.
    project_type: repo !== null && (found === undefined || found === 'api') ? 'feature' : (found ?? 'api'),
    ...(repo === null && artifactIds.length === 0
      ? {}
      : { artifacts: { ...(repo === null ? {} : { repo }), ...(artifactIds.length > 0 ? { artifact_ids: artifactIds } : {}) } }),
    ...(budget === undefined ? {} : { budget_usd: Number(budget.replace(',', '.')) }),
  };
}
