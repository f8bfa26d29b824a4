import type { Config } from '../config.js';
import type { ApiContext } from './scope.js';

/** What every command gets. Settings are read when a command first asks, so that help and doctor work with wrong ones. */
export interface CliContext extends ApiContext {
  /** Throws ConfigError with all problems. */
  config(): Config;
}
