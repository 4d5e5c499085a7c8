#include "sandbox/privileges.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/syscalls.h"

/* The kernel's capabilities in two words of 32 bits, the form that all kernels in use take. */
struct capabilities {
	struct __user_cap_data_struct word[_LINUX_CAPABILITY_U32S_3];
};

static int get_capabilities(struct capabilities *ret)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	return (int)syscall(SYS_capget, &header, ret->word);
}

static bool has(const struct capabilities *caps, int number)
{
	return caps->word[CAP_TO_INDEX(number)].effective & CAP_TO_MASK(number);
}

/*
 * Ends with EINVAL behind the kernel's last capability, or at once with EPERM: what cannot be dropped for lack of
 * CAP_SETPCAP cannot be regained either, once no_new_privs is set.
 */
static void empty_bounding_set(void)
{
	for (int number = 0; prctl(PR_CAPBSET_DROP, number, 0, 0, 0) == 0; number++)
		;
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

static const char *drop_own_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct capabilities caps = { 0 };
	if (syscall(SYS_capset, &header, caps.word) < 0 || get_capabilities(&caps) < 0)
		return "drop capabilities";
	for (size_t i = 0; i < sizeof(caps.word) / sizeof(caps.word[0]); i++) {
		if (caps.word[i].effective | caps.word[i].permitted | caps.word[i].inheritable) {
			errno = EPERM;
			return "see that capabilities are gone";
		}
	}
	return NULL;
}

const char *cx_privileges_drop_capabilities(void)
{
	empty_bounding_set();
	return drop_own_capabilities();
}

static bool is(uid_t uid, gid_t gid)
{
	uid_t real_uid, effective_uid, saved_uid;
	gid_t real_gid, effective_gid, saved_gid;
	if (syscall(SYS_getresuid, &real_uid, &effective_uid, &saved_uid) < 0 ||
	    syscall(SYS_getresgid, &real_gid, &effective_gid, &saved_gid) < 0)
		return false;
	return real_uid == uid && effective_uid == uid && saved_uid == uid && real_gid == gid &&
	       effective_gid == gid && saved_gid == gid && syscall(SYS_getgroups, 0, NULL) == 0;
}

const char *cx_privileges_drop(uid_t uid, gid_t gid)
{
	empty_bounding_set(); /* while we still may */
	if (syscall(SYS_setgroups, 0, NULL) < 0)
		return "leave all groups";
	if (syscall(SYS_setresgid, gid, gid, gid) < 0)
		return "change the gid";
	if (syscall(SYS_setresuid, uid, uid, uid) < 0)
		return "change the uid";
	if (!is(uid, gid)) {
		errno = EPERM;
		return "see that the identity has changed";
	}
	return drop_own_capabilities();
}

/* Capabilities that a slot costs us: to become its uid, to end its processes, to give it its directory. */
static const struct {
	int number;
	const char *name;
} needed[] = {
	{ CAP_SETUID, "CAP_SETUID" },
	{ CAP_SETGID, "CAP_SETGID" },
	{ CAP_KILL, "CAP_KILL" },
	{ CAP_CHOWN, "CAP_CHOWN" },
};

static const char *missing_capability(void)
{
	struct capabilities caps = { 0 };
	if (get_capabilities(&caps) < 0)
		return "capget";
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (!has(&caps, needed[i].number))
			return needed[i].name;
	return NULL;
}

bool cx_privileges_held(void)
{
	return geteuid() == 0 && !missing_capability();
}

/* 0, or an errno: EINVAL where the uid is not mapped into our user namespace. */
static int try_uid(uid_t uid)
{
	pid_t pid = fork();
	if (pid < 0)
		return errno;
	if (pid == 0)
		_exit(cx_privileges_drop(uid, uid) ? errno : 0);
	int status;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}

struct cx_layer_status cx_privileges_probe(uid_t first_uid)
{
	struct cx_layer_status status = { .state = CX_LAYER_DENIED };
	if (geteuid() != 0) {
		snprintf(status.why, sizeof(status.why),
			 "we are uid %u, and only root can give each run a uid of its own: start as root",
			 (unsigned)geteuid());
		return status;
	}
	const char *missing = missing_capability();
	if (missing) {
		snprintf(status.why, sizeof(status.why),
			 "root, but without %s: grant CAP_SETUID, CAP_SETGID, CAP_KILL and CAP_CHOWN",
			 missing);
		return status;
	}
	int error = try_uid(first_uid);
	if (!error) {
		status.state = CX_LAYER_ON;
		snprintf(status.why, sizeof(status.why), "each run has a uid of its own, from %u on",
			 (unsigned)first_uid);
	} else if (error == EINVAL) {
		snprintf(status.why, sizeof(status.why),
			 "uid %u is not mapped into this user namespace: map more uids, or choose a lower "
			 "range",
			 (unsigned)first_uid);
	} else {
		snprintf(status.why, sizeof(status.why), "becoming uid %u: %s", (unsigned)first_uid,
			 strerror(error));
	}
	return status;
}
