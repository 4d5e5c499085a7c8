/* The languages that this installation knows, each one read from a data file. */
#ifndef CODEX_LANGUAGE_H
#define CODEX_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "codex/bytes.h"

#pragma GCC visibility push(default)

struct cx_language;  /* one language; lib/language/language.h has its insides */
struct cx_languages; /* the registry */

size_t cx_languages_count(const struct cx_languages *languages);

/* In the order of their names. */
const struct cx_language *cx_languages_at(const struct cx_languages *languages, size_t index);

/* By name or alias, in any letter case; NULL: unknown. */
const struct cx_language *cx_languages_find(const struct cx_languages *languages, const char *name);

/* By the extension of a file's name ("prog.py"); NULL: none, or more than one language has it. */
const struct cx_language *cx_languages_find_file(const struct cx_languages *languages, const char *file_name);

const char *cx_language_name(const struct cx_language *lang);
const struct cx_strings *cx_language_aliases(const struct cx_language *lang);

/* True when every tool that it needs is there; else *ret_why says what is missing and how to get it. */
bool cx_language_available(const struct cx_language *lang, const char **ret_why);

#pragma GCC visibility pop

#endif
