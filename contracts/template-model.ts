/** The name the built-in model goes by, wherever a plan or a build says who made it. */
export const TEMPLATE_MODEL = 'template';
