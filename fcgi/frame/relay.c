#include "relay.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "board.h"
#include "log.h"

enum {
	LINE_MAX_BYTES = 128 * 1024, /* a longer one is told in pieces */
	RATE_MAX = 100 * 1000,
	FURTHEST_MARK = 40, /* a level stands near the beginning */
	SECOND_US = 1000 * 1000,
};

struct relay {
	uint64_t *sent_us; /* when each of the last `rate` lines was sent; a ring */
	size_t rate, next;
	uint64_t dropped, dropped_since_us;
	size_t len;
	char buffer[LINE_MAX_BYTES + 1];
};

/* ---- the bound ---- */

/* Whether fewer than `limit` lines were sent in the last second. */
static bool has_room(const struct relay *relay, size_t limit, uint64_t now)
{
	size_t back = (relay->next + relay->rate - limit) % relay->rate;
	return !relay->sent_us[back] || now - relay->sent_us[back] >= SECOND_US;
}

static void count(struct relay *relay, uint64_t now)
{
	if (!relay->rate)
		return;
	relay->sent_us[relay->next] = now;
	relay->next = (relay->next + 1) % relay->rate;
}

static void tell_dropped(struct relay *relay, uint64_t now)
{
	if (!relay->dropped || now - relay->dropped_since_us < SECOND_US ||
	    !has_room(relay, relay->rate, now))
		return;
	log_line(LOG_LEVEL_WARNING,
		 "%llu lines dropped: the log is bounded at %zu lines per second (CODEX_LOG_RATE)",
		 (unsigned long long)relay->dropped, relay->rate);
	count(relay, now);
	relay->dropped = 0;
}

/* A tenth is kept for warnings and errors, which matter most when there is most to tell. */
static bool may_send(struct relay *relay, enum log_level level)
{
	if (!relay->rate)
		return true;
	uint64_t now = board_now_us();
	tell_dropped(relay, now);
	size_t limit = level == LOG_LEVEL_INFO ? relay->rate - relay->rate / 10 : relay->rate;
	if (has_room(relay, limit, now)) {
		count(relay, now);
		return true;
	}
	if (!relay->dropped++)
		relay->dropped_since_us = now;
	return false;
}

/* ---- lines ---- */

static bool says(const char *line, const char *what)
{
	return strstr(line, what) != NULL;
}

/*
 * nginx writes "2026/11/26 15:00:00 [warn] 12#12: …", our scripts "serve-one: [info] …": the level, and what is behind it.
 * What carries none is a complaint.
 */
static enum log_level plain_level(const char **line)
{
	static const struct {
		const char *mark;
		enum log_level level;
	} marks[] = {
		{ " [debug] ", LOG_LEVEL_INFO },  { " [info] ", LOG_LEVEL_INFO },
		{ " [notice] ", LOG_LEVEL_INFO }, { " [warn] ", LOG_LEVEL_WARNING },
		{ " [error] ", LOG_LEVEL_ERROR }, { " [crit] ", LOG_LEVEL_ERROR },
		{ " [alert] ", LOG_LEVEL_ERROR }, { " [emerg] ", LOG_LEVEL_ERROR },
	};
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		const char *mark = strstr(*line, marks[i].mark);
		if (!mark || mark - *line > FURTHEST_MARK)
			continue;
		*line = mark + strlen(marks[i].mark);
		return marks[i].level;
	}
	return LOG_LEVEL_WARNING;
}

/* Ours write their level among the first fields. */
static enum log_level json_level(const char *line)
{
	if (says(line, "\"level\":\"error\""))
		return LOG_LEVEL_ERROR;
	return says(line, "\"level\":\"warning\"") ? LOG_LEVEL_WARNING : LOG_LEVEL_INFO;
}

static void write_whole(const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(STDERR_FILENO, data, len);
		if (n < 0 && errno != EINTR)
			return; /* nobody can be told */
		data += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
}

/* line[len] is the newline, or may be overwritten. */
static void pass(struct relay *relay, char *line, size_t len)
{
	while (len && line[len - 1] == '\r')
		len--;
	line[len] = '\0';
	bool json = len > 1 && line[0] == '{' && line[len - 1] == '}';
	const char *text = line;
	enum log_level level = json ? json_level(line) : plain_level(&text);
	if (!len || !may_send(relay, level))
		return;
	if (!json) {
		log_fields(level, text, NULL, 0);
		return;
	}
	line[len] = '\n';
	write_whole(line, len + 1);
}

static void pass_lines(struct relay *relay)
{
	char *at = relay->buffer, *end = at + relay->len;
	for (char *newline; (newline = memchr(at, '\n', (size_t)(end - at))); at = newline + 1)
		pass(relay, at, (size_t)(newline - at));
	relay->len = (size_t)(end - at);
	if (relay->len == LINE_MAX_BYTES) {
		pass(relay, at, relay->len);
		relay->len = 0;
	}
	memmove(relay->buffer, at, relay->len);
}

/* ---- the loop ---- */

static int patience_ms(const struct relay *relay)
{
	return relay->dropped ? 100 : -1;
}

static void carry(struct relay *relay)
{
	for (;;) {
		struct pollfd event = { .fd = STDIN_FILENO, .events = POLLIN };
		if (poll(&event, 1, patience_ms(relay)) == 0) {
			tell_dropped(relay, board_now_us());
			continue;
		}
		ssize_t n = read(STDIN_FILENO, relay->buffer + relay->len, LINE_MAX_BYTES - relay->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		relay->len += (size_t)n;
		pass_lines(relay);
	}
}

int relay_run(uint64_t per_second)
{
	prctl(PR_SET_NAME, "codex-log"); /* who looks for the service by its name shall not find this */
	/* It ends when everybody has closed the pipe: the last words of a service that is stopped count, too. */
	static const int ignored[] = { SIGTERM, SIGINT, SIGHUP, SIGPIPE };
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		signal(ignored[i], SIG_IGN);
	struct relay *relay = calloc(1, sizeof(*relay));
	if (!relay)
		return 70;
	relay->rate = per_second < RATE_MAX ? (size_t)per_second : RATE_MAX;
	if (relay->rate && !(relay->sent_us = calloc(relay->rate, sizeof(*relay->sent_us)))) {
		free(relay);
		return 70;
	}
	carry(relay);
	if (relay->len)
		pass(relay, relay->buffer, relay->len);
	if (relay->dropped) {
		relay->dropped_since_us = 0;
		relay->sent_us[relay->next] = 0; /* it is the last one */
		tell_dropped(relay, board_now_us());
	}
	free(relay->sent_us);
	free(relay);
	return 0;
}
