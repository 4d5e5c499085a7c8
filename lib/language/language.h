/*
 * One language, as its data file describes it: docs/language-format.md has the format. Texts marked
 * (template) hold {placeholders}, which template.c expands for one request; everything else is final
 * after loading.
 */
#ifndef CX_LANGUAGE_LANGUAGE_H
#define CX_LANGUAGE_LANGUAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pattern.h"
#include "codex/bytes.h"
#include "codex/error.h"
#include "codex/language.h"
#include "codex/limits.h"
#include "codex/request.h"

/* A program that the language needs. */
struct cx_tool {
	char *name;
	struct cx_strings candidates; /* paths or globs, best first; of one glob the highest version wins */
	char *path;		      /* absolute; NULL: not on this host */
};

/* Something that is used where it is installed: the first row whose program is here counts. */
struct cx_optional_row {
	struct cx_tool program;
	struct cx_strings arguments; /* what {optional.NAME} stands for */
};

struct cx_optional {
	char *name;
	struct cx_optional_row *rows;
	size_t len;
	const struct cx_optional_row *here; /* NULL: none of them is */
};

/* A value that a request may choose in `options`. */
struct cx_choice {
	char *value; /* what the request says */
	char *text;  /* what {option.NAME} expands to; the same unless the data says otherwise */
};

struct cx_option_rule {
	char *name;
	char *help;
	struct cx_choice *choices;
	size_t choices_len;
	size_t default_choice;
};

/* A value read from the main source: the first pattern that matches gives it. */
struct cx_variable {
	char *name;
	struct cx_pattern **patterns;
	char **values; /* of each pattern; {1} is its first group */
	size_t len;
	char *fallback; /* when none matches */
};

struct cx_memory_rule {
	uint64_t overhead_bytes; /* RLIMIT_DATA = limit + this; UINT64_MAX: no RLIMIT_DATA */
	uint64_t reserve_bytes;	 /* {heapMB} = (limit - reserve) × heap_share, at least 4 */
	double heap_share;
};

/*
 * A faster way to the same result. It counts unless it could have said something else than the steps of the stage
 * would have: then they decide.
 */
struct cx_attempt {
	struct cx_strings *steps; /* (template) an argv each */
	size_t steps_len;	  /* 0: there is none */
	struct cx_pattern *doubt; /* what it says in such a case; NULL: it never does */
};

/*
 * What waits for a request inside a sandbox, of run alone: lib/warm/README.md. It is no use for a request for which
 * its words, or the environment, would be others.
 */
struct cx_warm_rule {
	struct cx_strings argv; /* (template) none: only the sandbox waits */
	bool fork;		/* argv is a fork server, and its forks wait */
	uint64_t memory_bytes;	/* what one takes of the budget */
	uint64_t shared_bytes;	/* of a fork server's: what each fork has, shares, and would not have after a cold start */
};

/* compile, run or validate: commands run one after the other, until one fails. */
/* What shows in the end of a program that it ended itself for lack of something. All that is given must hold. */
struct cx_sign {
	int exit_code;		    /* -1: any */
	int signal;		    /* 0: any */
	struct cx_pattern *stderr_; /* NULL: any; looked for in the last 64 KB of stderr */
};

struct cx_signs {
	struct cx_sign *items;
	size_t len;
};

struct cx_stage_rule {
	struct cx_strings *steps; /* (template) an argv each; run has exactly one */
	size_t steps_len;
	struct cx_attempt attempt;
	struct cx_strings environment; /* (template) NAME=value, on top of the language's */
	struct cx_limits limits;       /* of compile and validate; unused by run */
	struct cx_memory_rule memory;
	struct cx_warm_rule warm;     /* of run */
	struct cx_signs memory_signs; /* of compile: how a compiler ends that has no more memory */
	struct cx_signs file_signs;   /* of compile: how it ends when a file may not grow */
};

/*
 * The lines at the top of a source that name nothing but files of the toolchain, which many sources begin with: what the
 * tool makes of them is kept, and later compilations take it from there.
 */
struct cx_prelude_rule {
	struct cx_pattern *line;   /* one of these lines, with what may stand before it. Group `name` */
	struct cx_strings names;   /* what may be named; any other name ends the prelude */
	char *text;		   /* {1} is the name: of such lines the kept thing is made */
	char *source;		   /* name of the file with these lines, in {work} and in {prelude} */
	char *product;		   /* name of what `make` leaves in {build}, and in {prelude} */
	struct cx_stage_rule make; /* steps_len 0: the language has no preludes */
	struct cx_pattern *doubt;  /* what an attempt says where this could make a difference to its text */
	struct cx_strings *common; /* what is worth to be made before anybody asks: lists of names */
	size_t common_len;
};

