/* A directory with an allowed and a forbidden half, and children that try what they may and may not. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/landlock.h"

static char root[] = "/tmp/codex-landlock-XXXXXX";
static int abi;

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");
	if (!file || fputs(text, file) < 0 || fclose(file) != 0) {
		printf("Bail out! %s/%s\n", root, path);
		exit(EXIT_FAILURE);
	}
}

static void make_tree(void)
{
	if (!mkdtemp(root) || chdir(root) < 0) {
		printf("Bail out! %s\n", root);
		exit(EXIT_FAILURE);
	}
	mkdir("read", 0755);
	mkdir("work", 0755);
	mkdir("hidden", 0755);
	write_file("read/file", "text");
	write_file("hidden/file", "secret");
	write_file("single", "text");
}

static void remove_tree(void)
{
	static const char *const files[] = { "read/file", "hidden/file", "single", "work/kept" };
	static const char *const directories[] = { "read", "work", "hidden" };
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		unlink(files[i]);
	for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++)
		rmdir(directories[i]);
	CHECK(rmdir(root) == 0);
}

/* What `guest` returns, run behind these rules; 98 when it was killed. */
static int behind(const struct cx_landlock_path *paths, size_t len, int (*guest)(void))
{
	struct cx_error err;
	int ruleset = -1;
	if (cx_landlock_build(abi, paths, len, &ruleset, &err) < 0) {
		printf("# %s\n", err.msg);
		return 97;
	}
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || cx_landlock_restrict(ruleset) < 0)
			_exit(99);
		_exit(guest());
	}
	close(ruleset);
	int status = -1;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

static const struct cx_landlock_path usual[] = {
	{ .path = "read", .access = CX_ACCESS_READ },
	{ .path = "single", .access = CX_ACCESS_READ | CX_ACCESS_EXECUTE | CX_ACCESS_CREATE },
	{ .path = "work", .access = CX_ACCESS_READ | CX_ACCESS_CREATE },
	{ .path = "/dev/null", .access = CX_ACCESS_READ | CX_ACCESS_WRITE },
	{ .path = "not there", .access = CX_ACCESS_READ },
	{ .path = "single/not there", .access = CX_ACCESS_READ },
};
#define BEHIND_USUAL(guest) behind(usual, sizeof(usual) / sizeof(usual[0]), guest)

/* The number of the first step that did not do as it should is the exit status. */
#define STEP(number, cond)             \
	do {                           \
		if (!(cond))           \
			return number; \
	} while (0)

static bool opens(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0644);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool refused(const char *path, int flags)
{
	return !opens(path, flags) && errno == EACCES;
}

static int read_here_and_there(void)
{
	STEP(1, opens("read/file", O_RDONLY));
	STEP(2, opens("read", O_RDONLY | O_DIRECTORY));
	STEP(3, refused("read/file", O_WRONLY));
	STEP(4, refused("hidden/file", O_RDONLY));
	STEP(5, refused("hidden", O_RDONLY | O_DIRECTORY));
	STEP(6, refused("/etc/shadow", O_RDONLY));
	STEP(7, refused("/proc/1/environ", O_RDONLY));
	STEP(8, refused("/", O_RDONLY | O_DIRECTORY));
	STEP(9, refused("read/new", O_WRONLY | O_CREAT));
	return 0;
}

TEST(what_no_rule_allows_cannot_be_read)
{
	CHECK_EQ_INT(BEHIND_USUAL(read_here_and_there), 0);
}

static int work_in_the_work_directory(void)
{
	STEP(1, opens("work/a", O_RDWR | O_CREAT | O_EXCL));
	STEP(2, rename("work/a", "work/b") == 0);
	STEP(3, mkdir("work/d", 0755) == 0 && rename("work/b", "work/d/c") == 0);
	STEP(4, opens("work/d/c", O_WRONLY | O_TRUNC) && truncate("work/d/c", 0) == 0);
	STEP(5, symlink("../hidden/file", "work/link") == 0 && refused("work/link", O_RDONLY));
	STEP(6, mkfifo("work/fifo", 0600) == 0 && unlink("work/fifo") == 0);
	STEP(7, unlink("work/link") == 0 && unlink("work/d/c") == 0 && rmdir("work/d") == 0);
	return 0;
}

TEST(the_work_directory_is_the_guests_own)
{
	if (abi < 2)
		printf("# SKIP a rename between directories needs ABI 2, this kernel has %d\n", abi);
	else
		CHECK_EQ_INT(BEHIND_USUAL(work_in_the_work_directory), 0);
}

static int reach_out_of_it(void)
{
	STEP(1, link("hidden/file", "work/stolen") < 0 && (errno == EXDEV || errno == EACCES));
	STEP(2, rename("hidden/file", "work/stolen") < 0 && (errno == EXDEV || errno == EACCES));
	STEP(3, opens("work/mine", O_WRONLY | O_CREAT));
	STEP(4, rename("work/mine", "read/planted") < 0 && (errno == EXDEV || errno == EACCES));
	STEP(5, unlink("work/mine") == 0);
	STEP(6, unlink("hidden/file") < 0 && errno == EACCES);
	STEP(7, mkdir("hidden/new", 0755) < 0 && errno == EACCES);
	STEP(8, symlink("x", "hidden/new") < 0 && errno == EACCES);
	STEP(9, mknod("work/socket", S_IFSOCK | 0600, 0) < 0 && errno == EACCES);
	return 0;
}

TEST(nothing_moves_in_or_out)
{
	CHECK_EQ_INT(BEHIND_USUAL(reach_out_of_it), 0);
}

static int truncate_the_hidden(void)
{
	return truncate("hidden/file", 0) < 0 && errno == EACCES ? 0 : 1;
}

