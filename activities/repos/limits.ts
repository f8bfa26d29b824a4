/** What a repository may cost, each with its reason. */

const MIB = 1024 * 1024;

// Enough to see how the last changes were made; a whole history is often a hundred times the tree.
export const HISTORY_COMMITS = 50;
// Held in memory once, on its way from the container into our store.
export const PACK_BYTES_MAX = 128 * MIB;
// A checkout must fit twice into a sandbox's workspace (256 MB) beside what its tests write.
export const TREE_BYTES_MAX = 96 * MIB;
// Two thirds of the inodes of a sandbox's workspace.
export const TREE_FILES_MAX = 20_000;
// A slow line fetches 100 MB in this time; what takes longer hangs.
export const FETCH_SECONDS = 600;
// Asking a server for its branches.
export const ASK_SECONDS = 60;
// A server or a line that stumbles answers at the second or third try.
export const FETCH_TRIES = 3;
export const FETCH_PAUSE_MS = 700;
// tmpfs counts as memory: the pack twice (fetched and packed again), and what git needs to work on it.
export const FETCH_WORKSPACE_BYTES = 512 * MIB;
export const FETCH_MEMORY_BYTES = 1_536 * MIB;
// A repository that was never packed has a file an object.
export const FETCH_INODES = 60_000;
// Of a folder of this machine: what is read into memory.
export const FOLDER_BYTES_MAX = 256 * MIB;
export const FOLDER_FILES_MAX = 50_000;

// Hints are for agents' prompts: about 2,000 tokens of all of them, and no more than half from one file.
export const HINT_CHARS_MAX = 4_000;
export const HINTS_CHARS_MAX = 8_000;
