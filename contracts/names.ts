/** Names under which one part leaves what another looks for. */

/** The artifact with the whole result of a build. */
export const RESULT_ZIP = 'result.zip';
