#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lines.h"
#include "streams.h"

void journal_members(uint64_t line, uint64_t hash, char buf[static JOURNAL_MEMBERS])
{
	snprintf(buf, JOURNAL_MEMBERS, "\"line\":%" PRIu64 ",\"hash\":\"%016" PRIx64 "\",", line, hash);
}

/* ---- what is there already ---- */

struct known {
	uint64_t line;
	uint64_t hash;
	bool ok;
	char status[24];
};

/* The members are where row_execute() puts them. */
static bool read_row(const struct cx_bytes *text, struct known *ret)
{
	char ok[6];
	int used = 0;
	if (sscanf(text->data,
		   "{\"line\":%" SCNu64 ",\"hash\":\"%16" SCNx64
		   "\",\"ok\":%5[a-z],\"verdict\":\"%23[a-z_]\",%n",
		   &ret->line, &ret->hash, ok, ret->status, &used) != 4 ||
	    !used)
		return false;
	ret->ok = !strcmp(ok, "true");
	return true;
}

static int add_known(struct journal *journal, const struct known *known, struct cx_error *err)
{
	if (pwrite(journal->index_fd, &known->hash, sizeof(known->hash), (off_t)(known->line * 8)) !=
	    sizeof(known->hash))
		return cx_fail_errno(err, CX_EINTERNAL, "note which rows of %s are there", journal->path);
	if (known->line > journal->last)
		journal->last = known->line;
	return 0;
}

static int read_rows(struct journal *journal, struct lines *lines, struct tally *tally, struct cx_error *err)
{
	struct line line;
	int next;
	while ((next = lines_next(lines, &line, err)) == LINES_LINE) {
		struct known known;
		bool readable = read_row(&line.text, &known);
		bool torn = line.torn;
		cx_bytes_done(&line.text);
		if (torn)
			break;
		if (!readable || known.line >= UINT64_MAX / 16)
			return cx_fail(err, CX_EINPUT, "%s: line %" PRIu64 " is no row of codex-run batch",
				       journal->path, line.number);
		if (add_known(journal, &known, err) < 0)
			return -1;
		tally_add(tally, known.status, known.ok);
		tally->before++;
		journal->size = lines->consumed;
	}
	return next < 0 ? -1 : 0;
}

/* A file of its own, which nobody else sees: memory does not grow with the rows. */
static int open_index(struct cx_error *err)
{
	FILE *file = tmpfile();
	if (!file)
		return cx_fail_errno(err, CX_EINTERNAL, "make a temporary file");
	int fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
	fclose(file);
	return fd < 0 ? cx_fail_errno(err, CX_EINTERNAL, "make a temporary file") : fd;
}

static int resume_rows(struct journal *journal, struct tally *tally, struct cx_error *err)
{
	enum { KEEP = 4096 };
	struct lines *lines = malloc(sizeof(*lines));
	if (!lines)
		return cx_fail_oom(err);
	lines_open(lines, journal->fd, KEEP, journal->path);
	journal->index_fd = open_index(err);
	int done = journal->index_fd < 0 ? -1 : read_rows(journal, lines, tally, err);
	lines_done(lines);
	free(lines);
	if (done == 0 && ftruncate(journal->fd, (off_t)journal->size) < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "cut the last row of %s", journal->path);
	return done;
}

/* ---- the file ---- */

/* A lock of ours alone: the workers, which are forked, do not share it, and so cannot keep it when we are killed. */
static int lock(const struct journal *journal, struct cx_error *err)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	if (fcntl(journal->fd, F_SETLK, &whole) == 0)
		return 0;
	if (errno == EACCES || errno == EAGAIN)
		return cx_fail(err, CX_EINPUT, "%s: another codex-run is writing to it", journal->path);
	return errno == ENOLCK || errno == EINVAL
		       ? 0
		       : cx_fail_errno(err, CX_EINTERNAL, "lock %s", journal->path);
}

int journal_open(const char *path, bool resume, struct journal *ret, struct tally *tally,
		 struct cx_error *err)
{
	struct stat st;
	struct journal journal = { .path = path, .index_fd = -1 };
	journal.fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (journal.fd < 0 || fstat(journal.fd, &st) < 0) {
		cx_fail_errno(err, CX_EINPUT, "%s", path);
		journal_close(&journal);
		return -1;
	}
	int done = S_ISREG(st.st_mode) ? lock(&journal, err) : 0;
	if (done == 0 && resume)
		done = S_ISREG(st.st_mode)
			       ? resume_rows(&journal, tally, err)
			       : cx_fail(err, CX_EINPUT,
					 "%s is not a regular file: there is nothing to resume", path);
	else if (done == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		done = cx_fail(err, CX_EINPUT,
			       "%s is there already: --resume continues it, or name another file", path);
	if (done < 0)
		journal_close(&journal);
	else
		*ret = journal;
	return done;
}

void journal_close(struct journal *journal)
{
	if (journal->path && journal->fd >= 0)
		close(journal->fd);
	if (journal->index_fd >= 0)
		close(journal->index_fd);
	journal->fd = journal->index_fd = -1;
}

int journal_has(const struct journal *journal, uint64_t line, uint64_t hash, bool *ret, struct cx_error *err)
{
	uint64_t known = 0;
	*ret = false;
	if (journal->index_fd < 0 || line > journal->last)
		return 0;
	if (pread(journal->index_fd, &known, sizeof(known), (off_t)(line * 8)) != sizeof(known))
		return cx_fail_errno(err, CX_EINTERNAL, "look which rows of %s are there", journal->path);
	if (known && known != hash)
		return cx_fail(err, CX_EINPUT,
			       "line %" PRIu64 " of the input is not the one that %s answers: "
			       "resume with the same input",
			       line, journal->path);
	*ret = known != 0;
	return 0;
}

int journal_write(struct journal *journal, const void *data, size_t len, struct cx_error *err)
{
	struct cx_error cause;
	if (write_all(journal->fd, data, len, &cause) == 0) {
		journal->size += len;
		return 0;
	}
	if (!journal->path) {
		*err = cause;
		return -1;
	}
	/* What arrived of the row is taken back; if even that fails, --resume does it. */
	int saved = cause.sys_errno;
	if (ftruncate(journal->fd, (off_t)journal->size) < 0)
		complain("%s ends with a part of a row", journal->path);
	errno = saved;
	return cx_fail_errno(err, CX_EINTERNAL, "write %s; go on later with --resume", journal->path);
}
