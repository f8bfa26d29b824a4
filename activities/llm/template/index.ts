import { MillwrightError } from '../../../contracts/failures.js';
import type { LlmProvider } from '../port.js';

/** Placeholder of the lead until the template model is here: replace this file. */
export function createTemplateModel(): LlmProvider {
  return { model: 'template', price: { promptUsdPerMillion: 0, completionUsdPerMillion: 0 }, complete: () => Promise.reject(new MillwrightError('LLM_REQUEST_REFUSED', 'the template model is not here yet')) };
}
