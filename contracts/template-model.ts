/** The name the built-in model goes by, wherever a plan or a build says who made it. */
export const TEMPLATE_MODEL = 'template';

/** What it writes; a sandbox may check more languages than these. */
export const TEMPLATE_LANGUAGES = ['python', 'typescript', 'go', 'java', 'csharp'] as const;
