/*
 * How a guardian comes to be what it is: it forgets what it was, and moves into its slot and its namespaces. Where it
 * was started ahead, it gets everything ready that is the same for every guest before it hears which slot it has.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/fd.h"
#include "sandbox/guardian_parts.h"
#include "sandbox/namespaces.h"

enum { FIRST = 3 };

/* As the standard streams. */
static int take_null(void)
{
	int null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd < FIRST; fd++)
		if (dup2(null_fd, fd) < 0)
			_exit(1);
	return null_fd;
}

/*
 * Keep nothing of our parent's but the control socket and the slot: a pipe of its that we held open would keep
 * its reader waiting for an end of file. What is kept ends up from 3 on.
 */
static void shed_descriptors(int *const kept[], int len)
{
	/* Out of the way first, so that none is overwritten by another. */
	for (int i = 0; i < len; i++)
		if (*kept[i] >= 0)
			*kept[i] = fcntl(*kept[i], F_DUPFD_CLOEXEC, FIRST + len);
	take_null(); /* closed with the others */
	int next = FIRST;
	for (int i = 0; i < len; i++)
		if (*kept[i] >= 0 && (*kept[i] = dup3(*kept[i], next++, O_CLOEXEC)) < 0)
			_exit(1);
	if (cx_close_from(next) < 0)
		_exit(1);
}

/* Before anything else: none of our parent's handlers is to run here. */
static void block_signals(void)
{
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	/* A SIGCHLD that our parent ignored would make the kernel reap our children unseen. */
	signal(SIGCHLD, SIG_DFL);
	setsid(); /* the terminal's Ctrl-C is our parent's to hear */
}

/*
 * A guest may share our /proc, and our uid: what we were started with is nothing to it. The strings lie where
 * /proc/self/stat says (proc(5), fields 48 to 51); we have a copy of our parent's memory, and never read them again.
 */
static void forget_origin(void)
{
	char text[1024];
	unsigned long at[4];
	if (cx_read_text(AT_FDCWD, "/proc/self/stat", text, sizeof(text)) <= 0)
		return;
	char *field = strrchr(text, ')');
	for (int number = 2; field && number < 48; number++)
		field = strchr(field + 1, ' ');
	if (!field || sscanf(field, "%lu %lu %lu %lu", &at[0], &at[1], &at[2], &at[3]) != 4)
		return;
	for (int i = 0; i < 4; i += 2)
		if (at[i] && at[i] < at[i + 1])
			memset((void *)at[i], 0, at[i + 1] - at[i]);
}

/* Our parent hears why, and lets go of us; had it told us something meanwhile, its hearing would fail. */
static _Noreturn void give_up(struct guardian *g, const char *failed)
{
	struct cx_guardian_report message = { .type = CX_GUARDIAN_FAILED };
	char unheard[1];
	cx_fail_errno(&message.as.error, CX_EUNAVAILABLE, "namespaces: cannot %s", failed);
	cx_guardian_report(g, &message);
	/* Our parent's end is one of them: as long as we had it open, too, we would never hear that it lets go. */
	shed_descriptors((int *[]){ &g->control_fd }, 1);
	while (recv(g->control_fd, unheard, sizeof(unheard), 0) > 0)
		;
	_exit(1);
}

static void tell_ready(struct guardian *g)
{
	cx_guardian_report(g, &(struct cx_guardian_report){ .type = CX_GUARDIAN_READY });
}

/* Into the namespaces' own root. */
static void move_in(struct guardian *g, int root_fd, const struct cx_view *view)
{
	const char *failed = cx_namespaces_enter(root_fd, view, g->slot);
	/* The descriptor that we were born with leads out of our root. */
	cx_close(&g->work_fd);
	if (!failed)
		g->work_fd = open(cx_namespaces_dirs[CX_SLOT_WORK], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!failed && g->work_fd < 0)
		failed = "open the work directory";
	if (failed)
		give_up(g, failed);
}

/* Strings behind a header, one after the other; NULL when there is none left. */
static char *next_string(char **at, const char *end)
{
	char *text = *at, *nul = memchr(text, '\0', (size_t)(end - text));
	*at = nul ? nul + 1 : text;
	return nul ? text : NULL;
}

