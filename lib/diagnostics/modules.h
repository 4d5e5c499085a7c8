/* Modules that make no sense in the sandbox: found by the language's own parser, judged by its data. */
#ifndef CX_DIAGNOSTICS_MODULES_H
#define CX_DIAGNOSTICS_MODULES_H

#include "codex/context.h"
#include "diagnostics/diagnostics.h"

/* A module that the program uses and that a rule does not allow. */
struct cx_module_use {
	const struct cx_module_rule *rule; /* of the language's data */
	char *name;
	char *file;    /* NULL: the only source */
	uint32_t line; /* 0: not known */
	uint32_t column;
};

struct cx_module_uses {
	struct cx_module_use *items;
	size_t len;
};
void cx_module_uses_done(struct cx_module_uses *uses);

/* Keep the use of a module when its rule does not allow it. `file` is NULL where it is not known. -1: memory is out. */
int cx_modules_note(const struct cx_reading *how, const char *name, const struct cx_file *file, uint32_t line,
		    uint32_t column, struct cx_module_uses *uses);

/* From a tool's list of what it read, by the language's pattern. -1: memory is out. */
int cx_modules_read_list(const struct cx_reading *how, const char *text, size_t len,
			 struct cx_module_uses *uses);

/* What the language's data and the operator say together. */
enum cx_module_policy cx_modules_policy(const struct cx_module_use *use, enum cx_modules modules);

/* "NAME: REASON", for people. */
int cx_modules_sentence(const struct cx_module_use *use, char **ret);

/* True when a source contains the last part of a name that is not allowed, as a word: else nobody has to look. */
bool cx_modules_may_be_used(const struct cx_reading *how);

#endif
