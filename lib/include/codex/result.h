/* What came of a request. */
#ifndef CODEX_RESULT_H
#define CODEX_RESULT_H

#include "codex/bytes.h"
#include "codex/caps.h"
#include "codex/limits.h"
#include "codex/request.h"
#include "codex/timings.h"

#pragma GCC visibility push(default)

enum cx_status {
	CX_SUCCESS = 0,
	CX_COMPILE_ERROR,
	CX_RUNTIME_ERROR,
	CX_TIMEOUT,
	CX_MEMORY_LIMIT,
	CX_OUTPUT_LIMIT,
};

/* Which limit ended or marred the run, and how that was seen. */
struct cx_limit_hit {
	enum cx_limit limit; /* CX_LIMIT_NONE: none */
	uint64_t value;	     /* the limit that was passed: µs, bytes or a count */
	char source[48];     /* "timer", "sampler", "runtime", "rlimit", "cgroup oom_kill" … */
};

struct cx_compile_result {
	bool ran; /* the language has a compile stage */
	bool cached;
	bool warm; /* by a compiler that stays */
	uint64_t wall_us;
	struct cx_bytes output; /* what the compiler said, warnings of a success included */
};

/* The first place where an output is not what was expected. The texts are short, printable and valid UTF-8. */
struct cx_difference {
	uint64_t line;	/* of the output, from 1; 0: there is no difference to show */
	char *expected; /* NULL: nothing more was expected */
	char *got;	/* NULL: the output ends before */
};

struct cx_test_result {
	char *name;
	bool skipped; /* never ran: the program did not compile, or stopOnFailure */
	bool passed;
	bool hidden;
	enum cx_status status;
	struct cx_bytes output; /* cut */
	struct cx_bytes error;	/* cut */
	bool output_truncated;
	int exit_code;
	int signal;
	uint64_t wall_us;
	uint64_t cpu_us;
	uint64_t memory_bytes;
	struct cx_limit_hit limit;
	struct cx_difference difference;
	char *checker_message; /* what a custom checker says of it */
	char *checker_error;   /* why the checker could not judge; NULL: it did */
	double points;	       /* that it is worth */
};

/* The most of a test's output that is answered. */
enum { CX_MAX_TEST_OUTPUT = 4096 };

/* How a program was started. */
enum cx_start {
	CX_START_COLD,	 /* sandbox and program, for this request */
	CX_START_PARKED, /* in a sandbox that had been ready */
	CX_START_WARM,	 /* and the program had waited in it */
};

/* "cold", "parked", "warm". */
const char *cx_start_name(enum cx_start start);

struct cx_result {
	enum cx_status status;
	struct cx_bytes output; /* stdout */
	struct cx_bytes error;	/* stderr, or the compiler's text */
	struct cx_bytes combined;
	bool output_truncated;
	int exit_code;	       /* -1: ended by a signal, or never ran */
	int signal;	       /* 0: none */
	uint64_t wall_us;      /* of the run alone */
	uint64_t cpu_us;       /* over all its processes */
	uint64_t memory_bytes; /* peak over all its processes */
	const char *
		memory_source; /* "sampler", "rusage", "cgroup v1", "cgroup v2"; static, NULL: not measured */
	struct cx_limit_hit limit;
	struct cx_compile_result compile;
	enum cx_start start;
	const char *
		cold_why; /* what kept it from being warm, a word or two; static, NULL: nothing, or nothing waits here */
	struct cx_layer_set isolation; /* the layers that were really on */
	struct cx_strings blocked;     /* refused calls that a person would want to know */
	bool blocked_seen;	       /* false: this host cannot see them (JSON null) */
	struct cx_file *files;	       /* what `collect` brought back */
	size_t files_len;
	struct cx_test_result *tests; /* with tests, `output` and `error` are empty */
	size_t tests_len;
	bool passed;	/* all of them */
	char *language; /* canonical name */
	char *version;	/* of the toolchain; NULL: unknown */
	struct cx_strings notices;
	struct cx_timings timings; /* in the answer where `shown` is set */
};

/* Free what the result owns and leave it empty. */
void cx_result_done(struct cx_result *res);

/* "success", "compile_error", "runtime_error", "timeout", "memory_limit", "output_limit". */
const char *cx_status_name(enum cx_status status);

/* "SIGSEGV" for 11; "SIG42" where the C library has no name. */
const char *cx_signal_name(int signal, char buf[static 16]);

#pragma GCC visibility pop

#endif
