/* What a guest may leave in its directory can be emptied and measured without following it anywhere. */
#include "check.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/tree.h"

static char scratch[64];

static int open_scratch(void)
{
	snprintf(scratch, sizeof(scratch), "/tmp/test_tree.XXXXXX");
	if (!mkdtemp(scratch))
		abort();
	return open(scratch, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void make_file(int dir_fd, const char *name, size_t len)
{
	cleanup_fd int fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		abort();
	char block[4096] = "x";
	for (; len; len -= len < sizeof(block) ? len : sizeof(block))
		if (write(fd, block, len < sizeof(block) ? len : sizeof(block)) < 0)
			abort();
}

static void make_deep(int dir_fd, int depth)
{
	int at = dup(dir_fd);
	for (int i = 0; i < depth; i++) {
		if (mkdirat(at, "deep", 0700) < 0)
			abort();
		int next = openat(at, "deep", O_RDONLY | O_DIRECTORY);
		close(at);
		at = next;
	}
	make_file(at, "bottom", 10);
	close(at);
}

TEST(empties_files_directories_links_and_fifos)
{
	cleanup_fd int dir = open_scratch();
	make_file(dir, "file", 10);
	CHECK(mkdirat(dir, "a", 0700) == 0 && mkdirat(dir, "a/b", 0700) == 0);
	make_file(dir, "a/b/c", 10);
	CHECK(mkfifoat(dir, "fifo", 0600) == 0);
	CHECK(symlinkat("/etc", dir, "a/link") == 0);
	CHECK_EQ_INT(cx_tree_empty(dir), 0);
	CHECK_EQ_INT(rmdir(scratch), 0);
	CHECK_EQ_INT(access("/etc/passwd", F_OK), 0);
}

TEST(empties_directories_that_nobody_may_read)
{
	cleanup_fd int dir = open_scratch();
	CHECK(mkdirat(dir, "closed", 0700) == 0);
	make_file(dir, "closed/file", 10);
	CHECK(fchmodat(dir, "closed", 0, 0) == 0);
	CHECK_EQ_INT(cx_tree_empty(dir), 0);
	CHECK_EQ_INT(rmdir(scratch), 0);
}

TEST(empties_a_tree_thousands_of_levels_deep)
{
	cleanup_fd int dir = open_scratch();
	make_deep(dir, 5000);
	make_file(dir, "0", 1); /* in the way of a hoisted directory's number */
	CHECK_EQ_INT(cx_tree_empty(dir), 0);
	CHECK_EQ_INT(rmdir(scratch), 0);
}

TEST(measures_what_is_allocated_and_the_longest_file)
{
	cleanup_fd int dir = open_scratch();
	make_file(dir, "large", 1000000);
	CHECK(mkdirat(dir, "sub", 0700) == 0);
	make_file(dir, "sub/small", 1);
	struct cx_tree_size size = { 0 };
	cx_tree_measure(dir, UINT64_MAX - 1, &size);
	CHECK(size.bytes >= 1000000 && size.bytes < 1100000);
	CHECK_EQ_INT(size.largest_file, 1000000);
	CHECK(!size.too_deep);
	cx_tree_empty(dir);
	rmdir(scratch);
}

TEST(empty_files_are_not_free)
{
	cleanup_fd int dir = open_scratch();
	for (int i = 0; i < 100; i++) {
		char name[16];
		snprintf(name, sizeof(name), "%d", i);
		make_file(dir, name, 0);
	}
	struct cx_tree_size size = { 0 };
	cx_tree_measure(dir, UINT64_MAX - 1, &size);
	CHECK(size.bytes >= 100 * CX_TREE_INODE_BYTES);
	cx_tree_empty(dir);
	rmdir(scratch);
}

TEST(a_symlink_is_measured_as_a_name_and_not_followed)
{
	cleanup_fd int dir = open_scratch();
	CHECK(symlinkat("/usr", dir, "usr") == 0);
	struct cx_tree_size size = { 0 };
	cx_tree_measure(dir, UINT64_MAX - 1, &size);
	CHECK(size.bytes <= 4096);
	cx_tree_empty(dir);
	rmdir(scratch);
}

TEST(says_when_something_lies_too_deep_to_count)
{
	cleanup_fd int dir = open_scratch();
	make_deep(dir, CX_TREE_MAX_DEPTH + 1);
	struct cx_tree_size size = { 0 };
	cx_tree_measure(dir, UINT64_MAX - 1, &size);
	CHECK(size.too_deep);
	cx_tree_empty(dir);
	rmdir(scratch);
}

int main(void)
{
	RUN(empties_files_directories_links_and_fifos);
	RUN(empties_directories_that_nobody_may_read);
	RUN(empties_a_tree_thousands_of_levels_deep);
	RUN(measures_what_is_allocated_and_the_longest_file);
	RUN(empty_files_are_not_free);
	RUN(a_symlink_is_measured_as_a_name_and_not_followed);
	RUN(says_when_something_lies_too_deep_to_count);
	return check_done();
}
