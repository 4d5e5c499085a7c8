#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/fd.h"
#include "stage/prelude_shelf.h"

/* All of them are at most this part of their file system, which may be memory. */
enum { DISK_SHARE = 4 };

/* ---- making one ---- */

struct order {
	const struct cx_strings *names;
	struct cx_option *options;
	size_t options_len;
	bool common;
};

static int write_lines(const struct cx_prelude_rule *rule, const struct cx_strings *names,
		       struct cx_buffer *into, struct cx_error *err)
{
	for (size_t i = 0; i < names->len; i++) {
		const char *name = names->items[i];
		struct cx_span spans[2] = { [1] = { 0, strlen(name), true } };
		cleanup_bytes struct cx_bytes line = { 0 };
		if (cx_template_expand_groups(rule->text, name, spans, 2, &line, err) < 0)
			return -1;
		if (cx_buffer_append(into, line.data, line.len) < 0)
			return cx_fail_oom(err);
	}
	return 0;
}

static int fail_put(const char *name, struct cx_error *err)
{
	return cx_fail_errno(err, CX_EINTERNAL, "cannot put '%.100s' among the preludes", name);
}

static int put_text(int dir_fd, const char *name, const struct cx_buffer *text, struct cx_error *err)
{
	cleanup_fd int fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	if (fd < 0 || cx_write_all(fd, text->data, text->len) < 0 || fchmod(fd, 0444) < 0)
		return fail_put(name, err);
	return 0;
}

/* What was made, whose maker is dead by now. A file with another name may be one that is not the maker's. */
static int open_product(const struct cx_job *job, uint64_t *ret_bytes)
{
	struct stat st;
	cleanup_fd int fd = openat(job->slot.dirs[CX_SLOT_BUILD], job->lang->prelude.product,
				   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_nlink != 1)
		return -1;
	*ret_bytes = (uint64_t)st.st_size;
	return steal_fd(&fd);
}