enum cx_column_unit { CX_COLUMN_CODEPOINT, CX_COLUMN_BYTE, CX_COLUMN_UTF16 };

/* The parts of a finding: groups of the pattern for text, paths for JSON. */
enum cx_finding_part {
	CX_FINDING_FILE,
	CX_FINDING_LINE,
	CX_FINDING_COLUMN,
	CX_FINDING_END_LINE,
	CX_FINDING_END_COLUMN,
	CX_FINDING_DETAIL, /* put behind the message */
	CX_FINDING_SEVERITY,
	CX_FINDING_CODE,
	CX_FINDING_MESSAGE,
	CX_FINDING_PARTS,
};

/* "file", "line", "column", "endLine", "endColumn", "detail", "severity", "code", "message". */
const char *cx_finding_part_name(enum cx_finding_part part);

/* A second question to the tool, and how to read its text. */
struct cx_retelling {
	struct cx_stage_rule tell;
	struct cx_pattern *pattern; /* NULL: there is no such question */
};

/* How what a tool says becomes diagnostics: by a pattern over its text, or by paths into its JSON. */
struct cx_diagnostics_rule {
	struct cx_pattern *pattern; /* NULL: it speaks JSON. Its groups are the parts' names, and `caret` */
	char *fields
		[CX_FINDING_PARTS]; /* of JSON: paths; those up to `detail` from the place that is taken */
	struct cx_strings places;   /* of JSON: paths to what may hold the position, best first */
	bool end_inclusive;	    /* the end is the last character's, not the one's behind it */
	enum cx_column_unit column_unit;
	uint32_t tab_width; /* columns that a tab advances to in the tool's count; 1: one column */
	bool column_from_zero;
	char *default_severity;	       /* "error" or "warning" when the pattern has no such group */
	struct cx_pattern *error_word; /* a severity that matches is an error, all others are warnings */
	struct cx_pattern
		*warning_code;	   /* errors with such a code are warnings, and fail nothing; NULL: none */
	struct cx_pattern *ignore; /* messages to leave out; NULL: none */
	/*
	 * Asked when an error lies in a file of the toolchain's: where in the program it was asked for. Groups at
	 * ("FILE:LINE" of the failure), file, line, column.
	 */
	struct cx_retelling origin;
	struct cx_retelling
		plain; /* asked when the tool refused without a word of JSON; groups as `pattern` has */
};

/* What a policy says of a module that makes no sense in the sandbox. */
enum cx_module_policy { CX_MODULE_ALLOW, CX_MODULE_WARN, CX_MODULE_REFUSE };

struct cx_module_rule {
	struct cx_strings names; /* of modules, packages or headers; what lies below one is meant too */
	enum cx_module_policy policy;
	char *reason; /* a clause for people: "there is no network here" */
};

/*
 * How the modules that a program uses are found and judged. The language's own tools find them: as findings of
 * severity "module", or where a tool only lists what it read, by a pattern over that list.
 */
struct cx_modules_rule {
	struct cx_stage_rule find;  /* what names them; steps_len 0: the validate stage does */
	struct cx_pattern *pattern; /* group `name`; NULL: findings */
	struct cx_strings
		locate;	 /* texts with {name} or {last}, by which a source asks for it: lists have no lines */
	char *separator; /* between a name and what lies below it: ".", "/", "::" */
	struct cx_module_rule *rules; /* the first that fits counts; without one a module is allowed */
	size_t rules_len;
};

struct cx_language {
	char *name;
	char *title;
	struct cx_strings aliases;
	struct cx_strings extensions; /* ".cpp"; the first is the usual one */
	char *origin;		      /* path of the data file, for messages */
	char *directory;	      /* of the data file: {data} */
	char *source;		      /* (template) name of `code` in the work directory */
	char *grammar;		      /* put behind the patterns of the variables; NULL: none */
	struct cx_variable *variables;
	size_t variables_len;
	struct cx_tool *tools;
	size_t tools_len;
	struct cx_optional *optionals;
	size_t optionals_len;
	struct cx_prelude_rule prelude;
	char *install;			    /* what to do when a tool is missing */
	struct cx_strings version_argv;	    /* (template) */
	struct cx_pattern *version_pattern; /* group 1 is the version */
	struct cx_option_rule *options;
	size_t options_len;
	struct cx_strings environment; /* (template) NAME=value, all stages */
	struct cx_strings readable;    /* paths or globs beside the base view, read and execute */
	struct cx_stage_rule compile;  /* steps_len 0: nothing to compile */
	struct cx_stage_rule run;
	struct cx_stage_rule validate;
	struct cx_signs memory_signs; /* how a run ends that has no more memory */
	struct cx_diagnostics_rule diagnostics;
	struct cx_modules_rule modules;
	struct cx_strings packages; /* importable without installation, for people: "standard library" … */
	struct cx_strings probes;   /* refused calls that its tools make of themselves: no news to anybody */
	char *unavailable;	    /* NULL, or why it cannot run here and what to do */
};

