/* The layers' names, the floor and what it says when it is not met, and privileges given up. */
#include "check.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/layers.h"
#include "sandbox/privileges.h"

static const uid_t first_uid = 2000000000;

/* Their probe needs a state directory. */
static const uint32_t without_state = 1U << CX_LAYER_NAMESPACES | 1U << CX_LAYER_CGROUP;

static struct cx_caps all_on(void)
{
	struct cx_caps caps = { 0 };
	for (int i = 0; i < CX_LAYER_COUNT; i++)
		caps.layer[i].state = CX_LAYER_ON;
	caps.layer[CX_LAYER_LANDLOCK].version = 6;
	return caps;
}

/* A stock container: no namespaces of our own. */
static struct cx_caps all_on_but_namespaces(void)
{
	struct cx_caps caps = all_on();
	caps.layer[CX_LAYER_NAMESPACES].state = CX_LAYER_DENIED;
	return caps;
}

static void turn_off(struct cx_caps *caps, enum cx_layer layer, enum cx_layer_state state, const char *why)
{
	caps->layer[layer] = (struct cx_layer_status){ .state = state };
	snprintf(caps->layer[layer].why, sizeof(caps->layer[layer].why), "%s", why);
}

TEST(layers_have_the_names_that_results_show)
{
	CHECK_EQ_STR(cx_layer_name(CX_LAYER_NAMESPACES), "namespaces");
	CHECK_EQ_STR(cx_layer_name(CX_LAYER_CGROUP), "cgroup");
	CHECK_EQ_STR(cx_layer_name(CX_LAYER_RLIMITS), "rlimits");
	CHECK_EQ_STR(cx_layer_name(CX_LAYER_UID), "uid");
	CHECK_EQ_STR(cx_layer_name(CX_LAYER_NO_NEW_PRIVS), "no_new_privs");
	CHECK_EQ_STR(cx_layer_name(CX_LAYER_LANDLOCK), "landlock");
	CHECK_EQ_STR(cx_layer_name(CX_LAYER_SECCOMP), "seccomp");
	for (int i = 0; i < CX_LAYER_COUNT; i++)
		CHECK_EQ_INT(cx_layer_by_name(cx_layer_name((enum cx_layer)i)), i);
	CHECK_EQ_INT(cx_layer_by_name("selinux"), -1);
	CHECK_EQ_STR(cx_layer_state_name(CX_LAYER_DISABLED), "disabled");
	CHECK_EQ_STR(cx_floor_name(CX_FLOOR_DEFAULT), "default");
}

TEST(every_floor_is_met_where_all_is_on)
{
	struct cx_caps caps = all_on();
	struct cx_error err;
	for (int floor = CX_FLOOR_STRICT; floor <= CX_FLOOR_NONE; floor++)
		CHECK_EQ_INT(cx_floor_check((enum cx_floor)floor, &caps, &err), 0);
}

TEST(the_default_floor_wants_landlock_and_says_what_would_help)
{
	struct cx_caps caps = all_on_but_namespaces();
	struct cx_error err;
	turn_off(&caps, CX_LAYER_LANDLOCK, CX_LAYER_UNSUPPORTED, "this kernel does not have it");
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_DEFAULT, &caps, &err), -1);
	CHECK_EQ_INT(err.code, CX_EUNAVAILABLE);
	CHECK_CONTAINS(err.msg, "landlock, which is unsupported (this kernel does not have it)");
	CHECK_CONTAINS(err.msg, "Linux 5.13");
	CHECK_CONTAINS(err.msg, "CODEX_FLOOR=uid");
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_UID, &caps, &err), 0);
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_NONE, &caps, &err), 0);
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_STRICT, &caps, &err), -1);
}

TEST(a_world_of_its_own_is_as_good_as_landlock)
{
	struct cx_caps caps = all_on();
	struct cx_error err;
	turn_off(&caps, CX_LAYER_LANDLOCK, CX_LAYER_UNSUPPORTED, "");
	turn_off(&caps, CX_LAYER_UID, CX_LAYER_DENIED, "");
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_DEFAULT, &caps, &err), 0);
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_STRICT, &caps, &err), -1);
}

TEST(no_floor_but_none_does_without_seccomp)
{
	struct cx_caps caps = all_on();
	struct cx_error err;
	turn_off(&caps, CX_LAYER_SECCOMP, CX_LAYER_DENIED, "the host refuses filters");
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_DEFAULT, &caps, &err), -1);
	CHECK_CONTAINS(err.msg, "seccomp, which is denied");
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_UID, &caps, &err), -1);
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_NONE, &caps, &err), 0);
}

TEST(without_a_uid_of_its_own_signals_must_stay_in_scope)
{
	struct cx_caps caps = all_on_but_namespaces();
	struct cx_error err;
	turn_off(&caps, CX_LAYER_UID, CX_LAYER_DENIED, "we are uid 1000");
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_DEFAULT, &caps, &err), 0);
	caps.layer[CX_LAYER_LANDLOCK].version = 5;
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_DEFAULT, &caps, &err), -1);
	CHECK_CONTAINS(err.msg, "Landlock has ABI 5");
	CHECK_CONTAINS(err.msg, "as root");
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_UID, &caps, &err), -1);
	CHECK_CONTAINS(err.msg, "CAP_SETUID");
}

