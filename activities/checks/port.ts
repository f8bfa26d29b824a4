/** What the engine's own checks say about a tree of files. Never the model's word. */
import { plainText } from '../sandbox/text.js';

// More findings than that are not read by anybody; the count stays in the summary.
export const FINDINGS_MAX = 200;
// A finding that names the rule of the sandbox which a failed check met: a hint beside the failure itself.
export const SANDBOX_RULE_PREFIX = 'sandbox-';
const MESSAGE_CHARS_MAX = 500;
const PATH_CHARS_MAX = 300;

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
  /** A scan for security: advice, kept as SARIF. */
  security?: boolean;
}

/** What a tool wrote into a file, as it wrote it: hostile like everything from a sandbox. */
export interface RawReport {
  /** Of the check, as image.json names it. */
  check: string;
  kind: 'reports' | 'coverage';
  /** Where the tool put it; its ending tells what it is. */
  path: string;
  /** Of a scan for security. */
  security: boolean;
  text: string;
}

export interface CheckReport {
  verdict: 'passed' | 'failed';
  /** One line for people: "12 tests passed; lint: 2 findings". */
  summary: string;
  checks: CheckResult[];
  /** `failing`: names of those that failed; absent in a verdict that is used again. */
  tests: {
    total: number;
    failed: number;
    skipped: number;
    names: string[];
    failing?: string[];
    /** Failed, and passed when run once more unchanged. */
    flaky?: string[];
    /** The slowest, each over a second. */
    slow?: { name: string; seconds: number }[];
  };
  /** Percent of lines, or null when not measured. */
  coveragePercent: number | null;
}

/** A finding without a place. */
export function finding(rule: string, message: string): Finding {
  return { file: null, line: null, rule, message };
}

/** A tool's name of a file, as a path in the workspace. */
export function inWorkspace(file: string): string {
  return plainText(file)
    .replace(/^(?:\/workspace\/)?(?:\.\/){0,5}/, '')
    .slice(0, PATH_CHARS_MAX);
}

/** A tool's message without control sequences, bounded. */
export function short(message: string): string {
  return plainText(message).slice(0, MESSAGE_CHARS_MAX);
}