/* ---- language.c ---- */

void cx_language_free(struct cx_language *lang);

/* ---- registry.c ---- */

/*
 * Read every *.json of the directories, later directories overriding earlier ones by name, and
 * look for the tools. A wrong file fails with CX_EINPUT: "FILE:LINE: KEY: what is wrong".
 */
int cx_languages_load(const struct cx_strings *directories, struct cx_languages **ret, struct cx_error *err);
/*
 * The same, but when one directory is all there is and its file NAME.json is the language that is wanted, no other
 * file is read: seven files cost more than a guardian with all its namespaces.
 */
int cx_languages_load_one(const struct cx_strings *directories, const char *name, struct cx_languages **ret,
			  struct cx_error *err);
void cx_languages_free(struct cx_languages *languages);

/* Forget all but those that answer to one of the names. CX_EINPUT: a name is nobody's. */
int cx_languages_keep(struct cx_languages *languages, const struct cx_strings *names, struct cx_error *err);

/* ---- tools.c ---- */

/* Look for the tools of a language; what is missing is said in lang->unavailable. What is optional may be. */
int cx_language_find_tools(struct cx_language *lang, struct cx_error *err);

/* ---- template.c ---- */

/*
 * What placeholders stand for in one request. {source} {source:OLD=NEW} {sources} {work} {build} {tmp} {memoryMB}
 * {heapMB} {cpus} {data} {libexec} {tool.NAME} {dir.NAME} {option.NAME} {var.NAME} {prelude} {optional.NAME}. {sources} alone in an
 * argument becomes one argument per source file, {optional.NAME} the arguments of what is here. An argument with {prelude}
 * in it is left out when there is none. An unknown placeholder is found when the file is loaded.
 */
struct cx_expansion {
	const struct cx_language *lang;
	const char *source; /* name of the main source, relative to work */
	const struct cx_strings *sources;
	const char *work; /* directories as the guest sees them, absolute */
	const char *build;
	const char *tmp;
	const char *data;    /* where the guest has the directory of the language file; NULL: in its place */
	const char *prelude; /* directory of what is kept for the source's prelude; NULL: nothing */
	const char *libexec; /* where programs of ours are that nobody calls by hand */
	uint64_t memory_bytes;
	const struct cx_memory_rule *memory;
	unsigned cpus;
	const struct cx_strings *option_values;	  /* in the order of lang->options: the choices' texts */
	const struct cx_strings *variable_values; /* in the order of lang->variables */
};

/* Append the expansion of each template of `templates` to *into. */
int cx_template_expand_all(const struct cx_strings *templates, const struct cx_expansion *with,
			   struct cx_strings *into, struct cx_error *err);
int cx_template_expand(const char *template, const struct cx_expansion *with, char **ret,
		       struct cx_error *err);

/* Where a template stands says which placeholders it may have. */
enum cx_template_place {
	CX_TEMPLATE_STEP,	 /* an argument of a step: all */
	CX_TEMPLATE_ENVIRONMENT, /* all but {sources} */
	CX_TEMPLATE_VERSION,	 /* those that need no request */
	CX_TEMPLATE_SOURCE,	 /* {option.NAME} and {var.NAME} */
};

/* CX_EINPUT says which placeholder is wrong. */
int cx_template_check(const char *template, enum cx_template_place place, const struct cx_language *lang,
		      struct cx_error *err);

/* The same for the value of a pattern, where {1} … {9} are the pattern's groups. */
int cx_template_check_groups(const char *template, size_t groups, struct cx_error *err);

/* spans[0] is the whole match; a group that is not set is empty. */
int cx_template_expand_groups(const char *template, const char *subject, const struct cx_span *spans,
			      size_t len, struct cx_bytes *ret, struct cx_error *err);

/* ---- choose.c: what a request selects ---- */

/* The texts of the chosen options, in the order of lang->options; CX_EINPUT names `options.x` and what it may be. */
int cx_language_choose_options(const struct cx_language *lang, const struct cx_request *req,
			       struct cx_strings *ret, struct cx_error *err);

/* The values of lang->variables for this main source. */
int cx_language_read_variables(const struct cx_language *lang, const struct cx_bytes *source,
			       struct cx_strings *ret, struct cx_error *err);

/* True when the file's name ends in one of the language's extensions. */
bool cx_language_is_source(const struct cx_language *lang, const char *file_name);

/* True when one of them is in the end of a program. */
bool cx_language_shows_sign(const struct cx_signs *signs, int exit_code, int signal,
			    const struct cx_bytes *error);

#endif
