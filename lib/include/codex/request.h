/* A request as the library takes it: decoded, checked, with every limit filled in. */
#ifndef CODEX_REQUEST_H
#define CODEX_REQUEST_H

#include <stdbool.h>

#include "codex/bytes.h"
#include "codex/limits.h"

#pragma GCC visibility push(default)

enum cx_encoding { CX_ENCODING_UTF8, CX_ENCODING_BASE64, CX_ENCODING_HEX };

/* Sizes that a request may not pass, in bytes and items. */
enum {
	CX_MAX_BODY = 8 * 1024 * 1024,
	CX_MAX_CODE = 50 * 1024,    /* the main source */
	CX_MAX_FILES = 1024 * 1024, /* all other files together */
	CX_MAX_INPUT = 1024 * 1024,
	CX_MAX_COLLECT = 1024 * 1024, /* all collected files together */
	CX_MAX_FILE_COUNT = 100,
	CX_MAX_ARGS = 256,
	CX_MAX_ARG_BYTES = 64 * 1024, /* all arguments together */
	CX_MAX_NAME = 200,	      /* of a file, folders included */
	CX_MAX_ID = 200,
	CX_MAX_TESTS = 100,
	CX_MAX_DEPTH = 16,
};

struct cx_file {
	char *name; /* relative and safe; NULL for `code`: the language names it */
	struct cx_bytes content;
};

struct cx_option {
	char *name;
	char *value;
};

enum cx_checker_type {
	CX_CHECK_LINES, /* blanks at the ends of lines and newlines at the end do not count */
	CX_CHECK_EXACT,
	CX_CHECK_TOKENS, /* words; all white space between them is alike */
	CX_CHECK_FLOAT,	 /* words; numbers may differ by the tolerance */
	CX_CHECK_CUSTOM, /* a program: run with the names of input, answer and feedback folder; exits with 42 or 43 */
};

/* How the output of a test is judged. */
struct cx_checker {
	enum cx_checker_type type;
	double absolute; /* of CX_CHECK_FLOAT: close enough by either is good */
	double relative;
	char *language; /* of CX_CHECK_CUSTOM, with its sources */
	struct cx_file *files;
	size_t files_len;
	size_t main_file;
};

/* One run of the program, on an input of its own. */
struct cx_test {
	char *name; /* NULL: none */
	struct cx_bytes input;
	bool has_expected; /* without it, ending well is enough (a custom checker may still refuse) */
	struct cx_bytes expected;
	uint64_t wall_us;
	uint64_t cpu_us;
	size_t checker; /* index into checkers */
	double points;
	bool hidden; /* nothing of its output is answered */
};

struct cx_request {
	char *language; /* a name or an alias, as asked for; NULL: not given */
	struct cx_file *files;
	size_t files_len;
	size_t main_file; /* index into files */
	struct cx_bytes input;
	struct cx_strings args; /* argv[1..] of the program */
	struct cx_option *options;
	size_t options_len;
	struct cx_limits limits;
	struct cx_test *tests; /* none: the program runs once, on `input` */
	size_t tests_len;
	struct cx_checker *checkers; /* the first one is of tests that name none */
	size_t checkers_len;
	bool stop_on_failure;
	struct cx_strings collect; /* names of files to hand back */
	enum cx_encoding encoding; /* of output and error in the answer: utf8 or base64 */
	bool combined;		   /* also answer both streams in order of arrival */
	char *id;		   /* echoed; NULL: none */
	struct cx_strings notices; /* sentences about the request itself: unknown fields */
	/*
	 * On a loaded machine a run waits for a CPU that it would have had alone. When set, that time does not
	 * count as wall time, so that what decides is the CPU time that the run needs.
	 */
	bool wait_is_free;
	int cancel_fd; /* readable or hung up: stop the run; -1: never. Borrowed. */
};

/* Free what the request owns and leave it empty (cancel_fd -1). */
void cx_request_done(struct cx_request *req);

void cx_checker_done(struct cx_checker *checker);

/* The wall time that the tests may take together. */
uint64_t cx_request_tests_wall_us(const struct cx_request *req);

#pragma GCC visibility pop

#endif
