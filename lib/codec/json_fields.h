/*
 * From the JSON of a data file to structs: keys by table, and messages that say file, line and key
 * ("FILE:LINE: KEY: what is wrong").
 */
#ifndef CX_CODEC_JSON_FIELDS_H
#define CX_CODEC_JSON_FIELDS_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "codex/bytes.h"
#include "codex/error.h"

/* A file that is being read. */
struct cx_json_file {
	const char *name;
	const char *text;
	size_t len;
	void *owner; /* what the file describes, for readers that need the whole */
	struct cx_error *err;
};

/* One value of it. */
struct cx_json_value {
	const struct cx_json_file *file;
	const char *path; /* "run.steps[0]"; "" the whole */
	const char *key;  /* "steps"; NULL for the whole and for an item of a list */
	struct json_object *json;
};

/* Readers fill what `into` points at; 0, or -1 with the error of the file. */
struct cx_json_key {
	const char *name;
	bool required;
	int (*read)(const struct cx_json_value *value, void *into);
	size_t offset; /* of what it fills, in what the object fills */
};

#define CX_JSON_KEYS(keys) (keys), sizeof(keys) / sizeof((keys)[0])

/* Check the text, parse it and read the object that it must be. */
int cx_json_read_file(const struct cx_json_file *file, const struct cx_json_key *keys, size_t count,
		      void *into);

/* Always CX_EINPUT and -1. */
int cx_json_fail(const struct cx_json_value *value, const char *fmt, ...) CX_PRINTF(2, 3);

/* Out of memory, as a reader reports it. */
int cx_json_fail_oom(const struct cx_json_value *value);

/* Read an object's keys in the order of the table; unknown and missing ones are refused. */
int cx_json_read_object(const struct cx_json_value *value, const struct cx_json_key *keys, size_t count,
			void *into);

/* The value must be of this type. */
int cx_json_expect(const struct cx_json_value *value, enum json_type type);

/* The value must be a list (or an object) with something in it: zeroed room for as many things; NULL after an error. */
void *cx_json_room(const struct cx_json_value *value, enum json_type type, size_t size);

/* Read each item of a list, or each member of an object, in order. */
int cx_json_each(const struct cx_json_value *value,
		 int (*read)(const struct cx_json_value *value, void *into), void *into);

int cx_json_read_string(const struct cx_json_value *value, void *into); /* char *: not empty, no NUL */
int cx_json_read_strings(const struct cx_json_value *value,
			 void *into); /* struct cx_strings: not empty, no item twice */
int cx_json_read_bool(const struct cx_json_value *value, void *into);	 /* bool */
int cx_json_read_pattern(const struct cx_json_value *value, void *into); /* struct cx_pattern * */

/* char *: a list of strings, each one with a line end behind it. */
int cx_json_read_lines(const struct cx_json_value *value, void *into);

/*
 * A pattern as a string; or as lines, which are joined and read in PCRE2's extended form (white space counts
 * for nothing), with `behind` (NULL: nothing) after the last one.
 */
struct cx_pattern;
int cx_json_read_pattern_with(const struct cx_json_value *value, const char *behind,
			      struct cx_pattern **into);

/* The text of a string without NUL; NULL after an error. Lives as long as the value. */
const char *cx_json_text(const struct cx_json_value *value);

/* A number from `min` to `max`. */
int cx_json_number(const struct cx_json_value *value, double min, double max, double *ret);
int cx_json_whole(const struct cx_json_value *value, long min, long max, long *ret);

#endif
