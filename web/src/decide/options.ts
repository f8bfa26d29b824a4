/** The options of a page (gate G4) as its proof names them; pure. */
import type { Gate } from '../../../client/index.js';

export interface UxOption {
  /** What is sent as the choice: they count from 1. */
  number: number;
  title: string;
  /** Artifact ids. */
  page: string | null;
  screenshot: string | null;
}

/** The options that wait, or the last that did; empty when there are none. `note`: what could not be done. */
export function optionsOf(gates: readonly Gate[], digest: string | null): { options: UxOption[]; note: string | null } {
  const own = gates.filter(({ gate }) => gate === 'G4');
  const gate = own.find((each) => digest !== null && each.subject_digest === digest) ?? own.at(-1);
  const proof: Readonly<Record<string, unknown>> = gate?.proof ?? {};
  const rows = Array.isArray(proof['options']) ? (proof['options'] as unknown[]) : [];
  return { options: rows.flatMap(asOption), note: typeof proof['note'] === 'string' ? proof['note'] : null };
}

function asOption(value: unknown): UxOption[] {
  if (typeof value !== 'object' || value === null) return [];
  const { number, title, page, screenshot } = value as Record<string, unknown>;
  if (typeof number !== 'number') return [];
  return [{ number, title: textOr(title) ?? `Option ${number}`, page: textOr(page), screenshot: textOr(screenshot) }];
}

function textOr(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
