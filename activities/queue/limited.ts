/** What needs a sandbox, let in by the turnstile of its host: each in its user's turn, seen by those it is for. */
import type { Checks } from '../checks/run-checks.js';
import type { VariantRunner } from '../checks/variants.js';
import type { PageRenderer } from '../design/render/port.js';
import type { Turnstile } from '../sandbox/turnstile.js';

/** Whose a build, an execution or a workspace is. */
export type OwnerOf = (subject: string) => Promise<string>;

export function limitedChecks(checks: Checks, turnstile: Turnstile, ownerOf: OwnerOf): Checks {
  return {
    async run(request) {
      const { buildId: subject, signal, thorough } = request;
      const owner = request.owner ?? (await ownerOf(subject));
      // What is only advice has a container of its own, beside that of the tests.
      return turnstile.run(() => checks.run(request), { owner, subject, what: 'checks', places: thorough ? 2 : 1, signal });
    },
  };
}

export function limitedVariants(run: VariantRunner, turnstile: Turnstile, ownerOf: OwnerOf): VariantRunner {
  return async (request) => {
    const { buildId: subject, signal } = request;
    return turnstile.run(() => run(request), { owner: await ownerOf(subject), subject, what: 'a probe of the tests', signal });
  };
}

export function limitedRenderer(renderer: PageRenderer, turnstile: Turnstile, ownerOf: OwnerOf): PageRenderer {
  return {
    async render(request) {
      const { buildId: subject, signal } = request;
      return turnstile.run(() => renderer.render(request), { owner: await ownerOf(subject), subject, what: 'pictures of pages', signal });
    },
  };
}
