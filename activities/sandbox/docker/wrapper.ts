/**
 * The shell program around every command, so that one exec does it all: end what a predecessor left (an attempt that died may
 * have left its command), say that it begins, run with a time limit, end leftovers, count what the kernel refused, list the workspace
 * or read files. What it reports follows a random marker that only it knows: its shell is an executable nobody may read,
 * which makes its memory and environment unreadable for the command it runs.
 */
import { randomBytes } from 'node:crypto';

/** Where the image keeps its copy of sh with mode 0711. */
export const WRAPPER_SHELL = '/opt/sandbox/sh';
export const MARKER_VARIABLE = 'MW_MARKER';

/** Where a command may write: looked at for being full when it failed. */
const MEASURED_PLACES = ['/workspace', '/tmp', '/dev/shm'];

// A killed process is there until it has been torn down: the listing waits (about 100 ms at most) until only init, the holder and this
// shell are left. No `sleep`: where the pids limit is reached a shell that cannot fork ends.
// $1 seconds, $2 command, $3 "list", "read" or "", $4 where stdin comes from, then the find expression of ignored names; or for
// "read" the most bytes of a file and the paths. A file is its size, a line end, its bytes: nothing runs any more that could change it.
const SCRIPT = `
m=$${MARKER_VARIABLE}; unset ${MARKER_VARIABLE}
seconds=$1 command=$2 list=$3 input=$4
shift 4
exec 3>&2 2>/dev/null
counters() {
  k=0 forks=0
  for f in /sys/fs/cgroup/pids/pids.events /sys/fs/cgroup/pids.events; do
    [ -r "$f" ] && while read -r key value; do [ "$key" = max ] && forks=$value; done <"$f"
  done
  for f in /sys/fs/cgroup/memory/memory.oom_control /sys/fs/cgroup/memory.events; do
    [ -r "$f" ] && while read -r key value; do [ "$key" = oom_kill ] && k=$value; done <"$f"
  done
}
count() { found=$#; }
# What still runs beside init, the holder and this shell; what has ended and is only not reaped yet does not count.
leftovers() {
  left=-3
  for p in /proc/[0-9]*; do
    read -r line <"$p/stat" || continue
    case $line in *') Z '*) ;; *) left=$((left + 1)) ;; esac
  done
}
kill -9 -1
printf '%s\\n' "$m"
cd /workspace
counters; before=$k forks_before=$forks
if [ "$input" = stdin ]
then timeout -k 1 "$seconds" /bin/sh -c -- "$command" 2>&3 3>&-
else timeout -k 1 "$seconds" /bin/sh -c -- "$command" </dev/null 2>&3 3>&-
fi
code=$?
tries=0 left=0
count /proc/[0-9]*; [ "$found" -gt 3 ] && leftovers
kill -9 -1
while count /proc/[0-9]*; [ "$found" -gt 3 ] && [ "$tries" -lt 500 ]; do kill -9 -1; tries=$((tries + 1)); done
counters; forks=$((forks - forks_before))
full=
[ "$code" -eq 0 ] || full=$(stat -f -c '%a/%b:%d/%c' ${MEASURED_PLACES.join(' ')})
printf '\\n%s' "$m"
exec 2>&3 3>&-
printf '\\n%s%s %s %s %s %s %s\\0' "$m" "$code" "$before" "$k" "$forks" "$left" "$full" >&2
if [ "$list" = read ]; then
  most=$1
  shift
  for f in "$@"; do
    size=-1
    if [ -f "$f" ] && [ ! -L "$f" ] && [ -r "$f" ]; then size=$(stat -c %s -- "$f"); [ "$size" -le "$most" ] || size=$most; fi
    printf '%s\\n' "$size" >&2
    [ "$size" -le 0 ] || head -c "$size" -- "$f" >&2
  done
elif [ -n "$list" ]; then
  { [ -r . ] && [ -w . ] && [ -x . ]; } || chmod u+rwx /workspace 2>/dev/null
  find . -mindepth 1 "$@" -printf '%y %s %C@ %m %P\\0' >&2 2>/dev/null
fi
printf '\\n%s' "$m" >&2
`;

// What a command locked (`chmod 000`) would be missing from the listing and count as deleted. A folder is unlocked before it is entered.
const UNLOCK_FOLDERS = ['-type', 'd', '!', '-perm', '-u=rwx', '-exec', 'chmod', 'u+rwx', '{}', ';', '-false', '-o'];
const UNLOCK_FILES = ['-type', 'f', '!', '-perm', '-u=r', '-exec', 'chmod', 'u+r', '{}', '+', '-false', '-o'];

