import { gateName } from '../contracts/gates.js';
import { escapeMarkdown } from '../contracts/markdown.js';
import type { BuildState } from './build-state.js';
import type { BuildStatus, PhaseName } from '../contracts/messages.js';

interface Shown {
  id: string;
  input: { title: string };
  status: BuildStatus;
  phase: PhaseName | null;
  progress: number;
  state: BuildState;
}

// The page is for people, not for logs (Temporal allows 20 KB).
const SUMMARY_CHARS_MAX = 600;

/** The page of a build in the Temporal Web UI: where it is, whom it waits for, how to decide from there. */
export function detailsPage(build: Shown): string {
  const { waiting } = build.state;
  const lines = [
    `# ${escapeMarkdown(build.input.title)}`,
    '',
    `**Status** ${build.status} · **Phase** ${build.phase ?? '-'} · **Progress** ${Math.round(build.progress)} %`,
  ];
  if (waiting) {
    lines.push(
      '',
      `## Waits for a person: ${waiting.kind}${waiting.gate ? `, gate ${gateName(waiting.gate)}` : ''}`,
      '',
      escapeMarkdown(waiting.summary.slice(0, SUMMARY_CHARS_MAX)),
      '',
    );
    lines.push(
      `Possible now: ${waiting.actions.join(', ')}.`,
      '',
      `To approve from here, send the signal \`approve\` with the input \`"${waiting.digest.slice(0, 8)}"\` (the digest of what is shown).`,
    );
  }
  return lines.join('\n');
}
