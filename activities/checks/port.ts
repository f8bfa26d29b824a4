/** What the engine's own checks say about a tree of files. Never the model's word. */

export interface Finding {
  file: string | null;
  line: number | null;
  rule: string;
  message: string;
}

export interface CheckResult {
  /** install, format, lint, build, test ... as named in image.json. */
  name: string;
  outcome: 'passed' | 'failed' | 'unavailable' | 'skipped';
  /** Failed advisory checks (format, lint) are shown and do not fail the verdict. */
  required: boolean;
  findings: Finding[];
  /** Head and tail of what the tool printed. */
  output: string;
  durationMs: number;
}

export interface CheckReport {
  verdict: 'passed' | 'failed';
  /** One line for people: "12 tests passed; lint: 2 findings". */
  summary: string;
  checks: CheckResult[];
  tests: { total: number; failed: number; skipped: number; names: string[] };
  /** Percent of lines, or null when not measured. */
  coveragePercent: number | null;
}
