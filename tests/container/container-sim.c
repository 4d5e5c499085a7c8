/*
 * container-sim [-u UID] [-r ROOTFS] [-m MB] [-R] [-t DIR]… [-n] COMMAND [ARG…]
 *
 *   -u UID      not as root
 *   -r ROOTFS   another root than this host's
 *   -m MB       a limit of memory, in a cgroup of version 1, which the container sees as an engine shows it
 *   -R          the root is read-only
 *   -t DIR      a tmpfs there
 *   -n          in the network of the caller
 *
 * What a command meets in a container with an engine's defaults, without an engine: new mount, pid,
 * ipc, uts and net namespaces, a /proc with masked and read-only parts, a small /dev, a read-only
 * /sys without cgroups, an empty /run, the default seccomp profile and the fourteen default
 * capabilities. The command is process 1. Needs root with CAP_SYS_ADMIN.
 *
 * Exit status: the command's, 128 + N when signal N ended it, 125 when the container could not be made.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "profile.h"

struct settings {
	unsigned uid;
	const char *rootfs;	 /* NULL: this host's own root */
	unsigned long memory_mb; /* 0: no limit */
	bool read_only, shares_network;
	const char *tmpfs[8];
	size_t tmpfs_len;
	char **command;
	char cgroup[64]; /* "" when there is no memory limit */
};

static pid_t child; /* for the handler that forwards signals */

void die(const char *what)
{
	fprintf(stderr, "container-sim: %s: %s\n", what, strerror(errno));
	_exit(125);
}

static void must(long result, const char *what)
{
	if (result < 0)
		die(what);
}

static void write_file(const char *path, unsigned long value)
{
	FILE *file = fopen(path, "w");
	if (!file)
		die(path);
	fprintf(file, "%lu", value);
	if (fclose(file))
		die(path);
}

/* ---- what the container sees ---- */

static void enter_root(const char *rootfs)
{
	must(unshare(CLONE_NEWNS), "unshare mounts"); /* not before the fork: the launcher keeps the host's */
	must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "make / private");
	if (!rootfs)
		return;
	must(mount(rootfs, rootfs, NULL, MS_BIND | MS_REC, NULL), rootfs);
	must(chdir(rootfs), rootfs);
	must(syscall(SYS_pivot_root, ".", "."), "pivot_root");
	must(umount2(".", MNT_DETACH), "leave the old root");
	must(chdir("/"), "/");
}

static void mount_dev(void)
{
	static const struct {
		const char *path;
		unsigned major, minor;
	} devices[] = {
		{ "/dev/null", 1, 3 },	 { "/dev/zero", 1, 5 },	   { "/dev/full", 1, 7 },
		{ "/dev/random", 1, 8 }, { "/dev/urandom", 1, 9 }, { "/dev/tty", 5, 0 },
	};
	must(mount("tmpfs", "/dev", "tmpfs", MS_NOSUID, "mode=755,size=64m"), "mount /dev");
	umask(0);
	for (size_t i = 0; i < sizeof(devices) / sizeof(*devices); i++)
		must(mknod(devices[i].path, S_IFCHR | 0666, makedev(devices[i].major, devices[i].minor)),
		     devices[i].path);
	umask(022);
	must(symlink("/proc/self/fd", "/dev/fd"), "/dev/fd");
	must(symlink("/proc/self/fd/0", "/dev/stdin"), "/dev/stdin");
	must(symlink("/proc/self/fd/1", "/dev/stdout"), "/dev/stdout");
	must(symlink("/proc/self/fd/2", "/dev/stderr"), "/dev/stderr");
	must(mkdir("/dev/pts", 0755), "/dev/pts");
	must(mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC,
		   "newinstance,ptmxmode=0666,mode=0620,gid=5"),
	     "mount /dev/pts");
	must(symlink("pts/ptmx", "/dev/ptmx"), "/dev/ptmx");
	must(mkdir("/dev/shm", 01777), "/dev/shm");
	must(mount("shm", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=1777,size=64m"),
	     "mount /dev/shm");
}

static void make_read_only(const char *path)
{
	if (access(path, F_OK))
		return;
	must(mount(path, path, NULL, MS_BIND | MS_REC, NULL), path);
	must(mount(NULL, path, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
		   NULL),
	     path);
}

static void mask(const char *path)
{
	struct stat st;
	if (stat(path, &st))
		return;
	if (S_ISDIR(st.st_mode))
		must(mount("tmpfs", path, "tmpfs", MS_RDONLY, "size=0"), path);
	else
		must(mount("/dev/null", path, NULL, MS_BIND, NULL), path);
}