TEST(truncation_by_path_is_refused)
{
	if (abi < 3)
		printf("# SKIP needs ABI 3, this kernel has %d\n", abi);
	else
		CHECK_EQ_INT(BEHIND_USUAL(truncate_the_hidden), 0);
}

static int use_a_device(void)
{
	int fd = open("/dev/null", O_WRONLY | O_TRUNC | O_CLOEXEC);
	STEP(1, fd >= 0 && write(fd, "x", 1) == 1);
	STEP(2, refused("/dev/zero", O_RDONLY));
	STEP(3, refused("/dev/tty", O_RDWR) || errno == ENXIO || errno == ENOENT);
	return 0;
}

TEST(a_device_can_be_written)
{
	CHECK_EQ_INT(BEHIND_USUAL(use_a_device), 0);
}

static int execute_read_only(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return errno == EACCES ? 0 : 1;
}

TEST(reading_is_not_executing)
{
	const struct cx_landlock_path paths[] = {
		{ .path = "/usr", .access = CX_ACCESS_READ },
		{ .path = "/bin", .access = CX_ACCESS_READ },
		{ .path = "/lib", .access = CX_ACCESS_READ },
	};
	CHECK_EQ_INT(behind(paths, 3, execute_read_only), 0);
}

static int open_by_rule_of_descriptor(void)
{
	STEP(1, opens("hidden/file", O_RDONLY));
	STEP(2, refused("read/file", O_RDONLY));
	return 0;
}

TEST(a_rule_can_be_for_a_descriptor)
{
	int fd = open("hidden", O_PATH | O_DIRECTORY | O_CLOEXEC);
	const struct cx_landlock_path path = { .fd = fd, .access = CX_ACCESS_READ };
	CHECK_EQ_INT(behind(&path, 1, open_by_rule_of_descriptor), 0);
	close(fd);
}

static int connect_to_loopback(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(9) };
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	STEP(1, fd >= 0);
	STEP(2, connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0 && errno == EACCES);
	STEP(3, bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 && errno == EACCES);
	return 0;
}

TEST(there_is_no_tcp)
{
	if (abi < 4)
		printf("# SKIP needs ABI 4, this kernel has %d\n", abi);
	else
		CHECK_EQ_INT(BEHIND_USUAL(connect_to_loopback), 0);
}

static int signal_the_parent(void)
{
	STEP(1, kill(getppid(), 0) < 0 && errno == EPERM);
	STEP(2, kill(getpid(), 0) == 0);
	pid_t child = fork();
	if (child == 0)
		for (;;)
			pause();
	STEP(3, kill(child, SIGKILL) == 0);
	return 0;
}

TEST(signals_stay_within_the_run)
{
	if (abi < 6)
		printf("# SKIP needs ABI 6, this kernel has %d\n", abi);
	else
		CHECK_EQ_INT(BEHIND_USUAL(signal_the_parent), 0);
}

static struct sockaddr_un abstract;

static int connect_to_abstract_socket(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	STEP(1, fd >= 0);
	STEP(2, connect(fd, (struct sockaddr *)&abstract, sizeof(abstract)) < 0 && errno == EPERM);
	return 0;
}

TEST(abstract_sockets_of_others_are_out_of_reach)
{
	if (abi < 6) {
		printf("# SKIP needs ABI 6, this kernel has %d\n", abi);
		return;
	}
	abstract.sun_family = AF_UNIX;
	snprintf(abstract.sun_path + 1, sizeof(abstract.sun_path) - 1, "%s", root);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&abstract, sizeof(abstract)) == 0 && listen(fd, 1) == 0);
	CHECK_EQ_INT(BEHIND_USUAL(connect_to_abstract_socket), 0);
	close(fd);
}

/* What an older kernel would be asked for is accepted by every newer one. */
TEST(every_older_abi_builds)
{
	for (int older = 1; older <= abi; older++) {
		struct cx_error err;
		int ruleset = -1;
		CHECK(cx_landlock_build(older, usual, sizeof(usual) / sizeof(usual[0]), &ruleset, &err) == 0);
		close(ruleset);
	}
}

TEST(a_bad_descriptor_is_an_error)
{
	const struct cx_landlock_path path = { .fd = -1, .access = CX_ACCESS_READ };
	struct cx_error err = { 0 };
	int ruleset = -1;
	CHECK_EQ_INT(cx_landlock_build(abi, &path, 1, &ruleset, &err), -1);
	CHECK_EQ_INT(err.code, CX_ESANDBOX);
	CHECK_EQ_INT(ruleset, -1);
}

TEST(the_probe_tells_what_it_covers)
{
	struct cx_layer_status status = cx_landlock_probe();
	CHECK_EQ_INT(status.state, CX_LAYER_ON);
	CHECK_EQ_INT(status.version, abi);
	CHECK_CONTAINS(status.why, "files");
}

int main(void)
{
	abi = cx_landlock_abi();
	if (abi == 0) {
		printf("1..0 # SKIP this kernel has no Landlock: %s\n", strerror(errno));
		return EXIT_SUCCESS;
	}
	make_tree();
	RUN(what_no_rule_allows_cannot_be_read);
	RUN(the_work_directory_is_the_guests_own);
	RUN(nothing_moves_in_or_out);
	RUN(truncation_by_path_is_refused);
	RUN(a_device_can_be_written);
	RUN(reading_is_not_executing);
	RUN(a_rule_can_be_for_a_descriptor);
	RUN(there_is_no_tcp);
	RUN(signals_stay_within_the_run);
	RUN(abstract_sockets_of_others_are_out_of_reach);
	RUN(every_older_abi_builds);
	RUN(a_bad_descriptor_is_an_error);
	RUN(the_probe_tells_what_it_covers);
	remove_tree();
	return check_done();
}
