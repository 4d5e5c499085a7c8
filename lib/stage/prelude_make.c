#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/fd.h"
#include "base/tree.h"
#include "stage/prelude_shelf.h"

enum {
	DISK_SHARE = 4, /* all of them are at most this part of their file system, which may be memory */
	FAILED_SECONDS = 24 * 3600,
};

/* ---- room on the shelf ---- */

struct item {
	char hex[CX_HASH_HEX];
	uint64_t bytes;
	struct timespec used;
};

struct items {
	struct item *list;
	size_t len;
	uint64_t bytes;
};

static void remove_item(int shelf_fd, const char *name)
{
	cleanup_fd int fd = openat(shelf_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0 && cx_tree_empty(fd) == 0)
		unlinkat(shelf_fd, name, AT_REMOVEDIR);
}

/* We hold the shelf's lock: a directory with another name is one that its maker has left half done. */
static void look_at(int shelf_fd, const char *name, struct items *items)
{
	struct stat st;
	size_t len = strlen(name);
	if (fstatat(shelf_fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	if (!S_ISDIR(st.st_mode)) {
		if (len > CX_HASH_HEX && st.st_mtim.tv_sec + FAILED_SECONDS < time(NULL))
			unlinkat(shelf_fd, name, 0);
		return;
	}
	if (len != CX_HASH_HEX - 1) {
		remove_item(shelf_fd, name);
		return;
	}
	cleanup_fd int fd = openat(shelf_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct item *list = realloc(items->list, (items->len + 1) * sizeof(*list));
	if (!list || fd < 0)
		return;
	struct cx_tree_size size = { 0 };
	cx_tree_measure(fd, UINT64_MAX, &size);
	items->list = list;
	struct item *item = &list[items->len++];
	*item = (struct item){ .bytes = size.bytes, .used = st.st_mtim };
	memcpy(item->hex, name, CX_HASH_HEX);
	items->bytes += size.bytes;
}

static int compare_use(const void *a, const void *b)
{
	const struct timespec *one = &((const struct item *)a)->used, *two = &((const struct item *)b)->used;
	if (one->tv_sec != two->tv_sec)
		return one->tv_sec < two->tv_sec ? -1 : 1;
	return one->tv_nsec < two->tv_nsec ? -1 : one->tv_nsec > two->tv_nsec;
}

static struct items list_items(int shelf_fd)
{
	struct items items = { 0 };
	cleanup_fd int copy = openat(shelf_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cleanup_dir DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	if (!dir)
		return items;
	steal_fd(&copy);
	for (struct dirent *found; (found = readdir(dir));)
		if (found->d_name[0] != '.')
			look_at(shelf_fd, found->d_name, &items);
	if (items.len)
		qsort(items.list, items.len, sizeof(*items.list), compare_use);
	return items;
}

/* What was not used for longest makes room, if it may. False: it does not fit. */
static bool make_room(const struct cx_host *host, int shelf_fd, uint64_t bytes, bool may_remove)
{
	struct statvfs fs;
	if (fstatvfs(shelf_fd, &fs) < 0)
		return false;
	uint64_t most = (uint64_t)fs.f_blocks * fs.f_frsize / DISK_SHARE;
	if (most > host->prelude_bytes)
		most = host->prelude_bytes;
	struct items items = list_items(shelf_fd);
	for (size_t i = 0; i < items.len && may_remove && bytes <= most && items.bytes + bytes > most; i++) {
		remove_item(shelf_fd, items.list[i].hex);
		items.bytes -= items.list[i].bytes;
	}
	free(items.list);
	return items.bytes + bytes <= most;
}

/* ---- making one ---- */

struct order {
	const struct cx_strings *names;
	struct cx_option *options;
	size_t options_len;
	bool may_remove; /* others, to make room for it */
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
		remove_item(shelf_fd, part);
	return done;
}

static void note_failure(int shelf_fd, const char *hex)
{
	char name[CX_HASH_HEX + 16];
	snprintf(name, sizeof(name), "%s.failed", hex);
	cleanup_fd int fd = openat(shelf_fd, name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd >= 0)
		futimens(fd, NULL);
}

static bool is_settled(int shelf_fd, const char *hex)
{
	char failed[CX_HASH_HEX + 16];
	snprintf(failed, sizeof(failed), "%s.failed", hex);
	return faccessat(shelf_fd, hex, F_OK, 0) == 0 || faccessat(shelf_fd, failed, F_OK, 0) == 0;
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

static int make_in(struct cx_job *job, int shelf_fd, const char *hex, const struct order *order,
		   const struct cx_buffer *lines, struct cx_error *err)
{
	bool good;
	uint64_t bytes = 0;
	if (run_maker(job, &good, err) < 0)
		return -1;
	cleanup_fd int product = good ? open_product(job, &bytes) : -1;
	if (product < 0 || !make_room(job->host, shelf_fd, bytes, order->may_remove)) {
		note_failure(shelf_fd, hex);
		return 0;
	}
	return put(job, shelf_fd, hex, lines, product, bytes, err);
}

/* The request that has the lines as its only source. */
static int make_if_missing(struct cx_host *host, const struct cx_language *lang, int shelf_fd,
			   const struct order *order, bool *ret_made, struct cx_error *err)
{
	char hex[CX_HASH_HEX];
	bool known;
	cleanup_buffer struct cx_buffer lines = { 0 };
	if (write_lines(&lang->prelude, order->names, &lines, err) < 0)
		return -1;
	struct cx_file file = { .name = lang->prelude.source, .content = { lines.data, lines.len } };
	struct cx_request req = {
		.files = &file,
		.files_len = 1,
		.options = order->options,
		.options_len = order->options_len,
		.limits = lang->prelude.make.limits,
		.wait_is_free = true, /* it may be the last that gets a CPU */
		.cancel_fd = -1,
	};
	struct cx_job job;
	*ret_made = false;
	if (cx_job_plan(host, lang, &req, &job, err) < 0)
		return -1;
	int keyed = cx_prelude_key(&job, order->names, order->names->len, hex, &known, err);
	cx_job_forget(&job);
	if (keyed < 0 || !known || is_settled(shelf_fd, hex))
		return keyed;
	if (cx_job_open(host, lang, &req, &job, err) < 0)
		return -1;
	int made = make_in(&job, shelf_fd, hex, order, &lines, err);
	cx_job_close(&job);
	*ret_made = made == 0;
	return made;
}

/* ---- what is to be made ---- */

static int make_common(struct cx_host *host, const struct cx_language *lang, int shelf_fd, bool *ret_made,
		       struct cx_error *err)
{
	for (size_t i = 0; i < lang->prelude.common_len && !*ret_made; i++) {
		struct order order = { .names = &lang->prelude.common[i] };
		if (make_if_missing(host, lang, shelf_fd, &order, ret_made, err) < 0)
			return -1;
	}
	return 0;
}

static int make_wanted(struct cx_host *host, const struct cx_language *lang, int shelf_fd, bool *ret_made,
		       struct cx_error *err)
{
	struct cx_prelude_note note;
	for (unsigned at = 0; !*ret_made && cx_prelude_next_note(shelf_fd, lang, &at, &note);) {
		struct order order = {
			.names = &note.names,
			.options = note.options,
			.options_len = note.options_len,
			.may_remove = true,
		};
		unlinkat(shelf_fd, note.file, 0);
		int made = make_if_missing(host, lang, shelf_fd, &order, ret_made, err);
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

int cx_prelude_make(const struct cx_host *host, const struct cx_language *lang, bool common, bool *ret_made,
		    struct cx_error *err)
{
	*ret_made = false;
	if (!lang->prelude.make.steps_len || !host->prelude_bytes ||
	    host->memory_bytes < 2 * lang->prelude.make.limits.memory_bytes)
		return 0;
	/* A slot of its own, so that no request waits for one because of us. */
	struct cx_host beside = *host;
	beside.spare = true;
	if (cx_host_make_shelf(host, err) < 0)
		return -1;
	cleanup_fd int shelf_fd = cx_prelude_open_shelf(host);
	cleanup_fd int lock_fd = shelf_fd < 0 ? -1 : lock_shelf(shelf_fd);
	if (lock_fd < 0)
		return 0;
	if (common && make_common(&beside, lang, shelf_fd, ret_made, err) < 0)
		return -1;
	return *ret_made ? 0 : make_wanted(&beside, lang, shelf_fd, ret_made, err);
}
