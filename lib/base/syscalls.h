/*
 * What the C library's and the kernel's headers may be too old to name. This is the only file that looks at the
 * version of headers or at the architecture.
 */
#ifndef CX_BASE_SYSCALLS_H
#define CX_BASE_SYSCALLS_H

#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* Since Linux 5.0 all architectures number new calls alike. */
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_open_tree
#define SYS_open_tree  428
#define SYS_move_mount 429
#endif
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule	    445
#define SYS_landlock_restrict_self  446
#endif

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

/* Landlock, from its ABI 1 (Linux 5.13) to 7 (6.15); all of it ours, as headers know only what was there at their time. */
#define CX_LANDLOCK_CREATE_RULESET_VERSION (1U << 0)
#define CX_LANDLOCK_RULE_PATH_BENEATH	   1

#define CX_LANDLOCK_FS_EXECUTE	   (1ULL << 0)
#define CX_LANDLOCK_FS_WRITE_FILE  (1ULL << 1)
#define CX_LANDLOCK_FS_READ_FILE   (1ULL << 2)
#define CX_LANDLOCK_FS_READ_DIR	   (1ULL << 3)
#define CX_LANDLOCK_FS_REMOVE_DIR  (1ULL << 4)
#define CX_LANDLOCK_FS_REMOVE_FILE (1ULL << 5)
#define CX_LANDLOCK_FS_MAKE_CHAR   (1ULL << 6)
#define CX_LANDLOCK_FS_MAKE_DIR	   (1ULL << 7)
#define CX_LANDLOCK_FS_MAKE_REG	   (1ULL << 8)
#define CX_LANDLOCK_FS_MAKE_SOCK   (1ULL << 9)
#define CX_LANDLOCK_FS_MAKE_FIFO   (1ULL << 10)
#define CX_LANDLOCK_FS_MAKE_BLOCK  (1ULL << 11)
#define CX_LANDLOCK_FS_MAKE_SYM	   (1ULL << 12)
#define CX_LANDLOCK_FS_REFER	   (1ULL << 13) /* ABI 2 */
#define CX_LANDLOCK_FS_TRUNCATE	   (1ULL << 14) /* ABI 3 */
#define CX_LANDLOCK_FS_IOCTL_DEV   (1ULL << 15) /* ABI 5 */

#define CX_LANDLOCK_NET_BIND_TCP    (1ULL << 0) /* ABI 4 */
#define CX_LANDLOCK_NET_CONNECT_TCP (1ULL << 1)

#define CX_LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET (1ULL << 0) /* ABI 6 */
#define CX_LANDLOCK_SCOPE_SIGNAL	       (1ULL << 1)

/* Older kernels accept the longer structure as long as what they do not know is 0. */
struct cx_landlock_ruleset_attr {
	uint64_t handled_access_fs;
	uint64_t handled_access_net;
	uint64_t scoped;
};

struct cx_landlock_path_beneath_attr {
	uint64_t allowed_access;
	int32_t parent_fd;
} __attribute__((packed));

/* clone3(2), its first version and the field that places a process into a cgroup (Linux 5.7). */
#ifndef SYS_clone3
#define SYS_clone3 435
#endif
#define CX_CLONE_INTO_CGROUP 0x200000000ULL

struct cx_clone_args {
	uint64_t flags;
	uint64_t pidfd;
	uint64_t child_tid;
	uint64_t parent_tid;
	uint64_t exit_signal;
	uint64_t stack;
	uint64_t stack_size;
	uint64_t tls;
	uint64_t set_tid;
	uint64_t set_tid_size;
	uint64_t cgroup;
};

/* The mount interface: open_tree and move_mount from Linux 5.2, mount_setattr from 5.12. */
#define CX_OPEN_TREE_CLONE	   1U
#define CX_OPEN_TREE_CLOEXEC	   02000000U /* O_CLOEXEC */
#define CX_MOVE_MOUNT_F_EMPTY_PATH 0x4U

#define CX_MOUNT_ATTR_RDONLY 0x1ULL
#define CX_MOUNT_ATTR_NOSUID 0x2ULL
#define CX_MOUNT_ATTR_NODEV  0x4ULL
#define CX_MOUNT_ATTR_NOEXEC 0x8ULL

struct cx_mount_attr {
	uint64_t attr_set;
	uint64_t attr_clr;
	uint64_t propagation;
	uint64_t userns_fd;
};

#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif

#endif
