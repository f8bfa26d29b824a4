/** What ids of artifacts look like; anything else is not asked for. */
export const ARTIFACT_ID = /^art-[0-9a-z]{4,60}$/;