export interface WrapperOptions {
  timeoutSeconds: number;
  command: string;
  /** List the workspace afterwards, without entries of these names. */
  list: { ignore: string[] } | null;
  /** Or read these files afterwards; not both. */
  reads?: { paths: string[]; bytesMax: number } | undefined;
  stdin: boolean;
}

/** The exec's argument vector. Nothing of the command is interpreted on the way in: it is one argument. */
export function wrapperArguments(options: WrapperOptions): string[] {
  const { timeoutSeconds, command, list, reads, stdin } = options;
  const common = (report: 'list' | 'read' | '') => [WRAPPER_SHELL, '-c', SCRIPT, 'sandbox', String(timeoutSeconds), command, report, stdin ? 'stdin' : ''];
  if (reads) return [...common('read'), String(reads.bytesMax), ...reads.paths];
  // `.git` is named so that it is refused by name, and not entered.
  const pruned = ['(', '-iname', '.git', '-printf', '%y %s %C@ %m %P\\0', '-prune', ')'];
  const ignored = (list?.ignore ?? []).flatMap((name) => ['-o', '-name', name, '-prune']);
  const expression = list ? [...UNLOCK_FOLDERS, ...UNLOCK_FILES, ...pruned, ...ignored, '-o'] : [];
  return [...common(list ? 'list' : ''), ...expression];
}

/** 128 bits: not guessed by a program that lives for minutes. */
export function newMarker(): string {
  return randomBytes(16).toString('hex');
}

export interface Trailer {
  exitCode: number;
  /** OOM kills in this container so far, before and after the command. */
  oomBefore: number;
  oomAfter: number;
  /** Processes and threads that the limit refused meanwhile. */
  forksRefused: number;
  /** Processes that it left running, and that were ended. */
  leftovers: number;
  /** Which of the places it may write to are full; looked at only when it failed. */
  full: string[];
  /** The raw workspace listing, or the files read; null when it did not arrive whole. */
  listing: Buffer | null;
}

/** Reads what followed the marker on stderr; null when not even the first record is whole. */
export function parseTrailer(after: Buffer, marker: string): Trailer | null {
  const firstEnd = after.indexOf(0);
  if (firstEnd < 0) return null;
  const [code, before, now, forks, left, ...places] = after.subarray(0, firstEnd).toString('latin1').trim().split(/\s+/);
  const [exitCode, oomBefore, oomAfter, forksRefused, leftovers] = [code, before, now, forks, left].map(Number);
  if (![exitCode, oomBefore, oomAfter, forksRefused, leftovers].every((each) => Number.isInteger(each))) return null;
  const rest = after.subarray(firstEnd + 1);
  const end = Buffer.from(`\n${marker}`);
  const whole = rest.length >= end.length && rest.subarray(rest.length - end.length).equals(end);
  return {
    exitCode: exitCode!,
    oomBefore: oomBefore!,
    oomAfter: oomAfter!,
    forksRefused: forksRefused!,
    leftovers: Math.max(0, leftovers!),
    full: MEASURED_PLACES.filter((_place, index) => isFull(places[index] ?? '')),
    listing: whole ? rest.subarray(0, rest.length - end.length) : null,
  };
}

/** The files of `reads`, in their order; null for one that is not there. A report that is cut has as many as are whole. */
export function parseFiles(raw: Buffer): (Buffer | null)[] {
  const files: (Buffer | null)[] = [];
  for (let at = 0; at < raw.length;) {
    const line = raw.indexOf(10, at);
    const size = line < 0 ? Number.NaN : Number(raw.toString('latin1', at, line));
    if (!Number.isInteger(size) || line + 1 + size > raw.length) break;
    files.push(size < 0 ? null : Buffer.from(raw.subarray(line + 1, line + 1 + size)));
    at = line + 1 + Math.max(0, size);
  }
  return files;
}

/** `free blocks/blocks:free inodes/inodes`; a file system that counts neither is never full. */
function isFull(place: string): boolean {
  const [freeBlocks, blocks, freeInodes, inodes] = place.split(/[/:]/).map(Number);
  return (freeBlocks === 0 && blocks! > 0) || (freeInodes === 0 && inodes! > 0);
}
