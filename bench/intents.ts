/** The intents of the demo, which everything here is measured with. */
export const PYTHON_INTENT = 'a REST API for tasks with title, done and due date, in Python';
export const TYPESCRIPT_INTENT = 'a REST API for books with author, year and rating, in TypeScript';
