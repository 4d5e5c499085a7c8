/* What a compiler says in JSON: findings, by the paths of its language's data. */
#ifndef CX_CODEC_TOOL_JSON_H
#define CX_CODEC_TOOL_JSON_H

#include "codex/bytes.h"
#include "language/language.h"

/* What a tool said of one finding; NULL where it said nothing. */
struct cx_finding {
	const char *part[CX_FINDING_PARTS];
};

/* Who takes the findings. */
struct cx_finding_sink {
	void *self;
	/* True when the request has a file of this name. */
	bool (*knows)(void *self, const char *file);
	/* 0 to go on; else the reading ends with this. The texts are borrowed for the call. */
	int (*take)(void *self, const struct cx_finding *finding);
};

/*
 * Read the objects and the lists of objects that begin a line of `text`; all else is skipped, and what is
 * cut off or broken, too. A path is names of members and numbers of items with dots between; `*` is every item
 * of a list and `?name` every item whose member of that name is true. 0, what `take` returned, or -1
 * when memory is out.
 */
int cx_tool_json_read(const struct cx_diagnostics_rule *rule, const char *text, size_t len,
		      const struct cx_finding_sink *sink);

#endif
