/**
 * The seccomp profile of every sandbox: an allow-list for processes without capabilities. Compared with the engine's default it
 * leaves out io_uring, ptrace and reading other processes' memory, keyrings, userfaultfd, perf and bpf, and it lets `socket`
 * make UNIX, IPv4 and IPv6 sockets only (AF_VSOCK reaches a virtual machine's host, whatever the network namespace), and those that list
 * the interfaces of the own network namespace.
 */

const ALLOWED = `accept accept4 access alarm arch_prctl bind brk capget capset chdir chmod chown clock_getres clock_getres_time64
clock_gettime clock_gettime64 clock_nanosleep clock_nanosleep_time64 close close_range connect copy_file_range creat dup dup2 dup3
epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2 execve execveat
exit exit_group faccessat faccessat2 fadvise64 fadvise64_64 fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl fcntl64
fdatasync fgetxattr flistxattr flock fork fremovexattr fsetxattr fstat fstat64 fstatat64 fstatfs fstatfs64 fsync ftruncate ftruncate64
futex futex_time64 futex_waitv futimesat get_robust_list get_thread_area getcpu getcwd getdents getdents64 getegid geteuid getgid
getgroups getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom getresgid getresuid getrlimit getrusage getsid
getsockname getsockopt gettid gettimeofday getuid getxattr inotify_add_watch inotify_init inotify_init1 inotify_rm_watch ioctl
ioprio_get ioprio_set kill lchown lgetxattr link linkat listen listxattr llistxattr lremovexattr lseek _llseek lsetxattr lstat lstat64
madvise membarrier memfd_create mincore mkdir mkdirat mlock mlock2 mlockall mmap mmap2 mprotect mremap msync munlock munlockall munmap
name_to_handle_at nanosleep newfstatat _newselect open openat openat2 pause pidfd_open pidfd_send_signal pipe pipe2 pkey_alloc pkey_free
pkey_mprotect poll ppoll ppoll_time64 prctl pread64 preadv preadv2 prlimit64 pselect6 pselect6_time64 pwrite64 pwritev pwritev2 read
readahead readlink readlinkat readv recv recvfrom recvmmsg recvmmsg_time64 recvmsg remap_file_pages removexattr rename renameat
renameat2 restart_syscall rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend
rt_sigtimedwait rt_sigtimedwait_time64 rt_tgsigqueueinfo sched_getaffinity sched_getattr sched_getparam sched_get_priority_max
sched_get_priority_min sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr sched_setparam sched_setscheduler
sched_yield seccomp select semctl semget semop semtimedop send sendfile sendfile64 sendmmsg sendmsg sendto setfsgid setfsuid setgid
setgroups setitimer setpgid setpriority setregid setresgid setresuid setreuid setrlimit set_robust_list setsid setsockopt
set_thread_area set_tid_address setuid setxattr shmat shmctl shmdt shmget shutdown sigaltstack signalfd signalfd4 sigreturn socketcall
socketpair splice stat stat64 statfs statfs64 statx symlink symlinkat sync sync_file_range syncfs sysinfo tee tgkill time timer_create
timer_delete timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime times tkill truncate
truncate64 ugetrlimit umask uname unlink unlinkat utime utimensat utimensat_time64 utimes vfork wait4 waitid waitpid write writev`;

// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET: a clone with any of them is refused.
const NAMESPACE_FLAGS = 0x7e020000;
// The address families a sandboxed program has a use for.
const FAMILIES = { AF_UNIX: 1, AF_INET: 2, AF_INET6: 10 };
// Netlink for routes and interfaces only: without it mono resolves no name, not even localhost, and node's os.networkInterfaces() throws.
const INTERFACES = { AF_NETLINK: 16, NETLINK_ROUTE: 0 };
const ENOSYS = 38;
// personality(): the plain Linux values and the query 0xffffffff, nothing that weakens address randomisation.
const PERSONALITIES = [0x0, 0x8, 0x20000, 0x20008, 0xffffffff];

/** The profile as the JSON text that the engine's API takes in SecurityOpt. */
export function seccompProfile(): string {
  const equals = (value: number) => [{ index: 0, value, op: 'SCMP_CMP_EQ' }];
  return JSON.stringify({
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: 1,
    archMap: [
      { architecture: 'SCMP_ARCH_X86_64', subArchitectures: [] },
      { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: [] },
    ],
    syscalls: [
      { names: ALLOWED.split(/\s+/), action: 'SCMP_ACT_ALLOW' },
      // Its flags lie in memory where a filter cannot look; with ENOSYS every libc falls back to clone.
      { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
      { names: ['clone'], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value: NAMESPACE_FLAGS, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }] },
      ...Object.values(FAMILIES).map((family) => ({ names: ['socket'], action: 'SCMP_ACT_ALLOW', args: equals(family) })),
      {
        names: ['socket'],
        action: 'SCMP_ACT_ALLOW',
        args: [
          { index: 0, value: INTERFACES.AF_NETLINK, op: 'SCMP_CMP_EQ' },
          { index: 2, value: INTERFACES.NETLINK_ROUTE, op: 'SCMP_CMP_EQ' },
        ],
      },
      ...PERSONALITIES.map((value) => ({ names: ['personality'], action: 'SCMP_ACT_ALLOW', args: equals(value) })),
    ],
  });
}
