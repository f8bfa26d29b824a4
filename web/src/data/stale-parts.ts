/** Which parts of a build an event changes. */

type Part = 'status' | 'gates' | 'plan' | 'journal' | 'diff' | 'findings' | 'artifacts';

/** The parts of a build that may differ after an event of this kind, and whether somebody waits for that. Pure. */
export function staleParts(kind: string): { parts: Part[]; urgent: boolean } {
  const [noun] = kind.split('.', 1);
  switch (noun) {
    case 'turn':
    case 'working':
      return { parts: ['status'], urgent: false };
    case 'tool':
    case 'queue':
      return { parts: [], urgent: false };
    case 'plan':
      return { parts: ['status', 'plan', 'gates'], urgent: true };
    case 'gate':
      return { parts: ['status', 'gates', 'artifacts'], urgent: true };
    case 'checks':
      return { parts: ['status', 'diff', 'findings', 'artifacts', 'journal'], urgent: false };
    case 'note':
    case 'retrying':
      return { parts: ['journal'], urgent: false };
    case 'merged':
    case 'task':
      return { parts: ['status', 'journal', 'diff'], urgent: false };
    case 'build':
      return { parts: ['status', 'gates', 'diff', 'artifacts', 'journal'], urgent: true };
    default:
      return { parts: ['status', 'journal'], urgent: true };
  }
}

/** The list that another browser of the same person changed, by what the feed calls it; null when no page shows it. Pure. */
export function staleList(what: unknown): string | null {
  switch (what) {
    case 'chat':
      return 'chats';
    case 'notifications':
    case 'artifacts':
      return what;
    default:
      return null;
  }
}
