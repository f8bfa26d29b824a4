/** Keys and passwords in sources, told by what they look like. In process: text only, no tool, any language. */
import type { SandboxFile } from '../../sandbox/port.js';
import type { Finding } from '../port.js';

interface SecretRule {
  rule: string;
  what: string;
  /** The first group, or the whole match, is the secret. Bounded repetition only: time stays linear in the text. */
  pattern: RegExp;
  /** Placeholders and short words are no secrets. */
  isGuess?: boolean;
}

const RULES: readonly SecretRule[] = [
  { rule: 'private-key', what: 'a private key', pattern: /-----BEGIN (?:[A-Z]{2,12} ){0,3}PRIVATE KEY-----/g },
  { rule: 'aws-key', what: 'an AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { rule: 'github-token', what: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})\b/g },
  { rule: 'gitlab-token', what: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,64}\b/g },
  { rule: 'slack-token', what: 'a Slack token', pattern: /\bxox[abprs]-[A-Za-z0-9-]{20,120}\b/g },
  { rule: 'google-key', what: 'a Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}\b/g },
  { rule: 'stripe-key', what: 'a live Stripe key', pattern: /\b[rs]k_live_[A-Za-z0-9]{20,120}\b/g },
  { rule: 'model-key', what: 'a key of a model provider', pattern: /\bsk-(?:ant-|proj-|or-)?[A-Za-z0-9_-]{32,200}\b/g },
  { rule: 'npm-token', what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { rule: 'url-password', what: 'a password in an address', pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'`]{1,80}:([^\s/@"'`]{6,120})@/g, isGuess: true },
  {
    rule: 'password',
    what: 'what looks like a password or key',
    pattern:
      /\b\w{0,40}(?:password|passwd|secret|api_?key|access_?token|auth_?token|private_?key)\w{0,20}["']?\s{0,5}[:=]{1,2}\s{0,5}["'`]([^"'`\s]{8,200})["'`]/gi,
    isGuess: true,
  },
];

// More of it is data or generated; a megabyte takes some 20 ms.
const TEXT_CHARS_MAX = 1024 * 1024;
const PER_FILE_MAX = 50;
// A test has passwords that are none, and a lock file digests.
const NOT_LOOKED_AT = /(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|go\.sum|Cargo\.lock|poetry\.lock|uv\.lock)$/;
const TEST_SIDE = /(?:^|\/)(?:tests?|__tests__|spec|fixtures|testdata)\/|(?:^|\/)(?:test_[^/]*|[^/]*[._-](?:test|spec)|[^/]*Tests?|conftest)\.\w+$/;
const PLACEHOLDER =
  /^(?:[*x.•_-]+|<.*>|\$\{?.*|\{\{.*|%.*|(?:your|my|some|the|test|dummy|example|sample|change|replace|insert|todo|fake|secret|password|placeholder)\b.*|.*(?:example|changeme|change_me|placeholder|dummy|process\.env|os\.environ).*)$/i;
// Bits a character: English words lie near 2.5 to 3.2, random letters and digits above.
const ENTROPY_MIN = 3;

/** In the order of files and lines. The secret itself never leaves: its first characters and its length do. */
export function scanSecrets(files: SandboxFile[]): Finding[] {
  return files.filter(({ path, content }) => !NOT_LOOKED_AT.test(path) && !content.subarray(0, 8_000).includes(0)).flatMap(findInFile);
}

function findInFile({ path, content }: SandboxFile): Finding[] {
  const text = content.subarray(0, TEXT_CHARS_MAX).toString('utf8');
  const found: Finding[] = [];
  for (const { rule, what, pattern, isGuess } of RULES) {
    if (isGuess && TEST_SIDE.test(path)) continue;
    for (const match of text.matchAll(pattern)) {
      const secret = match[1] ?? match[0];
      if (isGuess && (PLACEHOLDER.test(secret) || entropy(secret) < ENTROPY_MIN)) continue;
      const line = lineOf(text, match.index);
      if (found.some((each) => each.line === line) || found.length >= PER_FILE_MAX) continue;
      found.push({
        file: path,
        line,
        rule,
        message: `${what} (${secret.slice(0, 4)}..., ${secret.length} characters): read it from the environment, and revoke this one`,
      });
    }
  }
  return found.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
}

function lineOf(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Shannon's, in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
