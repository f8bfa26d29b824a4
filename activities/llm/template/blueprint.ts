import type { Language } from './spec.js';

/** A file the template model writes. */
export interface GeneratedFile {
  path: string;
  content: string;
}

/** One task of the plan with the files that fulfil it. */
export interface TaskBlueprint {
  id: string;
  goal: string;
  role: string;
  depends_on: string[];
  symbols: string[];
  complexity: number;
  files: GeneratedFile[];
}

/** Everything the template model will answer for one intent: what plan, architecture and sessions are read from. */
export interface Blueprint {
  title: string;
  /** One sentence for people: what is built. */
  summary: string;
  language: Language;
  requirements: string[];
  stack: string[];
  risks: string[];
  /** What the words left open and how it was decided. */
  assumptions: string[];
  tasks: TaskBlueprint[];
  /** Written by the documenting phase, unless already there. */
  docs: GeneratedFile[];
  /** Written by the designing phase. */
  architecture: GeneratedFile[];
  reusable: string[];
  /** Of a page: looks to choose from. */
  options?: { title: string; summary: string; html: string }[];
  /** A file of the repository that decides between variants of this blueprint, such as the look a person chose. */
  follows?: { path: string; variant: (content: string) => Blueprint };
}

/** The honest refusal: what was understood and what can be done instead. */
export interface Cannot {
  cannot: string;
}

export function isCannot(value: object): value is Cannot {
  return 'cannot' in value;
}
