/** Numbers that decide behaviour, each with its reason. Units end the names. */

// A session's own wall clock, waits for people aside: an hour without a result is a failed try.
export const SESSION_MINUTES_MAX = 60;
// The spec's number: a task tries up to 3 times before it goes to a person.
export const TASK_ATTEMPTS_MAX = 3;
// A reviewer's findings go back to the developer this often; a third time a person should look.
export const REVIEW_ROUNDS_MAX = 2;
// Candidates at one task side by side: more differ too little for what they cost.
export const CANDIDATES_MAX = 5;
// A plan larger than this is two projects; it also bounds children per build (temporal.md 70).
export const PLAN_TASKS_MAX = 60;
// Malformed answers in a row before the build says so instead of paying for more.
export const LLM_REPAIRS_MAX = 3;
// Payloads above this never enter a history: large things travel by reference (temporal.md 28).
export const PAYLOAD_BYTES_MAX = 64 * 1024;
// What the model sees of one tool result: head and tail, the whole kept as a row.
export const TOOL_OUTPUT_CHARS_MAX = 16_000;
// A file the model may read or write in one call.
export const FILE_BYTES_MAX = 1024 * 1024;
// One answer of a model, parsed or not (reliability.md row 11).
export const LLM_ANSWER_BYTES_MAX = 4 * 1024 * 1024;
// The request body limit of the API: a description of 1 MB must be refused with 413.
export const BODY_BYTES_MAX = 256 * 1024;
// The description's own limit, characters; longer texts belong into an artifact.
export const DESCRIPTION_CHARS_MAX = 20_000;
// Turns after which an agent session continues as new, far below the 4,101 events of the server's own hint.
export const TURNS_PER_RUN_MAX = 100;
// A command of the model without its own timeout.
export const COMMAND_SECONDS_DEFAULT = 120;
export const COMMAND_SECONDS_MAX = 600;
// Dollars a build may spend when the intent names no budget.
export const BUDGET_USD_DEFAULT = 5;
// Tokens a single answer may cost at most: what is reserved before a call.
export const ANSWER_TOKENS_MAX = 16_384;
// Dollars an execution may spend when it names no budget: five answers of a large model.
export const EXECUTION_BUDGET_USD_DEFAULT = 1;
// More attempts than these only repeat themselves: then a person says more.
export const EXECUTION_ATTEMPTS_MAX = 10;
// Days that an ended execution is kept, by the tier of its user (spec.md section 12).
export const EXECUTION_DAYS = { free: 7, registered: 30 } as const;
// Of how many ended executions of a user the attempts' own output is kept (spec.md section 12).
export const EXECUTION_LOGS_KEPT = 50;
