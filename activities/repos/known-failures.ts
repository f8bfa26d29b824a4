import type { Database } from '../../db/client.js';
import type { Checks } from '../checks/run-checks.js';
import { compareWithBaseline } from './compare.js';
import { repositoryOfBuild } from './rows.js';

/**
 * Checks that know existing repositories: their own way to run tests, and what failed before anybody changed anything. Builds
 * that were started here are checked as ever.
 */
export function withKnownFailures(checks: Checks, db: Database): Checks {
  return {
    async run(request) {
      const found = await repositoryOfBuild(db.orm, request.buildId);
      if (!found) return checks.run(request);
      const { testCommand } = found.repository.facts;
      const report = await checks.run({ ...request, language: found.repository.language, testCommand: request.testCommand ?? testCommand });
      return request.absolute ? report : compareWithBaseline(report, found.baseline).report;
    },
  };
}
