import type { KnownLanguage } from './languages.js';

/** What the installation says about executions. */
export interface ExecutionSettings {
  languages: readonly KnownLanguage[];
  /** Attempts of one that does not say how many. */
  maxAttempts: number;
  /** Seconds for the checks of one attempt. */
  timeoutSeconds: number;
  /** Executions of a user in a day (UTC); 0: no limit. */
  dailyLimit: number;
}