TEST(a_layer_that_the_operator_turned_off_is_named_as_such)
{
	struct cx_caps caps;
	struct cx_error err;
	struct cx_probe_plan plan = { .disabled = 1U << CX_LAYER_SECCOMP | without_state,
				      .first_uid = first_uid };
	cx_caps_probe(&plan, &caps);
	CHECK_EQ_INT(caps.layer[CX_LAYER_SECCOMP].state, CX_LAYER_DISABLED);
	CHECK_EQ_INT(caps.layer[CX_LAYER_RLIMITS].state, CX_LAYER_ON);
	turn_off(&caps, CX_LAYER_LANDLOCK, CX_LAYER_ON, "");
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_UID, &caps, &err), -1);
	CHECK_EQ_INT(cx_floor_check(CX_FLOOR_DEFAULT, &caps, &err), -1);
	CHECK_CONTAINS(err.msg, "CODEX_DISABLE");
}

TEST(every_layer_says_what_it_does_or_why_it_is_off)
{
	struct cx_caps caps;
	struct cx_probe_plan plan = { .disabled = without_state, .first_uid = first_uid };
	cx_caps_probe(&plan, &caps);
	for (int i = 0; i < CX_LAYER_COUNT; i++) {
		printf("# %s: %s, %s\n", cx_layer_name((enum cx_layer)i),
		       cx_layer_state_name(caps.layer[i].state), caps.layer[i].why);
		CHECK(caps.layer[i].why[0]);
		CHECK(!strchr(caps.layer[i].why, '\n'));
	}
}

TEST(the_longest_message_fits)
{
	struct cx_caps caps = all_on();
	struct cx_error err;
	char why[200];
	memset(why, 'x', sizeof(why) - 1);
	why[sizeof(why) - 1] = '\0';
	for (int i = 0; i < CX_LAYER_COUNT; i++) {
		turn_off(&caps, (enum cx_layer)i, CX_LAYER_UNSUPPORTED, why);
		CHECK_EQ_INT(cx_floor_check(CX_FLOOR_STRICT, &caps, &err), -1);
		CHECK_CONTAINS(err.msg, cx_layers[i].help);
		caps.layer[i].state = CX_LAYER_ON;
	}
}

static int child_status(int (*child)(void))
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0)
		_exit(child());
	int status = -1;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int become_guest(void)
{
	if (cx_privileges_drop(first_uid, first_uid))
		return 1;
	if (getuid() != first_uid || geteuid() != first_uid || getgid() != first_uid ||
	    getgroups(0, NULL) != 0)
		return 2;
	if (setuid(0) == 0 || setgid(0) == 0)
		return 3;
	return prctl(PR_CAPBSET_READ, 0 /* CAP_CHOWN */, 0, 0, 0) == 0 ? 0 : 4;
}

static int stay_root_without_power(void)
{
	if (cx_privileges_drop_capabilities())
		return 1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || getuid() != 0)
		return 2;
	return setuid(first_uid) < 0 && chroot("/") < 0 ? 0 : 3;
}

static int probe_without_power(void)
{
	if (cx_privileges_drop_capabilities())
		return 1;
	struct cx_layer_status status = cx_privileges_probe(first_uid);
	return status.state == CX_LAYER_DENIED && strstr(status.why, "CAP_SETUID") ? 0 : 2;
}

static int probe_as_user(void)
{
	if (cx_privileges_drop(first_uid, first_uid))
		return 1;
	struct cx_layer_status status = cx_privileges_probe(first_uid);
	return status.state == CX_LAYER_DENIED && strstr(status.why, "start as root") ? 0 : 2;
}

TEST(privileges_are_given_up_for_good)
{
	if (cx_privileges_probe(first_uid).state != CX_LAYER_ON) {
		printf("# SKIP needs root with CAP_SETUID: %s\n", cx_privileges_probe(first_uid).why);
		return;
	}
	CHECK_EQ_INT(child_status(become_guest), 0);
	CHECK_EQ_INT(child_status(stay_root_without_power), 0);
	CHECK_EQ_INT(child_status(probe_without_power), 0);
	CHECK_EQ_INT(child_status(probe_as_user), 0);
}

int main(void)
{
	RUN(layers_have_the_names_that_results_show);
	RUN(every_floor_is_met_where_all_is_on);
	RUN(the_default_floor_wants_landlock_and_says_what_would_help);
	RUN(a_world_of_its_own_is_as_good_as_landlock);
	RUN(no_floor_but_none_does_without_seccomp);
	RUN(without_a_uid_of_its_own_signals_must_stay_in_scope);
	RUN(a_layer_that_the_operator_turned_off_is_named_as_such);
	RUN(every_layer_says_what_it_does_or_why_it_is_off);
	RUN(the_longest_message_fits);
	RUN(privileges_are_given_up_for_good);
	return check_done();
}
