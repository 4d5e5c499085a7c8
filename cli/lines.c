#include "lines.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* FNV-1a: to notice that a line is not the one it was, not to keep out a forger. */
static const uint64_t hash_start = 0xcbf29ce484222325, hash_prime = 0x100000001b3;

static void begin_line(struct lines *lines)
{
	lines->offset = lines->consumed;
	lines->line_len = 0;
	lines->hash = hash_start;
}

void lines_open(struct lines *lines, int fd, size_t keep, const char *what)
{
	memset(lines, 0, sizeof(*lines));
	lines->fd = fd;
	lines->what = what;
	lines->keep = keep;
	lines->number = 1;
	begin_line(lines);
}

void lines_done(struct lines *lines)
{
	free(lines->line);
	lines->line = NULL;
}

static int grow(struct lines *lines, size_t need, struct cx_error *err)
{
	size_t cap = lines->line_cap ? lines->line_cap : 4096;
	while (cap < need)
		cap *= 2;
	if (cap == lines->line_cap)
		return 0;
	char *grown = realloc(lines->line, cap);
	if (!grown)
		return cx_fail_oom(err);
	lines->line = grown;
	lines->line_cap = cap;
	return 0;
}

static int add(struct lines *lines, const char *text, size_t len, struct cx_error *err)
{
	for (size_t i = 0; i < len; i++)
		lines->hash = (lines->hash ^ (unsigned char)text[i]) * hash_prime;
	lines->consumed += len;
	size_t room = lines->keep + 1 - lines->line_len;
	size_t kept = len < room ? len : room;
	if (grow(lines, lines->line_len + kept + 1, err) < 0)
		return -1;
	if (kept)
		memcpy(lines->line + lines->line_len, text, kept);
	lines->line_len += kept;
	return 0;
}

/* The open line is whole. */
static void finish(struct lines *lines, bool torn, struct line *ret)
{
	lines->line[lines->line_len] = '\0';
	*ret = (struct line){ .number = lines->number++,
			      .offset = lines->offset,
			      .hash = lines->hash ? lines->hash : 1,
			      .torn = torn,
			      .text = { lines->line, lines->line_len } };
	lines->consumed += !torn;
	lines->line = NULL;
	lines->line_cap = 0;
	begin_line(lines);
}

/* LINES_LINE: there is something in the chunk. */
static int fill(struct lines *lines, struct cx_error *err)
{
	struct pollfd ready = { .fd = lines->fd, .events = POLLIN };
	if (lines->at < lines->len)
		return LINES_LINE;
	if (lines->ended)
		return LINES_END;
	for (;;) {
		if (poll(&ready, 1, 0) == 0)
			return LINES_WAIT;
		ssize_t n = read(lines->fd, lines->chunk, sizeof(lines->chunk));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return LINES_WAIT;
		if (n < 0)
			return cx_fail_errno(err, CX_EINPUT, "read %s", lines->what);
		lines->at = 0;
		lines->len = (size_t)n;
		lines->ended = n == 0;
		return n ? LINES_LINE : LINES_END;
	}
}

int lines_next(struct lines *lines, struct line *ret, struct cx_error *err)
{
	for (;;) {
		int filled = fill(lines, err);
		if (filled == LINES_END && lines->consumed > lines->offset) {
			finish(lines, true, ret);
			return LINES_LINE;
		}
		if (filled != LINES_LINE)
			return filled;
		const char *from = lines->chunk + lines->at;
		const char *newline = memchr(from, '\n', lines->len - lines->at);
		size_t part = newline ? (size_t)(newline - from) : lines->len - lines->at;
		if (add(lines, from, part, err) < 0)
			return -1;
		lines->at += part + (newline != NULL);
		if (newline) {
			finish(lines, false, ret);
			return LINES_LINE;
		}
	}
}
