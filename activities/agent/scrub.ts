// What keys of the common services look like, private keys, and what is assigned to a name that says so.
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}/g,
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AKIA|ASIA|AIza|npm_|hf_|gsk_)[A-Za-z0-9_-]{12,}/g,
  // The head of a token is short; without a bound each `eyJ` in a run of them would look through the rest of it.
  /\beyJ[A-Za-z0-9_-]{10,1000}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*/g,
  /\bBearer\s+[A-Za-z0-9._~+/=-]{12,}/gi,
  /\b(?<=(?:password|passwd|secret|token|api[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;]{8,}/gi,
  /\/\/[^\s/:@]+:[^\s/@]+@/g,
];

/** The text without what looks like a secret. The model is given none; this is for what it might find by itself. */
export function scrubbed(text: string): string {
  return SECRETS.reduce((result, pattern) => result.replaceAll(pattern, '[secret]'), text);
}
