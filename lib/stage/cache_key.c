#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/fd.h"
#include "stage/cache.h"

/* Any change of what a package manager has installed changes one of them: headers, libraries, linkers. */
static const char *const installations[] = {
	"/var/lib/dpkg/status",
	"/lib/apk/db/installed",
	"/var/lib/rpm/rpmdb.sqlite",
	"/var/lib/rpm/Packages",
	"/var/lib/pacman/local",
	"/usr/include",
	"/usr/local/include",
	"/usr/lib",
	"/usr/lib64",
	"/usr/local/lib",
	"/etc/ld.so.cache",
};

static void add_identity(struct cx_hash *hash, const char *path)
{
	struct stat st;
	cx_hash_add_text(hash, path);
	if (stat(path, &st) < 0)
		return;
	uint64_t parts[] = { st.st_dev,
			     st.st_ino,
			     (uint64_t)st.st_size,
			     (uint64_t)st.st_mtim.tv_sec,
			     (uint64_t)st.st_mtim.tv_nsec,
			     (uint64_t)st.st_ctim.tv_sec,
			     (uint64_t)st.st_ctim.tv_nsec };
	cx_hash_add_field(hash, parts, sizeof(parts));
}

static bool add_tools(struct cx_hash *hash, const struct cx_job *job)
{
	for (size_t i = 0; i < job->lang->tools_len; i++) {
		if (!job->lang->tools[i].path)
			return false;
		add_identity(hash, job->lang->tools[i].path);
	}
	for (size_t i = 0; i < job->lang->optionals_len; i++)
		add_identity(hash, job->lang->optionals[i].here ? job->lang->optionals[i].here->program.path
								: "none");
	for (size_t i = 0; i < sizeof(installations) / sizeof(installations[0]); i++)
		add_identity(hash, installations[i]);
	for (size_t i = 0; i < job->view.owned.len; i++)
		add_identity(hash, job->view.owned.items[i]);
	return true;
}

/* The data file may have been edited since; it is small. */
static bool add_language(struct cx_hash *hash, const struct cx_language *lang)
{
	enum { MAX_DATA = 1024 * 1024 };
	cleanup_buffer struct cx_buffer text = { 0 };
	cx_hash_add_text(hash, lang->name);
	cleanup_fd int fd = open(lang->origin, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || cx_read_all(fd, MAX_DATA, &text) < 0)
		return false;
	cx_hash_add_field(hash, text.data, text.len);
	add_identity(hash, lang->directory); /* {data}: what lies beside it */
	return true;
}

bool cx_cache_add_toolchain(struct cx_hash *hash, const struct cx_job *job)
{
	return add_language(hash, job->lang) && add_tools(hash, job);
}

static void add_files(struct cx_hash *hash, const struct cx_job *job)
{
	const struct cx_request *req = job->req;
	for (size_t i = 0; i < req->files_len; i++) {
		cx_hash_add_text(hash, i == req->main_file ? job->sources.items[0] : req->files[i].name);
		cx_hash_add_field(hash, req->files[i].content.data, req->files[i].content.len);
	}
}

int cx_cache_key_of(const struct cx_job *job, struct cx_cache_key *ret, bool *ret_known, struct cx_error *err)
{
	cleanup_strings struct cx_strings command = { 0 };
	struct cx_hash hash;
	uint8_t digest[CX_HASH_BYTES];
	if (cx_job_describe(job, &job->lang->compile, &command, err) < 0)
		return -1;
	cx_hash_start(&hash);
	cx_hash_add_text(&hash, "codex-run " CODEX_VERSION);
	cx_hash_add_field(&hash, &job->lang->compile.limits, sizeof(job->lang->compile.limits));
	for (size_t i = 0; i < command.len; i++)
		cx_hash_add_text(&hash, command.items[i]);
	*ret_known = cx_cache_add_toolchain(&hash, job);
	add_files(&hash, job);
	cx_hash_end(&hash, digest);
	cx_hash_hex(digest, ret->hex);
	return 0;
}