/* An engine shows a container its own cgroup, read-only, at the place of the hierarchy's top. */
static int take_cgroup_view(const struct settings *settings)
{
	if (!*settings->cgroup)
		return -1;
	int fd = open_tree(AT_FDCWD, settings->cgroup, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
	must(fd, settings->cgroup);
	return fd;
}

static void mount_cgroup_view(int fd)
{
	static const char place[] = "/sys/fs/cgroup/memory";
	must(mount("tmpfs", "/sys/fs/cgroup", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=755"),
	     "mount /sys/fs/cgroup");
	must(mkdir(place, 0755), place);
	must(move_mount(fd, "", AT_FDCWD, place, MOVE_MOUNT_F_EMPTY_PATH), place);
	must(mount(NULL, place, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC,
		   NULL),
	     place);
}

static void mount_tmpfs(const struct settings *settings)
{
	for (size_t i = 0; i < settings->tmpfs_len; i++)
		must(mount("tmpfs", settings->tmpfs[i], "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777"),
		     settings->tmpfs[i]);
}

static void close_root(void)
{
	must(mount(NULL, "/", NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL), "make / read-only");
	must(mount(NULL, "/run", NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL),
	     "make /run read-only");
}

static void mount_views(void)
{
	static const char *const read_only[] = { "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
						 "/proc/sysrq-trigger" };
	static const char *const masked[] = {
		"/proc/acpi",	     "/proc/asound",  "/proc/interrupts",
		"/proc/kcore",	     "/proc/keys",    "/proc/latency_stats",
		"/proc/sched_debug", "/proc/scsi",    "/proc/timer_list",
		"/proc/timer_stats", "/sys/firmware", "/sys/devices/virtual/powercap",
	};
	must(mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL), "mount /proc");
	mount_dev();
	umount2("/sys", MNT_DETACH);
	must(mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, NULL),
	     "mount /sys");
	must(mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=64m"), "mount /run");
	for (size_t i = 0; i < sizeof(read_only) / sizeof(*read_only); i++)
		make_read_only(read_only[i]);
	for (size_t i = 0; i < sizeof(masked) / sizeof(*masked); i++)
		mask(masked[i]);
}

/* ---- what the container may do ---- */

static void drop_capabilities(unsigned uid)
{
	static const unsigned kept[] = { CAP_CHOWN,   CAP_DAC_OVERRIDE, CAP_FSETID,	      CAP_FOWNER,
					 CAP_MKNOD,   CAP_NET_RAW,	CAP_SETGID,	      CAP_SETUID,
					 CAP_SETFCAP, CAP_SETPCAP,	CAP_NET_BIND_SERVICE, CAP_SYS_CHROOT,
					 CAP_KILL,    CAP_AUDIT_WRITE };
	unsigned long long set = 0;
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		set |= 1ULL << kept[i];
	for (unsigned cap = 0; cap <= CAP_LAST_CAP; cap++)
		if (!(set >> cap & 1))
			prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	must(setgroups(0, NULL), "setgroups");
	if (uid) {
		must(setgid(uid), "setgid");
		must(setuid(uid), "setuid"); /* takes the capabilities along */
		return;
	}
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	unsigned low = (unsigned)set;
	unsigned high = (unsigned)(set >> 32);
	struct __user_cap_data_struct data[2] = { { low, low, 0 }, { high, high, 0 } };
	must(syscall(SYS_capset, &header, data), "capset");
}

__attribute__((noreturn)) static void run_contained(const struct settings *settings)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (*settings->cgroup) {
		char path[96];
		snprintf(path, sizeof(path), "%s/cgroup.procs", settings->cgroup);
		write_file(path, 0);
	}
	int cgroup_view = take_cgroup_view(settings);
	enter_root(settings->rootfs);
	mount_views();
	if (cgroup_view >= 0)
		mount_cgroup_view(cgroup_view);
	mount_tmpfs(settings);
	if (settings->read_only)
		close_root();
	must(sethostname("container", 9), "sethostname");
	profile_load();
	drop_capabilities(settings->uid);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a change of uid has cleared it */
	execvp(settings->command[0], settings->command);
	die(settings->command[0]);
}

/* ---- the engine's side ---- */

static void make_cgroup(struct settings *settings)
{
	char path[96];
	if (!settings->memory_mb)
		return;
	snprintf(settings->cgroup, sizeof(settings->cgroup), "/sys/fs/cgroup/memory/container-sim-%d",
		 (int)getpid());
	must(mkdir(settings->cgroup, 0755), settings->cgroup);
	snprintf(path, sizeof(path), "%s/memory.limit_in_bytes", settings->cgroup);
	write_file(path, settings->memory_mb * 1024 * 1024);
}

static void forward(int signal_number)
{
	if (child > 0)
		kill(child, signal_number);
}

static int wait_for_child(void)
{
	int status;
	signal(SIGTERM, forward);
	signal(SIGINT, forward);
	signal(SIGHUP, forward);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			die("waitpid");
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void parse(int argc, char **argv, struct settings *settings)
{
	int option;
	while ((option = getopt(argc, argv, "+u:r:m:Rt:n")) > 0) {
		if (option == 'u')
			settings->uid = (unsigned)strtoul(optarg, NULL, 10);
		else if (option == 'r')
			settings->rootfs = optarg;
		else if (option == 'm')
			settings->memory_mb = strtoul(optarg, NULL, 10);
		else if (option == 'R')
			settings->read_only = true;
		else if (option == 'n')
			settings->shares_network = true;
		else if (option == 't' &&
			 settings->tmpfs_len < sizeof(settings->tmpfs) / sizeof(*settings->tmpfs))
			settings->tmpfs[settings->tmpfs_len++] = optarg;
		else
			optind = argc;
	}
	if (optind >= argc) {
		fputs("usage: container-sim [-u UID] [-r ROOTFS] [-m MB] [-R] [-t DIR]... [-n] COMMAND "
		      "[ARG...]\n",
		      stderr);
		exit(125);
	}
	settings->command = argv + optind;
}

/* Engines do that for each container. */
static void raise_loopback(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	must(fd, "socket");
	must(ioctl(fd, SIOCSIFFLAGS, &lo), "raise the loopback interface");
	close(fd);
}

int main(int argc, char **argv)
{
	struct settings settings = { 0 };
	parse(argc, argv, &settings);
	make_cgroup(&settings);
	must(unshare(CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS |
		     (settings.shares_network ? 0 : CLONE_NEWNET)),
	     "unshare");
	if (!settings.shares_network)
		raise_loopback();
	child = fork();
	must(child, "fork");
	if (child == 0)
		run_contained(&settings);
	int status = wait_for_child();
	if (*settings.cgroup)
		rmdir(settings.cgroup);
	return status;
}
