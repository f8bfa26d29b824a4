/** Every limit of a sandbox, each with its reason. Bytes unless the name ends otherwise. */

const MIB = 1024 * 1024;

export interface SandboxLimits {
  memoryBytes: number;
  nanoCpus: number;
  pids: number;
  workspaceBytes: number;
  workspaceInodes: number;
  tmpBytes: number;
  tmpInodes: number;
  /** What one command may print on both streams together; beyond it the command is ended. */
  outputBytes: number;
}

export const DEFAULT_LIMITS: SandboxLimits = {
  // A type checker or a test run of a middling project peaks near 600 MB; the tmpfs mounts below are charged to it as well.
  memoryBytes: 1024 * MIB,
  // Two cores: builds parse in parallel, and a busy loop still cannot take a larger host.
  nanoCpus: 2_000_000_000,
  // A node test run with workers uses about 60; a fork bomb ends here (EAGAIN).
  pids: 256,
  // Five times what may be collected: room for build output.
  workspaceBytes: 256 * MIB,
  // A tmpfs without an inode limit turns a million empty files into kernel memory.
  workspaceInodes: 30_000,
  tmpBytes: 256 * MIB,
  tmpInodes: 30_000,
  // A build log a person would read is far smaller; `yes` gets here in milliseconds.
  outputBytes: MIB,
};

/** The installer alone needs more: npm unpacks in memory, and its cache lies in /tmp. */
export const FETCH_LIMITS: SandboxLimits = { ...DEFAULT_LIMITS, memoryBytes: 2048 * MIB, tmpBytes: 1024 * MIB, tmpInodes: 200_000 };

// A single file beyond this is a runaway log; it also caps files on volumes, which have no quota here.
export const FILE_SIZE_BYTES_MAX = 256 * MIB;
export const OPEN_FILES_MAX = 4096;
// /dev/shm is charged to the memory limit and rarely needed: enough for Python's multiprocessing.
export const SHM_BYTES = 16 * MIB;

// 30,000 inodes at about 130 bytes a line.
export const MANIFEST_BYTES_MAX = 8 * MIB;
// What the collector takes of one file, of one look, and of a whole look: git and PostgreSQL hold it afterwards.
export const COLLECT_FILE_BYTES_MAX = MIB;
export const COLLECT_FILES_MAX = 5_000;
export const COLLECT_TOTAL_BYTES_MAX = 50 * MIB;
// Tar headers and padding: 512 + up to 511 a file, and extended headers for long names.
export const ARCHIVE_BYTES_MAX = COLLECT_TOTAL_BYTES_MAX + COLLECT_FILES_MAX * 2048;

// `timeout` inside sends TERM, a second later KILL; this much later the engine is asked to end everything.
export const TIMEOUT_GRACE_SECONDS = 3;
// Putting and getting files: 50 MB take under a second here; a loaded machine gets a lot more.
export const TRANSFER_SECONDS = 60;
// An engine that has not answered a call by then is taken for lost (a start under load took 2 s).
export const ENGINE_CALL_SECONDS = 30;
// Ending leftovers is one small exec; when even that hangs, the container is killed.
export const SWEEP_SECONDS = 8;

// Installing: 69 npm packages took 5 s; a large project on a slow line takes minutes.
export const INSTALL_SECONDS = 600;
// Unpacked dependencies of one project; the volume has no quota, so it is measured afterwards.
export const DEPENDENCIES_BYTES_MAX = 1024 * MIB;