static bool read_view(char *at, const char *end, uint32_t paths, struct cx_view *ret)
{
	*ret = (struct cx_view){ 0 };
	for (uint32_t i = 0; i < paths && i < CX_VIEW_MAX_PATHS; i++) {
		char *path = next_string(&at, end);
		if (!path || path[0] != '/')
			return false;
		ret->paths[ret->len++] = (struct cx_landlock_path){ .path = path, .fd = -1 };
	}
	ret->moved_from = next_string(&at, end);
	ret->moved_to = cx_namespaces_data;
	return ret->moved_from && paths <= CX_VIEW_MAX_PATHS;
}

/* The slot's descriptors in the order of the protocol. */
static void take_place(struct guardian *g, struct cx_slot *slot, const struct cx_guardian_place *place,
		       const int *fds, size_t fds_len)
{
	*slot = place->slot;
	slot->lock_fd = fds[0];
	slot->permit_fd = -1;
	slot->dir_fd = fds[1];
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		slot->dirs[i] = fds[2 + i];
	g->groups.version = place->cgroup_version;
	for (size_t i = CX_GUARDIAN_PLACE_FDS; i < fds_len; i++)
		g->groups.fds[i - CX_GUARDIAN_PLACE_FDS] = fds[i];
	slot->cgroup.root = place->cgroup_version ? &g->groups : NULL;
	g->filter = place->filter < 0 ? NULL : &cx_filters[place->filter];
}

/* Started ahead: in the end our parent knows which slot, and which language. */
static void settle(struct guardian *g, struct cx_slot *slot, int root_fd, char *buffer)
{
	int fds[CX_GUARDIAN_FDS];
	size_t fds_len;
	struct cx_guardian_place place;
	struct cx_view view;
	ssize_t n = cx_guardian_hear(g, buffer, fds, &fds_len);
	if (n <= 0)
		_exit(0);
	errno = EPROTO;
	if ((size_t)n < sizeof(place))
		give_up(g, "read its place");
	memcpy(&place, buffer, sizeof(place));
	if (place.type != CX_GUARDIAN_SETTLE || fds_len < CX_GUARDIAN_PLACE_FDS ||
	    fds_len > CX_GUARDIAN_PLACE_FDS + CX_CGROUP_PARTS || place.filter >= CX_POLICY_VARIANTS ||
	    !read_view(buffer + sizeof(place), buffer + n, place.paths, &view))
		give_up(g, "read its place");
	memcpy(view.shelf, place.shelf, sizeof(view.shelf) - 1);
	take_place(g, slot, &place, fds, fds_len);
	move_in(g, root_fd, &view);
	tell_ready(g);
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		cx_close(&slot->dirs[i]);
	int null_fd = take_null(); /* what was there is the host's */
	cx_close(&null_fd);
}

static void begin_ahead(struct guardian *g, const struct cx_guardian_birth *birth, struct cx_slot *slot,
			char *buffer)
{
	int root = -1;
	shed_descriptors((int *[]){ &g->control_fd }, 1);
	const char *failed = cx_namespaces_begin(birth->uid, birth->gid, !birth->has_net, &root);
	if (failed)
		give_up(g, failed);
	settle(g, slot, root, buffer);
	close(root);
}

static void begin_in_slot(struct guardian *g, const struct cx_guardian_birth *birth, struct cx_slot *slot)
{
	int root = -1;
	*slot = *birth->slot;
	g->work_fd = slot->dirs[CX_SLOT_WORK];
	if (slot->cgroup.root) {
		g->groups = *slot->cgroup.root;
		slot->cgroup.root = &g->groups;
	}
	if (g->namespaced) {
		/* Who writes there means the pid namespace that he is in: pid_namespaces(7). */
		g->pids_fd = open("/proc/sys/kernel/ns_last_pid", O_RDWR | O_CLOEXEC);
		const char *failed = cx_namespaces_begin(birth->uid, birth->gid, !birth->has_net, &root);
		if (failed)
			give_up(g, failed);
		move_in(g, root, birth->view);
	}
	tell_ready(g);
	shed_descriptors((int *[]){ &g->control_fd, &slot->dir_fd, &slot->lock_fd, &g->work_fd, &g->pids_fd,
				    &g->groups.fds[0], &g->groups.fds[1], &g->groups.fds[2] },
			 8);
}

void cx_guardian_be_born(struct guardian *g, const struct cx_guardian_birth *birth, struct cx_slot *ret_slot,
			 char *buffer)
{
	block_signals();
	forget_origin();
	if (birth->slot)
		begin_in_slot(g, birth, ret_slot);
	else
		begin_ahead(g, birth, ret_slot, buffer);
}
