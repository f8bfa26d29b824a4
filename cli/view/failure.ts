import { CliFailure, Interrupted } from '../failure.js';
import type { Colors } from '../terminal.js';
import { named } from '../named.js';
import { cleanText } from './clean.js';

/** A failure for stderr: what happened, why, what to do. Unexpected errors say so instead of printing a stack. */
export function renderFailureOf(error: unknown, colors: Colors): string[] {
  if (error instanceof Interrupted) return [];
  if (!(error instanceof CliFailure)) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [colors.red(`mw: ${cleanText(message)}`), named('  This is a fault of the command itself; `mw doctor` may show its cause.')];
  }
  const lines = [colors.red(`mw: ${cleanText(error.what)}`)];
  for (const line of cleanText(error.options.why ?? '').split('\n')) if (line) lines.push(`  ${line}`);
  if (error.options.todo) lines.push(`  ${colors.bold('What to do:')} ${named(cleanText(error.options.todo))}`);
  return lines;
}
