#include "sandbox/layers.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sandbox/guardian.h"
#include "sandbox/landlock.h"
#include "sandbox/privileges.h"
#include "sandbox/rlimits.h"
#include "sandbox/seccomp.h"

/* As for a run: nothing shows better whether a run will have them. */
static struct cx_layer_status probe_namespaces(const struct cx_probe_plan *plan)
{
	static const struct cx_strings nothing_more = { 0 };
	struct cx_layer_status status = { .state = CX_LAYER_DENIED };
	struct cx_guardian guardian = CX_GUARDIAN_NONE;
	struct cx_slot slot;
	struct cx_view view = { 0 };
	struct cx_error err;
	if (cx_slot_lease(plan->state, plan->slots, plan->first_uid, 0, -1, &slot, &err) < 0) {
		snprintf(status.why, sizeof(status.why), "could not be tried: %.150s", err.msg);
		return status;
	}
	if (cx_view_open(&nothing_more, &view, &err) == 0 &&
	    cx_guardian_start(&slot, NULL, &view, &guardian, &err) == 0 &&
	    cx_guardian_await(&guardian, &err) == 0) {
		status.state = CX_LAYER_ON;
		snprintf(status.why, sizeof(status.why),
			 "pid, mount, net, ipc, uts, cgroup%s: a world of its own",
			 geteuid() == 0 ? "" : ", user");
	} else {
		snprintf(status.why, sizeof(status.why), "%.199s", err.msg);
	}
	cx_guardian_release(&guardian);
	cx_slot_sweep(&slot);
	cx_slot_close(&slot);
	cx_view_done(&view);
	return status;
}

static struct cx_layer_status probe_cgroup(const struct cx_probe_plan *plan)
{
	struct cx_layer_status status = { .state = CX_LAYER_DENIED };
	struct cx_slot slot;
	struct cx_error err;
	if (cx_slot_lease(plan->state, plan->slots, plan->first_uid, 0, -1, &slot, &err) < 0) {
		snprintf(status.why, sizeof(status.why), "could not be tried: %.150s", err.msg);
		return status;
	}
	status = cx_cgroup_probe(slot.cgroup.name);
	cx_slot_sweep(&slot);
	cx_slot_close(&slot);
	return status;
}

static struct cx_layer_status probe_rlimits(const struct cx_probe_plan *plan)
{
	(void)plan;
	return cx_rlimits_probe();
}

static struct cx_layer_status probe_uid(const struct cx_probe_plan *plan)
{
	return cx_privileges_probe(plan->first_uid);
}

static struct cx_layer_status probe_no_new_privs(const struct cx_probe_plan *plan)
{
	(void)plan;
	return cx_no_new_privs_probe();
}

static struct cx_layer_status probe_landlock(const struct cx_probe_plan *plan)
{
	(void)plan;
	return cx_landlock_probe();
}

static struct cx_layer_status probe_seccomp(const struct cx_probe_plan *plan)
{
	(void)plan;
	return cx_seccomp_probe();
}

/* seccomp is last, because every earlier layer needs system calls that it forbids. */
const struct cx_layer_row cx_layers[CX_LAYER_COUNT] = {
	[CX_LAYER_NAMESPACES] = { "namespaces", probe_namespaces,
				  "start codex-run as root with CAP_SYS_ADMIN, or allow user namespaces to "
				  "plain users "
				  "(Linux 5.12 or newer)" },
	[CX_LAYER_CGROUP] = { "cgroup", probe_cgroup,
			      "start codex-run as root, or in a cgroup of version 2 that is delegated to it "
			      "(systemd: Delegate=yes)" },
	[CX_LAYER_RLIMITS] = { "rlimits", probe_rlimits, "let codex-run call setrlimit" },
	[CX_LAYER_UID] = { "uid", probe_uid,
			   "start codex-run as root with CAP_SETUID, CAP_SETGID, CAP_KILL and CAP_CHOWN" },
	[CX_LAYER_NO_NEW_PRIVS] = { "no_new_privs", probe_no_new_privs, "use Linux 3.5 or newer" },
	[CX_LAYER_LANDLOCK] = { "landlock", probe_landlock,
				"use Linux 5.13 or newer with landlock in its lsm= list, and a container "
				"profile "
				"that allows the landlock_* calls" },
	[CX_LAYER_SECCOMP] = { "seccomp", probe_seccomp, "use a kernel with CONFIG_SECCOMP_FILTER" },
};

const char *cx_layer_name(enum cx_layer layer)
{
	return cx_layers[layer].name;
}

int cx_layer_by_name(const char *name)
{
	for (int i = 0; i < CX_LAYER_COUNT; i++)
		if (!strcmp(cx_layers[i].name, name))
			return i;
	return -1;
}

void cx_caps_probe(const struct cx_probe_plan *plan, struct cx_caps *ret_caps)
{
	for (int i = 0; i < CX_LAYER_COUNT; i++) {
		struct cx_layer_status *status = &ret_caps->layer[i];
		if (plan->disabled & (1U << i)) {
			*status = (struct cx_layer_status){ .state = CX_LAYER_DISABLED };
			snprintf(status->why, sizeof(status->why), "turned off by CODEX_DISABLE");
		} else {
			*status = cx_layers[i].probe(plan);
		}
	}
}