static int put_product(int dir_fd, const char *name, int from_fd, uint64_t bytes, struct cx_error *err)
{
	cleanup_fd int fd = openat(dir_fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
	/* Written to the disk before it gets its name: what a loss of power left half written would be used. */
	if (fd < 0 || cx_copy_range(from_fd, 0, fd, bytes) < 0 || fchmod(fd, 0444) < 0 || fsync(fd) < 0)
		return fail_put(name, err);
	return 0;
}

/* Written aside and renamed: a reader sees a whole one or none. */
static int put(const struct cx_job *job, int shelf_fd, const char *hex, const struct cx_buffer *lines,
	       int product_fd, uint64_t bytes, struct cx_error *err)
{
	const struct cx_prelude_rule *rule = &job->lang->prelude;
	char part[CX_HASH_HEX + 16];
	snprintf(part, sizeof(part), "%s.%d", hex, (int)getpid());
	if (mkdirat(shelf_fd, part, 0700) < 0)
		return fail_put(hex, err);
	cleanup_fd int dir = openat(shelf_fd, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int done = dir < 0 ? fail_put(hex, err) : put_text(dir, rule->source, lines, err);
	if (done == 0)
		done = put_product(dir, rule->product, product_fd, bytes, err);
	if (done == 0 && (fchmod(dir, 0755) < 0 || renameat(shelf_fd, part, shelf_fd, hex) < 0))
		done = fail_put(hex, err);
	if (done < 0)
		cx_prelude_remove(shelf_fd, part);
	return done;
}

/* Not to be tried again for a day, or until there is more room. */
static void note_failure(const struct cx_prelude_shelf *shelf, const char *hex)
{
	char name[CX_HASH_HEX + 16], most[32];
	int len = snprintf(most, sizeof(most), "%llu\n", (unsigned long long)shelf->most);
	snprintf(name, sizeof(name), "%s.failed", hex);
	cleanup_fd int fd =
		openat(shelf->fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd >= 0)
		(void)!write(fd, most, (size_t)len);
}

static bool is_settled(const struct cx_prelude_shelf *shelf, const char *hex)
{
	char failed[CX_HASH_HEX + 16], most[32];
	snprintf(failed, sizeof(failed), "%s.failed", hex);
	return faccessat(shelf->fd, hex, F_OK, 0) == 0 ||
	       (cx_read_text(shelf->fd, failed, most, sizeof(most)) > 0 &&
		strtoull(most, NULL, 10) == shelf->most);
}

static int run_maker(struct cx_job *job, bool *ret_good, struct cx_error *err)
{
	const struct cx_stage_rule *rule = &job->lang->prelude.make;
	*ret_good = true;
	for (size_t i = 0; i < rule->steps_len && *ret_good; i++) {
		struct cx_step step = {
			.rule = rule,
			.argv = &rule->steps[i],
			.limits = &rule->limits,
			.combined = true,
			.build_writable = true,
		};
		struct cx_outcome outcome;
		if (cx_job_step(job, &step, &outcome, err) < 0)
			return -1;
		/* Without a word: a warning would be missing where it is used. */
		*ret_good = WIFEXITED(outcome.wait_status) && WEXITSTATUS(outcome.wait_status) == 0 &&
			    !outcome.ended_by_us && !outcome.combined.len;
		cx_outcome_done(&outcome);
	}
	return 0;
}

static int make_in(struct cx_job *job, const struct cx_prelude_shelf *shelf, const char *hex, bool common,
		   const struct cx_buffer *lines, bool *ret_made, struct cx_error *err)
{
	bool good;
	uint64_t bytes = 0;
	if (run_maker(job, &good, err) < 0)
		return -1;
	cleanup_fd int product = good ? open_product(job, &bytes) : -1;
	if (product < 0 || !cx_prelude_make_room(shelf, bytes, common)) {
		note_failure(shelf, hex);
		return 0;
	}
	if (put(job, shelf->fd, hex, lines, product, bytes, err) < 0)
		return -1;
	*ret_made = true;
	return 0;
}

/* The request that has the lines as its only source. */
static struct cx_request request_of(const struct cx_language *lang, const struct order *order,
				    struct cx_file *file)
{
	return (struct cx_request){
		.files = file,
		.files_len = 1,
		.options = order->options,
		.options_len = order->options_len,
		.limits = lang->prelude.make.limits,
		.wait_is_free = true, /* it may be the last that gets a CPU */
		.cancel_fd = -1,
	};
}

static int key_of(struct cx_host *host, const struct cx_language *lang, const struct order *order,
		  const struct cx_request *req, char ret_hex[static CX_HASH_HEX], bool *ret_known,
		  struct cx_error *err)
{
	struct cx_job job;
	if (cx_job_plan(host, lang, req, &job, err) < 0)
		return -1;
	int keyed = cx_prelude_key(&job, order->names, order->names->len, ret_hex, ret_known, err);
	cx_job_forget(&job);
	return keyed;
}

static int make_if_missing(struct cx_host *host, const struct cx_language *lang,
			   const struct cx_prelude_shelf *shelf, const struct order *order, bool *ret_made,
			   struct cx_error *err)
{
	char hex[CX_HASH_HEX];
	bool known;
	cleanup_buffer struct cx_buffer lines = { 0 };
	if (write_lines(&lang->prelude, order->names, &lines, err) < 0)
		return -1;
	struct cx_file file = { .name = lang->prelude.source, .content = { lines.data, lines.len } };
	struct cx_request req = request_of(lang, order, &file);
	struct cx_job job;
	int keyed = key_of(host, lang, order, &req, hex, &known, err);
	if (keyed < 0 || !known || is_settled(shelf, hex))
		return keyed;
	if (cx_job_open(host, lang, &req, &job, err) < 0)
		return -1;
	int made = make_in(&job, shelf, hex, order->common, &lines, ret_made, err);
	cx_job_close(&job);
	return made;
}

/* ---- what is to be made ---- */

/* What is common keeps its place while others of its kind are made. */
static int find_common(struct cx_host *host, const struct cx_language *lang, struct cx_prelude_shelf *shelf,
		       struct cx_error *err)
{
	struct cx_bytes nothing = { (char *)"", 0 };
	for (size_t i = 0; i < lang->prelude.common_len && i < CX_PRELUDE_MAX_COMMON; i++) {
		struct order order = { .names = &lang->prelude.common[i] };
		struct cx_file file = { .name = lang->prelude.source, .content = nothing };
		struct cx_request req = request_of(lang, &order, &file);
		bool known;
		if (key_of(host, lang, &order, &req, shelf->common[i], &known, err) < 0)
			return -1;
		shelf->common_len = i + 1;
	}
	return 0;
}

static int make_common(struct cx_host *host, const struct cx_language *lang, struct cx_prelude_shelf *shelf,
		       bool *ret_made, struct cx_error *err)
{
	if (find_common(host, lang, shelf, err) < 0)
		return -1;
	for (size_t i = 0; i < shelf->common_len && !*ret_made; i++) {
		struct order order = { .names = &lang->prelude.common[i], .common = true };
		if (make_if_missing(host, lang, shelf, &order, ret_made, err) < 0)
			return -1;
	}
	return 0;
}

static int make_wanted(struct cx_host *host, const struct cx_language *lang,
		       const struct cx_prelude_shelf *shelf, bool *ret_made, struct cx_error *err)
{
	struct cx_prelude_note note;
	for (unsigned at = 0; !*ret_made && cx_prelude_next_note(shelf->fd, lang, &at, &note);) {
		struct order order = {
			.names = &note.names,
			.options = note.options,
			.options_len = note.options_len,
		};
		unlinkat(shelf->fd, note.file, 0);
		int made = make_if_missing(host, lang, shelf, &order, ret_made, err);
		cx_strings_done(&note.names);
		if (made < 0)
			return -1;
	}
	return 0;
}

/* One maker at a time: together they would not know how much room there is. */
static int lock_shelf(int shelf_fd)
{
	cleanup_fd int fd = openat(shelf_fd, ".lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0)
		return -1;
	return steal_fd(&fd);
}

static uint64_t most_bytes(const struct cx_host *host, int shelf_fd)
{
	struct statvfs fs;
	if (fstatvfs(shelf_fd, &fs) < 0)
		return 0;
	uint64_t share = (uint64_t)fs.f_blocks * fs.f_frsize / DISK_SHARE;
	return host->prelude_bytes < share ? host->prelude_bytes : share;
}

int cx_prelude_make(const struct cx_host *host, const struct cx_language *lang, bool common, bool *ret_made,
		    struct cx_error *err)
{
	*ret_made = false;
	if (!lang->prelude.make.steps_len || !host->prelude_bytes ||
	    host->memory_bytes < 2 * lang->prelude.make.limits.memory_bytes)
		return 0;
	/* In a place of its own, so that no request waits for one because of us. */
	struct cx_host beside = *host;
	beside.spare = true;
	if (cx_host_make_shelf(host, err) < 0)
		return -1;
	cleanup_fd int shelf_fd = cx_prelude_open_shelf(host);
	cleanup_fd int lock_fd = shelf_fd < 0 ? -1 : lock_shelf(shelf_fd);
	if (lock_fd < 0)
		return 0;
	struct cx_prelude_shelf shelf = { .fd = shelf_fd, .most = most_bytes(host, shelf_fd) };
	if (common && make_common(&beside, lang, &shelf, ret_made, err) < 0)
		return -1;
	return *ret_made ? 0 : make_wanted(&beside, lang, &shelf, ret_made, err);
}
