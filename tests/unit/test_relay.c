/* The log of a whole service: every line as JSON, and no more of them than may be. */
#include "frame/relay.h"

#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "frame/log.h"

static char said[1024 * 1024];

/* What the relay makes of `input`. */
static void relay(const char *input, uint64_t per_second)
{
	int in[2], out[2];
	size_t len = 0;
	ssize_t n;
	CHECK(pipe(in) == 0 && pipe(out) == 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDERR_FILENO);
		close(in[0]), close(in[1]), close(out[0]), close(out[1]);
		log_open("test");
		_exit(relay_run(per_second));
	}
	pid_t writer = fork();
	if (writer == 0)
		_exit(write(in[1], input, strlen(input)) != (ssize_t)strlen(input));
	close(in[0]), close(in[1]), close(out[1]);
	while ((n = read(out[0], said + len, sizeof(said) - 1 - len)) > 0)
		len += (size_t)n;
	said[len] = '\0';
	close(out[0]);
	int status = 1;
	waitpid(writer, NULL, 0);
	CHECK(waitpid(child, &status, 0) == child && status == 0);
}

static size_t occurrences(const char *what)
{
	size_t count = 0;
	for (const char *at = said; (at = strstr(at, what)); at++)
		count++;
	return count;
}

static const char *repeated(const char *line, size_t times, const char *last)
{
	static char text[256 * 1024];
	size_t len = 0;
	for (size_t i = 0; i < times; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s", line);
	snprintf(text + len, sizeof(text) - len, "%s", last);
	return text;
}

TEST(a_line_of_json_is_passed_as_it_is)
{
	relay("{\"level\":\"info\",\"message\":\"one\"}\n{\"a\":1}", 0);
	CHECK_EQ_STR(said, "{\"level\":\"info\",\"message\":\"one\"}\n{\"a\":1}\n");
}

TEST(what_nginx_says_gets_its_level)
{
	relay("2026/11/26 15:00:00 [emerg] 7#7: bind() failed \"x\"\n2026/11/26 15:00:00 [notice] 7#7: "
	      "using\n",
	      0);
	CHECK_CONTAINS(said, "\"level\":\"error\",\"service\":\"test\",\"message\":\"7#7: "
			     "bind() failed \\\"x\\\"\"}\n");
	CHECK_CONTAINS(said, "\"level\":\"info\"");
	CHECK_EQ_INT(occurrences("\n"), 2);
}

TEST(what_a_script_says_is_a_warning)
{
	relay("serve-one: nginx has died\r\n\n\xff\n", 0);
	CHECK_CONTAINS(
		said,
		"\"level\":\"warning\",\"service\":\"test\",\"message\":\"serve-one: nginx has died\"}\n");
	CHECK_CONTAINS(said, "\"message\":\"\xef\xbf\xbd\"}\n");
	CHECK_EQ_INT(occurrences("\n"), 2);
}

TEST(a_line_without_end_is_told_in_pieces)
{
	relay(repeated("0123456789", 20000, "\n"), 0);
	CHECK_EQ_INT(occurrences("\n"), 2);
	CHECK_EQ_INT(occurrences("0123456789"), 20000 - 1); /* one of them is cut */
}

TEST(more_lines_than_may_be_are_dropped_and_counted)
{
	relay(repeated("{\"level\":\"info\",\"message\":\"x\"}\n", 1000, ""), 100);
	CHECK_EQ_INT(occurrences("\"message\":\"x\""), 90);
	CHECK_CONTAINS(said, "\"level\":\"warning\",\"service\":\"test\",\"message\":\"910 lines dropped: "
			     "the log is bounded at "
			     "100 lines per second (CODEX_LOG_RATE)\"}\n");
}

TEST(errors_have_a_tenth_of_their_own)
{
	relay(repeated("{\"level\":\"info\",\"message\":\"x\"}\n", 1000,
		       "{\"level\":\"error\",\"message\":\"y\"}\n"),
	      100);
	CHECK_EQ_INT(occurrences("\"message\":\"y\""), 1);
}

TEST(one_line_per_second_is_the_least)
{
	relay("{\"n\":1}\n{\"n\":2}\n", 1);
	CHECK_EQ_INT(occurrences("{\"n\""), 1);
	CHECK_CONTAINS(said, "1 lines dropped");
}

int main(void)
{
	RUN(a_line_of_json_is_passed_as_it_is);
	RUN(what_nginx_says_gets_its_level);
	RUN(what_a_script_says_is_a_warning);
	RUN(a_line_without_end_is_told_in_pieces);
	RUN(more_lines_than_may_be_are_dropped_and_counted);
	RUN(errors_have_a_tenth_of_their_own);
	RUN(one_line_per_second_is_the_least);
	return check_done();
}
