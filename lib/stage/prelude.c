#include "stage/prelude.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "stage/cache.h"
#include "stage/prelude_shelf.h"

int cx_prelude_open_shelf(const struct cx_host *host)
{
	return openat(host->state.dir_fd, CX_VIEW_SHELF, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* ---- what a source begins with ---- */

static int read_names(const struct cx_prelude_rule *rule, const struct cx_bytes *source,
		      struct cx_strings *ret, struct cx_error *err)
{
	int group = cx_pattern_group(rule->line, "name");
	enum { GROUPS = 10 };
	struct cx_span spans[GROUPS];
	if (group >= GROUPS)
		return cx_fail(err, CX_EINTERNAL, "the group 'name' of a prelude's line comes too late");
	for (size_t at = 0; ret->len < CX_PRELUDE_MAX_NAMES; at = spans[0].start + spans[0].len) {
		/* The next line, and no later one. */
		if (!cx_pattern_match(rule->line, source->data, source->len, at, spans, GROUPS) ||
		    spans[0].start != at || !spans[0].len || !spans[group].set)
			return 0;
		cleanup_free char *name = strndup(source->data + spans[group].start, spans[group].len);
		if (!name)
			return cx_fail_oom(err);
		if (!cx_strings_contain(&rule->names, name))
			return 0;
		if (cx_strings_add(ret, name) < 0)
			return cx_fail_oom(err);
	}
	return 0;
}

/* ---- the key ---- */

/* All but the names: the same for every prelude of these options. */
static int begin_key(const struct cx_job *job, struct cx_hash *hash, bool *ret_known, struct cx_error *err)
{
	const struct cx_prelude_rule *rule = &job->lang->prelude;
	cleanup_strings struct cx_strings command = { 0 };
	struct cx_job making = *job;
	making.sources = (struct cx_strings){ (char *[]){ rule->source, NULL }, 1 };
	if (cx_job_describe(&making, &rule->make, &command, err) < 0)
		return -1;
	cx_hash_start(hash);
	cx_hash_add_text(hash, "codex-run prelude " CODEX_VERSION);
	for (size_t i = 0; i < command.len; i++)
		cx_hash_add_text(hash, command.items[i]);
	*ret_known = cx_cache_add_toolchain(hash, job);
	return 0;
}

static void end_key(struct cx_hash hash, const struct cx_strings *names, size_t len,
		    char ret[static CX_HASH_HEX])
{
	uint8_t digest[CX_HASH_BYTES];
	for (size_t i = 0; i < len; i++)
		cx_hash_add_text(&hash, names->items[i]);
	cx_hash_end(&hash, digest);
	cx_hash_hex(digest, ret);
}

int cx_prelude_key(const struct cx_job *job, const struct cx_strings *names, size_t len,
		   char ret_hex[static CX_HASH_HEX], bool *ret_known, struct cx_error *err)
{
	struct cx_hash hash;
	if (begin_key(job, &hash, ret_known, err) < 0)
		return -1;
	end_key(hash, names, len, ret_hex);
	return 0;
}

/* ---- finding ---- */

static bool is_there(int shelf_fd, const char *hex)
{
	return utimensat(shelf_fd, hex, NULL, AT_SYMLINK_NOFOLLOW) == 0;
}

int cx_prelude_find(const struct cx_job *job, struct cx_prelude *ret, struct cx_error *err)
{
	const struct cx_request *req = job->req;
	const struct cx_prelude_rule *rule = &job->lang->prelude;
	struct cx_hash hash;
	bool known = false;
	*ret = (struct cx_prelude)CX_PRELUDE_NONE;
	if (!rule->make.steps_len || !job->host->prelude_bytes || !job->view.shelf[0])
		return 0;
	/* A step that compiles several sources would begin all of them with what one begins with. */
	if (job->sources.len != 1)
		return 0;
	if (read_names(rule, &req->files[req->main_file].content, &ret->names, err) < 0 ||
	    (ret->names.len && begin_key(job, &hash, &known, err) < 0)) {
		cx_prelude_done(ret);
		return -1;
	}
	cleanup_fd int shelf_fd = known ? cx_prelude_open_shelf(job->host) : -1;
	if (shelf_fd < 0) {
		cx_prelude_done(ret);
		return 0;
	}
	end_key(hash, &ret->names, ret->names.len, ret->whole);
	for (size_t len = ret->names.len; len && !ret->usable[0]; len--) {
		char hex[CX_HASH_HEX];
		end_key(hash, &ret->names, len, hex);
		if (is_there(shelf_fd, hex))
			memcpy(ret->usable, hex, sizeof(hex));
	}
	return 0;
}

void cx_prelude_done(struct cx_prelude *prelude)
{
	cx_strings_done(&prelude->names);
	*prelude = (struct cx_prelude)CX_PRELUDE_NONE;
}
