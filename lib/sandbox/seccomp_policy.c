/*
 * What a guest may ask of the kernel.
 *
 * A call that is not here answers ENOSYS: libc and runtimes then fall back, as on an older kernel. So does a
 * call that is here with arguments that no row names. Refused rows carry their reason; a row whose name this
 * architecture never had is skipped.
 *
 * The kernel reads most arguments as 32 bits, whatever the upper half of the register holds, and so must we:
 * VALUE and BITS look at the lower half alone.
 */
#include "sandbox/seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/syscalls.h"

/* clang-format off */
#define ALLOW(call)			{ .name = call }
#define ALLOW_IF(call, ...)		{ .name = call, .when = #__VA_ARGS__, .args = { __VA_ARGS__ } }
#define ALLOW_EXCEPT(where, call)	{ .name = call, .not_variant = where }
#define ALLOW_ONLY_IF(where, call, ...)	{ .name = call, .variant = where, .when = #__VA_ARGS__, .args = { __VA_ARGS__ } }

#define REFUSE(call, error, why)		{ .name = call, .answer = error, .reason = why }
#define REFUSE_IF(call, error, why, ...) \
	{ .name = call, .answer = error, .reason = why, .when = #__VA_ARGS__, .args = { __VA_ARGS__ } }
#define REFUSE_WHERE(where, call, error, why)	{ .name = call, .answer = error, .variant = where, .reason = why }
#define REFUSE_WHERE_IF(where, call, error, why, ...) \
	{ .name = call, .answer = error, .variant = where, .reason = why, .when = #__VA_ARGS__, .args = { __VA_ARGS__ } }

/* Refused, and a person would want to know. */
#define REPORT(call, error, why)	 { .name = call, .answer = error, .report = true, .reason = why }
#define REPORT_IF(call, error, why, ...) \
	{ .name = call, .answer = error, .report = true, .reason = why, .when = #__VA_ARGS__, .args = { __VA_ARGS__ } }

#define BITS(number, bits, wanted) \
	{ .test = CX_ARG_IS, .index = number, .mask = (unsigned int)(bits), .value = (unsigned int)(wanted) }
#define VALUE(number, wanted)	BITS(number, 0xffffffff, wanted)
#define ZERO(number)		{ .test = CX_ARG_IS, .index = number, .mask = ~0ULL, .value = 0 }
#define NOT_ZERO(number)	{ .test = CX_ARG_IS_NOT_ZERO, .index = number }
#define BELOW(number, wanted)	{ .test = CX_ARG_IS_BELOW, .index = number, .value = wanted }
/* clang-format on */

#define NAMESPACE_FLAGS                                                                               \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | \
	 CLONE_NEWNET)
#define SHARED_ANONYMOUS (MAP_SHARED | MAP_ANONYMOUS)
#define SOCKET_TYPE	 0xf /* without SOCK_CLOEXEC and SOCK_NONBLOCK */

static const char by_path[] = "Landlock does not cover it, and our own files have the guest's uid";
static const char outlives[] = "it is not tied to a process and outlives the run";
static const char namespaces[] = "a new namespace hands out capabilities over much of the kernel";
static const char mounts[] = "what is mounted where is the host's";
static const char modules[] = "code for the kernel";
static const char the_clock[] = "the clock is the host's";
static const char swapping[] = "swap space is the host's";
static const char identity[] = "a guest keeps the identity that it was given";
static const char pinned[] = "it keeps pages, huge ones too, in pipes and sockets, where nobody counts them";
static const char in_flight[] =
	"descriptors in the queue of a socket keep files and memory where nobody sees them";
static const char no_peers[] = "there is nobody to talk to: sockets are pairs within the run";
static const char others[] = "with our own uid, it would reach our own processes";
static const char look_into[] = "no looking into another process";
static const char owners_signal[] = "it makes the kernel send signals to whom the guest names";
static const char xattrs[] = "extended attributes are space on disk that nobody counts";

/* clang-format off */
const struct cx_syscall_rule cx_syscall_rules[] = {
	/* Files: which ones is Landlock's and the uid's concern. */
	ALLOW("read"), ALLOW("readv"), ALLOW("pread64"), ALLOW("preadv"), ALLOW("preadv2"), ALLOW("write"),
	ALLOW("writev"), ALLOW("pwrite64"), ALLOW("pwritev"), ALLOW("pwritev2"), ALLOW("open"),
	ALLOW("openat"), ALLOW("openat2"), ALLOW("creat"), ALLOW("close"), ALLOW("close_range"),
	ALLOW("lseek"), ALLOW("_llseek"), ALLOW("dup"), ALLOW("dup2"), ALLOW("dup3"), ALLOW("umask"),
	ALLOW("stat"), ALLOW("lstat"), ALLOW("fstat"), ALLOW("newfstatat"), ALLOW("statx"), ALLOW("statfs"),
	ALLOW("fstatfs"), ALLOW("access"), ALLOW("faccessat"), ALLOW("faccessat2"), ALLOW("readlink"),
	ALLOW("readlinkat"), ALLOW("getdents"), ALLOW("getdents64"), ALLOW("getcwd"), ALLOW("chdir"),
	ALLOW("fchdir"), ALLOW("mkdir"), ALLOW("mkdirat"), ALLOW("rmdir"), ALLOW("unlink"), ALLOW("unlinkat"),
	ALLOW("rename"), ALLOW("renameat"), ALLOW("renameat2"), ALLOW("link"), ALLOW("linkat"),
	ALLOW("symlink"), ALLOW("symlinkat"), ALLOW("ftruncate"), ALLOW("fallocate"),
	ALLOW("copy_file_range"), ALLOW("flock"), ALLOW("fsync"), ALLOW("fdatasync"),
	ALLOW("sync_file_range"), ALLOW("fadvise64"), ALLOW("readahead"), ALLOW("getxattr"),
	ALLOW("lgetxattr"), ALLOW("fgetxattr"), ALLOW("listxattr"), ALLOW("llistxattr"), ALLOW("flistxattr"),

	ALLOW_EXCEPT(CX_POLICY_NO_TRUNCATE, "truncate"),
	REFUSE_WHERE(CX_POLICY_NO_TRUNCATE, "truncate", EPERM, "Landlock before ABI 3 does not cover it"),

	ALLOW_IF("mknod", BITS(1, S_IFMT, 0)), ALLOW_IF("mknod", BITS(1, S_IFMT, S_IFREG)),
	ALLOW_IF("mknod", BITS(1, S_IFMT, S_IFIFO)),
	REFUSE_IF("mknod", EPERM, "a device node", BITS(1, S_IFMT, S_IFCHR)),
	REFUSE_IF("mknod", EPERM, "a device node", BITS(1, S_IFMT, S_IFBLK)),
	REFUSE_IF("mknod", EPERM, no_peers, BITS(1, S_IFMT, S_IFSOCK)),
	ALLOW_IF("mknodat", BITS(2, S_IFMT, 0)), ALLOW_IF("mknodat", BITS(2, S_IFMT, S_IFREG)),
	ALLOW_IF("mknodat", BITS(2, S_IFMT, S_IFIFO)),
	REFUSE_IF("mknodat", EPERM, "a device node", BITS(2, S_IFMT, S_IFCHR)),
	REFUSE_IF("mknodat", EPERM, "a device node", BITS(2, S_IFMT, S_IFBLK)),
	REFUSE_IF("mknodat", EPERM, no_peers, BITS(2, S_IFMT, S_IFSOCK)),

	REFUSE("setxattr", EOPNOTSUPP, xattrs),
	REFUSE("lsetxattr", EOPNOTSUPP, xattrs),
	REFUSE("fsetxattr", EOPNOTSUPP, xattrs),
	REFUSE("removexattr", EOPNOTSUPP, xattrs),
	REFUSE("lremovexattr", EOPNOTSUPP, xattrs),
	REFUSE("fremovexattr", EOPNOTSUPP, xattrs),
	REFUSE("name_to_handle_at", EOPNOTSUPP, "handles are there for open_by_handle_at"),
	REPORT("open_by_handle_at", EPERM, "it opens a file without a path, past every rule on paths"),
	REFUSE("inotify_init", EPERM,
		  "Landlock does not cover it: it tells what happens in hidden directories"),
	REFUSE("inotify_init1", EPERM,
		  "Landlock does not cover it: it tells what happens in hidden directories"),
	REFUSE("inotify_add_watch", EPERM, "see inotify_init"),
	REFUSE("inotify_rm_watch", EPERM, "see inotify_init"),
	REPORT("fanotify_init", EPERM, "it watches whole file systems"),
	REPORT("fanotify_mark", EPERM, "see fanotify_init"),
	REFUSE("sync", EPERM, "it makes the host write all its disks, and waits"),
	REFUSE("syncfs", EPERM, "it makes the host write a whole disk, and waits"),
	REFUSE("quotactl", EPERM, "quotas are the host's"),
	REFUSE("quotactl_fd", EPERM, "quotas are the host's"),

	/* Files: owner, mode and times. By path or by descriptor, neither is covered by Landlock. */
	ALLOW_EXCEPT(CX_POLICY_SAME_UID, "chmod"), ALLOW_EXCEPT(CX_POLICY_SAME_UID, "fchmod"),
	ALLOW_EXCEPT(CX_POLICY_SAME_UID, "fchmodat"), ALLOW_EXCEPT(CX_POLICY_SAME_UID, "chown"),
	ALLOW_EXCEPT(CX_POLICY_SAME_UID, "lchown"), ALLOW_EXCEPT(CX_POLICY_SAME_UID, "fchown"),
	ALLOW_EXCEPT(CX_POLICY_SAME_UID, "fchownat"), ALLOW_EXCEPT(CX_POLICY_SAME_UID, "utime"),
	ALLOW_EXCEPT(CX_POLICY_SAME_UID, "utimes"), ALLOW_EXCEPT(CX_POLICY_SAME_UID, "futimesat"),
	ALLOW_EXCEPT(CX_POLICY_SAME_UID, "utimensat"),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "chmod", EPERM, by_path),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "fchmod", CX_PRETEND,
		     "it may be a file of ours that is only read; but copying a file sets its mode, and must not fail"),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "fchmodat", EPERM, by_path),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "chown", EPERM, by_path),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "lchown", EPERM, by_path),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "fchown", EPERM, by_path),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "fchownat", EPERM, by_path),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "utime", EPERM, by_path),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "utimes", EPERM, by_path),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "futimesat", EPERM, by_path),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "utimensat", EPERM, by_path),

	/* Descriptors. */
	ALLOW("pipe"), ALLOW("pipe2"), ALLOW("eventfd"), ALLOW("eventfd2"), ALLOW("poll"), ALLOW("ppoll"),
	ALLOW("select"), ALLOW("_newselect"), ALLOW("pselect6"), ALLOW("epoll_create"),
	ALLOW("epoll_create1"), ALLOW("epoll_ctl"), ALLOW("epoll_wait"), ALLOW("epoll_pwait"),
	ALLOW("epoll_pwait2"),
	REFUSE("splice", ENOSYS, pinned),
	REFUSE("tee", ENOSYS, pinned),
	REFUSE("vmsplice", ENOSYS, pinned),
	/* EINVAL, on which everybody copies by hand; Java does not on ENOSYS. */
	REFUSE("sendfile", EINVAL, pinned),
	REFUSE("io_setup", ENOSYS, "an interface that nobody misses, with a history of holes"),
	REFUSE("io_uring_setup", ENOSYS, "its operations are not seen by this filter"),
	REFUSE("io_uring_enter", ENOSYS, "its operations are not seen by this filter"),
	REFUSE("io_uring_register", ENOSYS, "its operations are not seen by this filter"),

	ALLOW_IF("fcntl", VALUE(1, F_DUPFD)), ALLOW_IF("fcntl", VALUE(1, F_DUPFD_CLOEXEC)),
	ALLOW_IF("fcntl", VALUE(1, F_GETFD)), ALLOW_IF("fcntl", VALUE(1, F_SETFD)),
	ALLOW_IF("fcntl", VALUE(1, F_GETFL)), ALLOW_IF("fcntl", VALUE(1, F_SETFL)),
	ALLOW_IF("fcntl", VALUE(1, F_GETLK)), ALLOW_IF("fcntl", VALUE(1, F_SETLK)),
	ALLOW_IF("fcntl", VALUE(1, F_SETLKW)), ALLOW_IF("fcntl", VALUE(1, F_OFD_GETLK)),
	ALLOW_IF("fcntl", VALUE(1, F_OFD_SETLK)), ALLOW_IF("fcntl", VALUE(1, F_OFD_SETLKW)),
	ALLOW_IF("fcntl", VALUE(1, F_GETPIPE_SZ)), ALLOW_IF("fcntl", VALUE(1, F_GETOWN)),
	REFUSE_IF("fcntl", EPERM, "memory in pipes is counted by nobody", VALUE(1, F_SETPIPE_SZ)),
	REFUSE_IF("fcntl", EPERM, owners_signal, VALUE(1, F_SETOWN)),
	REFUSE_IF("fcntl", EPERM, owners_signal, VALUE(1, F_SETOWN_EX)),
	REFUSE_IF("fcntl", EPERM, owners_signal, VALUE(1, F_SETSIG)),
	REFUSE_IF("fcntl", EPERM, "a lease stops whoever else opens the file", VALUE(1, F_SETLEASE)),
	REFUSE_IF("fcntl", EPERM, "see inotify_init", VALUE(1, F_NOTIFY)),

	ALLOW_IF("ioctl", VALUE(1, TCGETS)), ALLOW_IF("ioctl", VALUE(1, TIOCGWINSZ)),
	ALLOW_IF("ioctl", VALUE(1, TIOCGPGRP)), ALLOW_IF("ioctl", VALUE(1, FIONREAD)),
	ALLOW_IF("ioctl", VALUE(1, FIONBIO)), ALLOW_IF("ioctl", VALUE(1, FIOCLEX)),
	ALLOW_IF("ioctl", VALUE(1, FIONCLEX)), ALLOW_IF("ioctl", VALUE(1, FICLONE)),
	REFUSE_IF("ioctl", ENOTTY, "a guest has no terminal", VALUE(1, TCSETS)),
	REFUSE_IF("ioctl", ENOTTY, "a guest has no terminal", VALUE(1, TCSETSW)),
	REFUSE_IF("ioctl", ENOTTY, "a guest has no terminal", VALUE(1, TCSETSF)),
	REFUSE_IF("ioctl", ENOTTY, "a guest has no terminal", VALUE(1, TIOCSPGRP)),
	REPORT_IF("ioctl", EPERM, "it types into the terminal of whoever started us", VALUE(1, TIOCSTI)),
	REPORT_IF("ioctl", EPERM, "it pastes into a virtual console", VALUE(1, TIOCLINUX)),
	REFUSE_IF("ioctl", EPERM, owners_signal, VALUE(1, FIOSETOWN)),
	REFUSE_IF("ioctl", EPERM, owners_signal, VALUE(1, SIOCSPGRP)),
	REFUSE_IF("ioctl", EPERM, owners_signal, VALUE(1, FIOASYNC)),

	/* Memory. */
	ALLOW_EXCEPT(CX_POLICY_NO_SHARED_MEMORY, "mmap"),
	ALLOW_ONLY_IF(CX_POLICY_NO_SHARED_MEMORY, "mmap", BITS(3, SHARED_ANONYMOUS, 0)),
	ALLOW_ONLY_IF(CX_POLICY_NO_SHARED_MEMORY, "mmap", BITS(3, SHARED_ANONYMOUS, MAP_SHARED)),
	ALLOW_ONLY_IF(CX_POLICY_NO_SHARED_MEMORY, "mmap", BITS(3, SHARED_ANONYMOUS, MAP_ANONYMOUS)),
	REFUSE_WHERE_IF(CX_POLICY_NO_SHARED_MEMORY, "mmap", EPERM,
			"shared pages can be in use while they are in no process's size",
		  BITS(3, SHARED_ANONYMOUS, SHARED_ANONYMOUS)),
	ALLOW("munmap"), ALLOW("mremap"), ALLOW("mprotect"), ALLOW("brk"), ALLOW("madvise"), ALLOW("msync"),
	ALLOW("mincore"), ALLOW("pkey_alloc"), ALLOW("pkey_free"), ALLOW("pkey_mprotect"), ALLOW("mlock"),
	ALLOW("mlock2"), ALLOW("mlockall"), ALLOW("munlock"), ALLOW("munlockall"), ALLOW("membarrier"),
	ALLOW("get_mempolicy"),
	REFUSE("mbind", EPERM, "where memory lies is the host's concern"),
	REFUSE("set_mempolicy", EPERM, "where memory lies is the host's concern"),
	REFUSE("migrate_pages", EPERM, "where memory lies is the host's concern"),
	REFUSE("move_pages", EPERM, "where memory lies is the host's concern"),
	REFUSE("remap_file_pages", ENOSYS, "obsolete since 2014"),
	REFUSE("memfd_create", EPERM, "a file in memory is memory that no process need map"),
	REFUSE("memfd_secret", ENOSYS, "a file in memory is memory that no process need map"),
	REPORT("userfaultfd", EPERM,
		  "it holds the kernel in the middle of a copy: the lever of many exploits"),
	REFUSE("process_madvise", EPERM, others),

	/* Processes and threads. */
	ALLOW_IF("clone", BITS(0, NAMESPACE_FLAGS | CLONE_PARENT, 0)),
	REPORT_IF("clone", EPERM, namespaces, BITS(0, CLONE_NEWUSER, CLONE_NEWUSER)),
	REPORT_IF("clone", EPERM, namespaces, BITS(0, CLONE_NEWNS, CLONE_NEWNS)),
	REPORT_IF("clone", EPERM, namespaces, BITS(0, CLONE_NEWPID, CLONE_NEWPID)),
	REPORT_IF("clone", EPERM, namespaces, BITS(0, CLONE_NEWNET, CLONE_NEWNET)),
	REPORT_IF("clone", EPERM, namespaces, BITS(0, CLONE_NEWIPC, CLONE_NEWIPC)),
	REPORT_IF("clone", EPERM, namespaces, BITS(0, CLONE_NEWUTS, CLONE_NEWUTS)),
	REPORT_IF("clone", EPERM, namespaces, BITS(0, CLONE_NEWCGROUP, CLONE_NEWCGROUP)),
	REFUSE_IF("clone", EPERM, "it makes a child of whoever supervises the guest",
		  BITS(0, CLONE_PARENT, CLONE_PARENT)),
	REFUSE("clone3", ENOSYS, "flags hide behind a pointer; libc falls back to clone, which we can check"),
	REPORT("unshare", EPERM, namespaces),
	REPORT("setns", EPERM, "it enters the namespaces of others"),
	ALLOW("fork"), ALLOW("vfork"), ALLOW("execve"), ALLOW("execveat"), ALLOW("exit"), ALLOW("exit_group"),
	ALLOW("wait4"), ALLOW("waitid"), ALLOW("waitpid"), ALLOW("pidfd_open"), ALLOW("getpid"),
	ALLOW("getppid"), ALLOW("gettid"), ALLOW("getpgid"), ALLOW("getpgrp"), ALLOW("getsid"),
	ALLOW_EXCEPT(CX_POLICY_SAME_UID, "setsid"), ALLOW_EXCEPT(CX_POLICY_SAME_UID, "setpgid"),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "setsid", EPERM, "the process group is what we kill"),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "setpgid", EPERM, "the process group is what we kill"),
	ALLOW("set_tid_address"), ALLOW("set_robust_list"), ALLOW("rseq"), ALLOW("arch_prctl"),
	ALLOW("set_thread_area"), ALLOW("get_thread_area"), ALLOW("set_tls"), ALLOW("cacheflush"),
	ALLOW("futex"), ALLOW("futex_waitv"),
	REFUSE("get_robust_list", EPERM, look_into),
	REPORT("ptrace", EPERM, look_into), REPORT("process_vm_readv", EPERM, look_into),
	REPORT("process_vm_writev", EPERM, look_into), REPORT("pidfd_getfd", EPERM, look_into),
	REFUSE("kcmp", EPERM, look_into),
	REFUSE("process_mrelease", EPERM, look_into),

	ALLOW_IF("prctl", VALUE(0, PR_SET_NAME)), ALLOW_IF("prctl", VALUE(0, PR_GET_NAME)),
	ALLOW_IF("prctl", VALUE(0, PR_SET_PDEATHSIG)), ALLOW_IF("prctl", VALUE(0, PR_GET_PDEATHSIG)),
	ALLOW_IF("prctl", VALUE(0, PR_GET_DUMPABLE)), ALLOW_IF("prctl", VALUE(0, PR_CAPBSET_READ)),
	ALLOW_IF("prctl", VALUE(0, PR_SET_NO_NEW_PRIVS)), ALLOW_IF("prctl", VALUE(0, PR_GET_NO_NEW_PRIVS)),
	ALLOW_IF("prctl", VALUE(0, PR_GET_SECCOMP)), ALLOW_IF("prctl", VALUE(0, PR_GET_TID_ADDRESS)),
	ALLOW_IF("prctl", VALUE(0, PR_SET_TIMERSLACK)), ALLOW_IF("prctl", VALUE(0, PR_GET_TIMERSLACK)),
	ALLOW_IF("prctl", VALUE(0, PR_SET_THP_DISABLE)), ALLOW_IF("prctl", VALUE(0, PR_GET_THP_DISABLE)),
	ALLOW_IF("prctl", VALUE(0, PR_SET_VMA)), ALLOW_IF("prctl", VALUE(0, PR_GET_CHILD_SUBREAPER)),
	ALLOW_IF("prctl", VALUE(0, PR_SVE_GET_VL)), ALLOW_IF("prctl", VALUE(0, PR_SVE_SET_VL)),
	ALLOW_IF("prctl", VALUE(0, PR_PAC_RESET_KEYS)), ALLOW_IF("prctl", VALUE(0, PR_GET_TAGGED_ADDR_CTRL)),
	ALLOW_IF("prctl", VALUE(0, PR_SET_TAGGED_ADDR_CTRL)),
	REFUSE_IF("prctl", EPERM, "its files under /proc would belong to root, and we could not measure it",
		  VALUE(0, PR_SET_DUMPABLE)),
	REFUSE_IF("prctl", EPERM, "it opens a process to others", VALUE(0, PR_SET_PTRACER)),
	REFUSE_IF("prctl", EPERM, "it moves what /proc tells about a process", VALUE(0, PR_SET_MM)),
	REFUSE_IF("prctl", EPERM, "orphans of the run are ours to reap", VALUE(0, PR_SET_CHILD_SUBREAPER)),
	REFUSE_IF("prctl", EPERM, "filters are kernel memory that nobody counts", VALUE(0, PR_SET_SECCOMP)),
	REFUSE_IF("prctl", EPERM, identity, VALUE(0, PR_SET_KEEPCAPS)),
	REFUSE_IF("prctl", EPERM, identity, VALUE(0, PR_SET_SECUREBITS)),
	REFUSE_IF("prctl", EPERM, identity, VALUE(0, PR_CAPBSET_DROP)),
	REFUSE_IF("prctl", EPERM, identity, VALUE(0, PR_CAP_AMBIENT)),
	REFUSE("seccomp", EPERM, "filters are kernel memory that nobody counts"),
	ALLOW("landlock_create_ruleset"), ALLOW("landlock_add_rule"), ALLOW("landlock_restrict_self"),
	ALLOW_IF("personality", VALUE(0, 0xffffffff)), /* the query */
	REPORT_IF("personality", EPERM, "it turns off the kernel's own protections, as that of addresses",
		  BELOW(0, 0xffffffff)),

	/* Scheduling and limits: of oneself; of others where their uid is a guest's. */
	ALLOW("sched_yield"), ALLOW("sched_getaffinity"), ALLOW("sched_getscheduler"),
	ALLOW("sched_getparam"), ALLOW("sched_getattr"), ALLOW("sched_get_priority_max"),
	ALLOW("sched_get_priority_min"), ALLOW("sched_rr_get_interval"), ALLOW("getpriority"),
	ALLOW("ioprio_get"), ALLOW("getcpu"),
	ALLOW_EXCEPT(CX_POLICY_SAME_UID, "sched_setaffinity"),
	ALLOW_EXCEPT(CX_POLICY_SAME_UID, "sched_setscheduler"),
	ALLOW_EXCEPT(CX_POLICY_SAME_UID, "sched_setparam"), ALLOW_EXCEPT(CX_POLICY_SAME_UID, "sched_setattr"),
	ALLOW_EXCEPT(CX_POLICY_SAME_UID, "setpriority"), ALLOW_EXCEPT(CX_POLICY_SAME_UID, "ioprio_set"),
	ALLOW_ONLY_IF(CX_POLICY_SAME_UID, "sched_setaffinity", ZERO(0)),
	ALLOW_ONLY_IF(CX_POLICY_SAME_UID, "sched_setscheduler", ZERO(0)),
	ALLOW_ONLY_IF(CX_POLICY_SAME_UID, "sched_setparam", ZERO(0)),
	ALLOW_ONLY_IF(CX_POLICY_SAME_UID, "sched_setattr", ZERO(0)),
	ALLOW_ONLY_IF(CX_POLICY_SAME_UID, "setpriority", VALUE(0, PRIO_PROCESS), ZERO(1)),
	REFUSE_WHERE_IF(CX_POLICY_SAME_UID, "sched_setaffinity", EPERM, others, NOT_ZERO(0)),
	REFUSE_WHERE_IF(CX_POLICY_SAME_UID, "sched_setscheduler", EPERM, others, NOT_ZERO(0)),
	REFUSE_WHERE_IF(CX_POLICY_SAME_UID, "sched_setparam", EPERM, others, NOT_ZERO(0)),
	REFUSE_WHERE_IF(CX_POLICY_SAME_UID, "sched_setattr", EPERM, others, NOT_ZERO(0)),
	REFUSE_WHERE_IF(CX_POLICY_SAME_UID, "setpriority", EPERM, others, NOT_ZERO(1)),
	REFUSE_WHERE(CX_POLICY_SAME_UID, "ioprio_set", EPERM, others),
	ALLOW("getrlimit"), ALLOW("ugetrlimit"), ALLOW("setrlimit"), ALLOW("getrusage"), ALLOW("times"),
	ALLOW_IF("prlimit64", ZERO(0)),
	REFUSE_IF("prlimit64", EPERM, "the limits of another process", NOT_ZERO(0)),

	/* Signals: whom they reach is the uid's and Landlock's concern. */
	ALLOW("kill"), ALLOW("tkill"), ALLOW("tgkill"), ALLOW("pidfd_send_signal"), ALLOW("rt_sigqueueinfo"),
	ALLOW("rt_tgsigqueueinfo"), ALLOW("rt_sigaction"), ALLOW("rt_sigprocmask"), ALLOW("rt_sigpending"),
	ALLOW("rt_sigsuspend"), ALLOW("rt_sigtimedwait"), ALLOW("rt_sigreturn"), ALLOW("sigreturn"),
	ALLOW("sigaltstack"), ALLOW("signalfd"), ALLOW("signalfd4"), ALLOW("pause"), ALLOW("restart_syscall"),

	/* Time. */
	ALLOW("clock_gettime"), ALLOW("clock_getres"), ALLOW("clock_nanosleep"), ALLOW("nanosleep"),
	ALLOW("gettimeofday"), ALLOW("time"), ALLOW("alarm"), ALLOW("getitimer"), ALLOW("setitimer"),
	ALLOW("timer_create"), ALLOW("timer_settime"), ALLOW("timer_gettime"), ALLOW("timer_getoverrun"),
	ALLOW("timer_delete"), ALLOW("timerfd_create"), ALLOW("timerfd_settime"), ALLOW("timerfd_gettime"),
	REPORT("clock_settime", EPERM, the_clock), REPORT("clock_adjtime", EPERM, the_clock),
	REPORT("adjtimex", EPERM, the_clock), REPORT("settimeofday", EPERM, the_clock),
	REPORT("stime", EPERM, the_clock),

	/* What one may know about the machine and oneself. */
	ALLOW("uname"), ALLOW("sysinfo"), ALLOW("getrandom"), ALLOW("getuid"), ALLOW("geteuid"),
	ALLOW("getgid"), ALLOW("getegid"), ALLOW("getresuid"), ALLOW("getresgid"), ALLOW("getgroups"),
	ALLOW("capget"),
	REPORT("setuid", EPERM, identity), REPORT("setgid", EPERM, identity),
	REPORT("setreuid", EPERM, identity), REPORT("setregid", EPERM, identity),
	REPORT("setresuid", EPERM, identity), REPORT("setresgid", EPERM, identity),
	REPORT("setgroups", EPERM, identity), REPORT("capset", EPERM, identity),
	REFUSE("setfsuid", EPERM, identity),
	REFUSE("setfsgid", EPERM, identity),

	/* Between processes of the run: pipes, and pairs of sockets that know only each other. */
	ALLOW_IF("socketpair", VALUE(0, AF_UNIX), BITS(1, SOCKET_TYPE, SOCK_STREAM)),
	ALLOW_IF("socketpair", VALUE(0, AF_UNIX), BITS(1, SOCKET_TYPE, SOCK_SEQPACKET)),
	REFUSE_IF("socketpair", EACCES, "a datagram can be sent to any socket that has a name",
		  VALUE(0, AF_UNIX), BITS(1, SOCKET_TYPE, SOCK_DGRAM)),
	REFUSE("sendmsg", EPERM, in_flight),
	REFUSE("sendmmsg", EPERM, in_flight),
	ALLOW("sendto"), ALLOW("recvfrom"), ALLOW("recvmsg"),
	ALLOW("recvmmsg"), ALLOW("shutdown"), ALLOW("getsockname"), ALLOW("getpeername"), ALLOW("getsockopt"),
	ALLOW_IF("setsockopt", VALUE(1, SOL_SOCKET), VALUE(2, SO_RCVTIMEO)),
	ALLOW_IF("setsockopt", VALUE(1, SOL_SOCKET), VALUE(2, SO_SNDTIMEO)),
	ALLOW_IF("setsockopt", VALUE(1, SOL_SOCKET), VALUE(2, SO_PASSCRED)),
	REFUSE_IF("setsockopt", EPERM, "memory in sockets is counted by nobody",
		  VALUE(1, SOL_SOCKET), VALUE(2, SO_SNDBUF)),
	REFUSE_IF("setsockopt", EPERM, "memory in sockets is counted by nobody",
		  VALUE(1, SOL_SOCKET), VALUE(2, SO_RCVBUF)),
	REFUSE_IF("setsockopt", EPERM, "memory in sockets is counted by nobody",
		  VALUE(1, SOL_SOCKET), VALUE(2, SO_SNDBUFFORCE)),
	REFUSE_IF("setsockopt", EPERM, "memory in sockets is counted by nobody",
		  VALUE(1, SOL_SOCKET), VALUE(2, SO_RCVBUFFORCE)),
	REFUSE_IF("setsockopt", EPERM, "code for the kernel",
		  VALUE(1, SOL_SOCKET), VALUE(2, SO_ATTACH_FILTER)),
	REPORT("shmget", EPERM, outlives), REPORT("shmat", EPERM, outlives),
	REPORT("shmctl", EPERM, outlives), REPORT("shmdt", EPERM, outlives),
	REPORT("semget", EPERM, outlives), REPORT("semop", EPERM, outlives),
	REPORT("semtimedop", EPERM, outlives), REPORT("semctl", EPERM, outlives),
	REPORT("msgget", EPERM, outlives), REPORT("msgsnd", EPERM, outlives),
	REPORT("msgrcv", EPERM, outlives), REPORT("msgctl", EPERM, outlives),
	REPORT("mq_open", EPERM, outlives), REPORT("mq_unlink", EPERM, outlives),

	/* No network, and no socket that has a name: libc asks name services by AF_UNIX and AF_NETLINK on its own. */
	REFUSE_IF("socket", EACCES, "Landlock does not cover sockets in the file system", VALUE(0, AF_UNIX)),
	REFUSE_IF("socket", EACCES, "a way to the kernel's network configuration", VALUE(0, AF_NETLINK)),
	REPORT_IF("socket", EACCES, "no network", VALUE(0, AF_INET)),
	REPORT_IF("socket", EACCES, "no network", VALUE(0, AF_INET6)),
	REPORT_IF("socket", EACCES, "no network, least of all in raw frames", VALUE(0, AF_PACKET)),
	REPORT_IF("socket", EACCES, "no network of virtual machines", VALUE(0, AF_VSOCK)),
	REPORT_IF("socket", EACCES, "the kernel's cryptography, with a history of holes", VALUE(0, AF_ALG)),
	REPORT_IF("socket", EACCES, "no radio", VALUE(0, AF_BLUETOOTH)),
	REFUSE("connect", EACCES, no_peers),
	REFUSE("bind", EACCES, no_peers),
	REFUSE("listen", EACCES, no_peers),
	REFUSE("accept", EACCES, no_peers),
	REFUSE("accept4", EACCES, no_peers),

	/* The kernel itself. */
	REPORT("mount", EPERM, mounts), REPORT("umount2", EPERM, mounts), REPORT("umount", EPERM, mounts),
	REPORT("pivot_root", EPERM, mounts), REPORT("chroot", EPERM, mounts),
	REPORT("open_tree", EPERM, mounts), REPORT("move_mount", EPERM, mounts),
	REPORT("fsopen", EPERM, mounts), REPORT("fsconfig", EPERM, mounts), REPORT("fsmount", EPERM, mounts),
	REPORT("fspick", EPERM, mounts), REPORT("mount_setattr", EPERM, mounts),
	REPORT("bpf", EPERM, "programs for the kernel"),
	REPORT("perf_event_open", EPERM, "counters that see through the walls between processes"),
	REPORT("keyctl", EPERM, "keyrings are not namespaced and outlive the run"),
	REPORT("add_key", EPERM, "keyrings are not namespaced and outlive the run"),
	REPORT("request_key", EPERM, "keyrings are not namespaced and outlive the run"),
	REPORT("init_module", EPERM, modules), REPORT("finit_module", EPERM, modules),
	REPORT("create_module", EPERM, modules), REPORT("delete_module", EPERM, modules),
	REPORT("kexec_load", EPERM, modules), REPORT("kexec_file_load", EPERM, modules),
	REPORT("reboot", EPERM, "the machine is the host's"),
	REPORT("swapon", EPERM, swapping), REPORT("swapoff", EPERM, swapping),
	REPORT("acct", EPERM, "accounting is the host's"),
	REPORT("syslog", EPERM, "the kernel's log tells about others, and addresses"),
	REPORT("sethostname", EPERM, "the name is the host's"),
	REPORT("setdomainname", EPERM, "the name is the host's"),
	REPORT("vhangup", EPERM, "terminals are the host's"),
	REPORT("iopl", EPERM, "ports are the host's"),
	REPORT("ioperm", EPERM, "ports are the host's"),
	REPORT("modify_ldt", EPERM, "segments for 16-bit programs, with a history of holes"),
	REFUSE("uselib", ENOSYS, "obsolete"),
	REFUSE("_sysctl", ENOSYS, "obsolete"),
	REFUSE("ustat", ENOSYS, "obsolete"),
	REFUSE("sysfs", ENOSYS, "obsolete"),
	REFUSE("lookup_dcookie", ENOSYS, "of profilers"),
	REFUSE("nfsservctl", ENOSYS, "obsolete"),
	REFUSE("vserver", ENOSYS, "never existed"),
};
/* clang-format on */

const size_t cx_syscall_rules_len = sizeof(cx_syscall_rules) / sizeof(cx_syscall_rules[0]);

bool cx_syscall_rule_applies(const struct cx_syscall_rule *rule, unsigned variant)
{
	if (rule->variant && !(rule->variant & variant))
		return false;
	return !(rule->not_variant & variant);
}
