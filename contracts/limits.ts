/** Numbers that decide behaviour, each with its reason. Units end the names. */

// A session's own wall clock, waits for people aside: an hour without a result is a failed try.
export const SESSION_MINUTES_MAX = 60;
// Dollars of one session: a try that costs more than this will not be saved by the next call.
export const SESSION_USD_MAX = 3;
// The spec's number: a task tries up to 3 times before it goes to a person.
export const TASK_ATTEMPTS_MAX = 3;
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
