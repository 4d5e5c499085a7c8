/* What a compiler made: taken, put back, kept, and never believed. */
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/fd.h"
#include "base/tree.h"
#include "stage/cache.h"

#include "check.h"

static struct cx_error err;
static char root[] = "/tmp/codex-cache-XXXXXX";
static struct cx_host host;
static struct cx_slot slot;
static const struct cx_cache_key key = { "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" };

static void start_anew(void)
{
	cx_tree_empty(host.state.dir_fd);
	if (mkdirat(host.state.dir_fd, "build", 0700) < 0)
		abort();
	cx_close(&slot.dirs[CX_SLOT_BUILD]);
	slot.dirs[CX_SLOT_BUILD] = openat(host.state.dir_fd, "build", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	host.cache_bytes = 64 * 1024 * 1024;
}

static void put(const char *name, const char *content, mode_t mode)
{
	cleanup_fd int fd =
		openat(slot.dirs[CX_SLOT_BUILD], name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	if (fd < 0 || cx_write_all(fd, content, strlen(content)) < 0 || fchmod(fd, mode) < 0)
		abort();
}

static const char *content_of(const char *name)
{
	static char text[64];
	return cx_read_text(slot.dirs[CX_SLOT_BUILD], name, text, sizeof(text)) < 0 ? NULL : text;
}

static mode_t mode_of(const char *name)
{
	struct stat st;
	return fstatat(slot.dirs[CX_SLOT_BUILD], name, &st, AT_SYMLINK_NOFOLLOW) < 0 ? 0 : st.st_mode & 07777;
}

static struct cx_artifact take(void)
{
	static const struct cx_bytes said = { (char *)"a warning\n", 10 };
	struct cx_artifact artifact = CX_ARTIFACT_NONE;
	CHECK_EQ_INT(cx_artifact_take(&host.state, &slot, &said, &artifact, &err), 0);
	return artifact;
}

TEST(what_is_taken_can_be_put_back)
{
	struct cx_bytes said = { 0 };
	start_anew();
	mkdirat(slot.dirs[CX_SLOT_BUILD], "deep", 0700);
	mkdirat(slot.dirs[CX_SLOT_BUILD], "deep/er", 0700);
	put("main", "program", 0755);
	put("deep/er/data", "", 0600);
	put("deep/data", "x", 0644);
	struct cx_artifact artifact = take();
	CHECK(artifact.whole && cx_artifact_check(&artifact));
	CHECK_EQ_INT(cx_artifact_restore(&artifact, &slot, &err), 0);
	CHECK_EQ_STR(content_of("main"), "program");
	CHECK_EQ_STR(content_of("deep/data"), "x");
	CHECK_EQ_STR(content_of("deep/er/data"), "");
	CHECK_EQ_INT(mode_of("main"), 0555);
	CHECK_EQ_INT(mode_of("deep/data"), 0444);
	CHECK_EQ_INT(mode_of("deep"), 0755);
	CHECK_EQ_INT(cx_artifact_read_said(&artifact, &said, &err), 0);
	CHECK_EQ_STR(said.data, "a warning\n");
	cx_bytes_done(&said);
	cx_artifact_done(&artifact);
}

TEST(a_large_file_survives)
{
	enum { SIZE = 3 * 1024 * 1024 + 7 };
	static char large[SIZE + 1], again[SIZE + 1];
	start_anew();
	for (size_t i = 0; i < SIZE; i++)
		large[i] = (char)('a' + i * i % 23);
	put("large", large, 0600);
	struct cx_artifact artifact = take();
	CHECK(cx_artifact_check(&artifact));
	CHECK_EQ_INT(cx_artifact_restore(&artifact, &slot, &err), 0);
	CHECK_EQ_INT(cx_read_text(slot.dirs[CX_SLOT_BUILD], "large", again, sizeof(again)), SIZE);
	CHECK(!memcmp(large, again, SIZE));
	cx_artifact_done(&artifact);
}

TEST(links_and_pipes_are_left_out_and_then_nothing_is_kept)
{
	static const char secret[] = "not the compiler's";
	struct cx_artifact loaded;
	start_anew();
	put("main", "program", 0755);
	cleanup_fd int fd = openat(host.state.dir_fd, "secret", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	CHECK_EQ_INT(cx_write_all(fd, secret, sizeof(secret)), 0);
	CHECK_EQ_INT(symlinkat("../secret", slot.dirs[CX_SLOT_BUILD], "symlink"), 0);
	CHECK_EQ_INT(linkat(host.state.dir_fd, "secret", slot.dirs[CX_SLOT_BUILD], "hardlink", 0), 0);
	CHECK_EQ_INT(mkfifoat(slot.dirs[CX_SLOT_BUILD], "fifo", 0600), 0);
	CHECK_EQ_INT(symlinkat("..", slot.dirs[CX_SLOT_BUILD], "folder"), 0);
	struct cx_artifact artifact = take();
	CHECK(!artifact.whole);
	CHECK_EQ_INT(cx_artifact_restore(&artifact, &slot, &err), 0);
	CHECK_EQ_STR(content_of("main"), "program");
	CHECK(!mode_of("symlink") && !mode_of("hardlink") && !mode_of("fifo") && !mode_of("folder"));
	cx_cache_store(&host, &key, &artifact);
	CHECK(!cx_cache_load(&host, &key, &loaded));
	cx_artifact_done(&artifact);
}

TEST(what_was_planted_in_the_build_directory_is_gone_before_anything_is_written)
{
	start_anew();
	mkdirat(slot.dirs[CX_SLOT_BUILD], "lib", 0700);
	put("lib/a", "mine", 0600);
	struct cx_artifact artifact = take();
	cx_tree_empty(slot.dirs[CX_SLOT_BUILD]);
	mkdirat(host.state.dir_fd, "outside", 0700);
	CHECK_EQ_INT(symlinkat("../outside", slot.dirs[CX_SLOT_BUILD], "lib"), 0);
	CHECK_EQ_INT(cx_artifact_restore(&artifact, &slot, &err), 0);
	CHECK_EQ_STR(content_of("lib/a"), "mine");
	CHECK_EQ_INT(unlinkat(host.state.dir_fd, "outside", AT_REMOVEDIR), 0); /* it is empty */
	cx_artifact_done(&artifact);
}

TEST(what_is_kept_is_found_again)
{
	struct cx_artifact loaded;
	start_anew();
	put("main", "program", 0755);
	struct cx_artifact artifact = take();
	CHECK(!cx_cache_load(&host, &key, &loaded));
	cx_cache_store(&host, &key, &artifact);
	cx_cache_store(&host, &key, &artifact);
	cx_tree_empty(slot.dirs[CX_SLOT_BUILD]);
	CHECK(cx_cache_load(&host, &key, &loaded));
	CHECK_EQ_INT(cx_artifact_restore(&loaded, &slot, &err), 0);
	CHECK_EQ_STR(content_of("main"), "program");
	cx_artifact_done(&loaded);
	cx_artifact_done(&artifact);
}

TEST(a_cache_of_no_bytes_keeps_nothing)
{
	struct cx_artifact loaded;
	struct stat st;
	start_anew();
	host.cache_bytes = 0;
	put("main", "program", 0755);
	struct cx_artifact artifact = take();
	cx_cache_store(&host, &key, &artifact);
	CHECK(!cx_cache_load(&host, &key, &loaded));
	CHECK(fstatat(host.state.dir_fd, "cache", &st, 0) < 0);
	cx_artifact_done(&artifact);
}

static int open_entry(int flags)
{
	char path[100];
	snprintf(path, sizeof(path), "cache/%s", key.hex);
	return openat(host.state.dir_fd, path, flags | O_CLOEXEC, 0600);
}

/* The machine was started again since the entry was written: the mark behind it is another boot's. */
static void forget_boot(int fd)
{
	CHECK_EQ_INT(pwrite(fd, "another", 7, lseek(fd, 0, SEEK_END) - 36), 7);
}

static void read_mark(char mark[static 36])
{
	cleanup_fd int fd = open_entry(O_RDONLY);
	CHECK_EQ_INT(pread(fd, mark, 36, lseek(fd, 0, SEEK_END) - 36), 36);
}

TEST(an_entry_of_an_earlier_boot_is_looked_at_once)
{
	struct cx_artifact loaded;
	char first[36], again[36];
	start_anew();
	put("main", "program", 0755);
	struct cx_artifact artifact = take();
	cx_cache_store(&host, &key, &artifact);
	read_mark(first);
	int fd = open_entry(O_RDWR);
	forget_boot(fd);
	close(fd);
	CHECK(cx_cache_load(&host, &key, &loaded));
	CHECK_EQ_INT(loaded.bytes, artifact.bytes);
	read_mark(again);
	CHECK(!memcmp(first, again, sizeof(first)));
	cx_artifact_done(&loaded);
	cx_artifact_done(&artifact);
}

/*
 * After a loss of power, whatever byte is another one, or missing: the entry is not used, and not there any more.
 */
TEST(a_broken_entry_is_not_used_and_removed)
{
	struct cx_artifact loaded;
	start_anew();
	put("main", "program", 0755);
	struct cx_artifact artifact = take();
	for (off_t at = -1; at < (off_t)artifact.bytes; at++) {
		char byte;
		cx_cache_store(&host, &key, &artifact);
		int fd = open_entry(O_RDWR);
		if (at < 0) {
			CHECK_EQ_INT(ftruncate(fd, (off_t)artifact.bytes - 1), 0);
		} else {
			CHECK_EQ_INT(pread(fd, &byte, 1, at), 1);
			byte ^= 1;
			CHECK_EQ_INT(pwrite(fd, &byte, 1, at), 1);
		}
		forget_boot(fd);
		close(fd);
		CHECK(!cx_cache_load(&host, &key, &loaded));
		fd = open_entry(O_RDONLY);
		CHECK(fd < 0);
	}
	cx_artifact_done(&artifact);
}

TEST(a_symlink_or_an_empty_file_is_no_entry)
{
	struct cx_artifact loaded;
	char path[100];
	start_anew();
	mkdirat(host.state.dir_fd, "cache", 0700);
	close(open_entry(O_WRONLY | O_CREAT));
	CHECK(!cx_cache_load(&host, &key, &loaded));
	snprintf(path, sizeof(path), "cache/%s", key.hex);
	CHECK_EQ_INT(symlinkat("/dev/zero", host.state.dir_fd, path), 0);
	CHECK(!cx_cache_load(&host, &key, &loaded));
}

static struct cx_cache_key numbered(int number)
{
	struct cx_cache_key other = key;
	other.hex[0] = (char)('a' + number);
	return other;
}

TEST(what_was_not_used_for_longest_makes_room)
{
	enum { ENTRY = 200 * 1024, ENTRIES = 8 };
	static char content[ENTRY + 1];
	struct cx_artifact loaded;
	start_anew();
	host.cache_bytes = 5 * ENTRY;
	memset(content, 'x', ENTRY);
	put("main", content, 0755);
	struct cx_artifact artifact = take();
	for (int i = 0; i < ENTRIES; i++) {
		struct cx_cache_key one = numbered(i), first = numbered(0);
		cx_cache_store(&host, &one, &artifact);
		usleep(2000);
		CHECK(cx_cache_load(&host, &first, &loaded)); /* used all the time, and so never the oldest */
		cx_artifact_done(&loaded);
		usleep(2000);
	}
	struct cx_cache_key oldest = numbered(1), newest = numbered(ENTRIES - 1);
	CHECK(!cx_cache_load(&host, &oldest, &loaded));
	CHECK(cx_cache_load(&host, &newest, &loaded));
	cx_artifact_done(&loaded);
	struct cx_tree_size size = { 0 };
	cleanup_fd int cache_fd = openat(host.state.dir_fd, "cache", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cx_tree_measure(cache_fd, UINT64_MAX, &size);
	CHECK(size.bytes <= host.cache_bytes);
	cx_artifact_done(&artifact);
}

TEST(what_is_too_large_for_the_cache_is_not_kept)
{
	static char content[100 * 1024 + 1];
	struct cx_artifact loaded;
	start_anew();
	host.cache_bytes = 300 * 1024;
	memset(content, 'x', sizeof(content) - 1);
	put("main", content, 0755);
	struct cx_artifact artifact = take();
	cx_cache_store(&host, &key, &artifact);
	CHECK(!cx_cache_load(&host, &key, &loaded));
	cx_artifact_done(&artifact);
}

/* One that a killed writer left: it is no entry, and goes when it is old. */
TEST(an_unfinished_entry_is_swept_when_room_is_made)
{
	char path[120];
	start_anew();
	put("main", "program", 0755);
	struct cx_artifact artifact = take();
	mkdirat(host.state.dir_fd, "cache", 0700);
	snprintf(path, sizeof(path), "cache/%s.99999", key.hex);
	cleanup_fd int fd = openat(host.state.dir_fd, path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	struct timespec old[2] = { { .tv_sec = 1000000 }, { .tv_sec = 1000000 } };
	CHECK_EQ_INT(futimens(fd, old), 0);
	cx_cache_store(&host, &key, &artifact); /* the first one counts what is there */
	CHECK(faccessat(host.state.dir_fd, path, F_OK, 0) < 0);
	cx_artifact_done(&artifact);
}

/* Store and load without end; a load that finds nothing, or something else, is an exit status. */
static _Noreturn void hammer(const struct cx_artifact *artifact)
{
	for (int i = 0;; i = (i + 1) % 4) {
		struct cx_cache_key one = numbered(i);
		struct cx_artifact loaded;
		cx_cache_store(&host, &one, artifact);
		if (!cx_cache_load(&host, &one, &loaded) || loaded.bytes != artifact->bytes)
			_exit(1);
		cx_artifact_done(&loaded);
	}
}

TEST(writers_at_the_same_time_and_killed_ones_leave_whole_entries)
{
	enum { WRITERS = 3, ROUNDS = 10 };
	static char content[50 * 1024 + 1];
	start_anew();
	memset(content, 'x', sizeof(content) - 1);
	put("main", content, 0755);
	struct cx_artifact artifact = take();
	fflush(stdout);
	for (int round = 0; round < ROUNDS; round++) {
		pid_t writers[WRITERS];
		for (int i = 0; i < WRITERS; i++)
			if ((writers[i] = fork()) == 0)
				hammer(&artifact);
		usleep(20 * 1000 + (useconds_t)round * 3000);
		for (int i = 0; i < WRITERS; i++) {
			int status;
			kill(writers[i], SIGKILL);
			waitpid(writers[i], &status, 0);
			CHECK(WIFSIGNALED(status));
		}
		for (int i = 0; i < 4; i++) {
			char path[100];
			struct cx_cache_key one = numbered(i);
			struct cx_artifact loaded;
			snprintf(path, sizeof(path), "cache/%s", one.hex);
			bool there = faccessat(host.state.dir_fd, path, F_OK, 0) == 0;
			CHECK(cx_cache_load(&host, &one, &loaded) == there);
			if (there)
				cx_artifact_done(&loaded);
		}
	}
	cx_artifact_done(&artifact);
}

int main(void)
{
	if (!mkdtemp(root) || (host.state.dir_fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		abort();
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		slot.dirs[i] = -1;
	RUN(what_is_taken_can_be_put_back);
	RUN(a_large_file_survives);
	RUN(links_and_pipes_are_left_out_and_then_nothing_is_kept);
	RUN(what_was_planted_in_the_build_directory_is_gone_before_anything_is_written);
	RUN(what_is_kept_is_found_again);
	RUN(a_cache_of_no_bytes_keeps_nothing);
	RUN(an_entry_of_an_earlier_boot_is_looked_at_once);
	RUN(a_broken_entry_is_not_used_and_removed);
	RUN(a_symlink_or_an_empty_file_is_no_entry);
	RUN(what_was_not_used_for_longest_makes_room);
	RUN(what_is_too_large_for_the_cache_is_not_kept);
	RUN(an_unfinished_entry_is_swept_when_room_is_made);
	RUN(writers_at_the_same_time_and_killed_ones_leave_whole_entries);
	cx_tree_empty(host.state.dir_fd);
	rmdir(root);
	return check_done();
}
