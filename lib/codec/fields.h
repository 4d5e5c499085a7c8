/*
 * Reading single fields of a request. A path is how messages name a field: "limits.memoryMB".
 * A field that is null counts as not given.
 */
#ifndef CX_CODEC_FIELDS_H
#define CX_CODEC_FIELDS_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "codex/bytes.h"
#include "codex/error.h"
#include "codex/request.h"

/* Fails with "PATH: must be WANTED, not a string". */
int cx_field_wrong_type(const char *path, const char *wanted, struct json_object *value,
			struct cx_error *err);

/* Fails with CX_ETOOLARGE when `len` is over `max` bytes. */
int cx_field_check_size(const char *path, size_t len, size_t max, struct cx_error *err);

/* A string, which may contain NUL. Borrowed from `value`. */
int cx_field_string(const char *path, struct json_object *value, const char **ret_text, size_t *ret_len,
		    struct cx_error *err);

/* A string of 1 to `max` bytes without control characters, fit for a message. Owned by the caller. */
int cx_field_text(const char *path, struct json_object *value, size_t max, char **ret_text,
		  struct cx_error *err);

int cx_field_bool(const char *path, struct json_object *value, bool *ret, struct cx_error *err);

/* "utf8" or "base64", and where `hex` says so "hex". */
int cx_field_encoding(const char *path, struct json_object *value, bool hex, enum cx_encoding *ret,
		      struct cx_error *err);

/* An array of at most `max` elements. */
int cx_field_array(const char *path, struct json_object *value, size_t max, size_t *ret_len,
		   struct cx_error *err);

/* A word that a sender may use as a field's name: a name itself (meant NULL), or what others call the field meant. */
struct cx_word {
	const char *word;
	const char *meant;
};

/*
 * A notice for each member of `object` that no word names, with the nearest one that does.
 * `prefix` stands before the names in the notice: "limits.".
 */
int cx_fields_note_unknown(struct json_object *object, const char *prefix, const struct cx_word *words,
			   size_t len, struct cx_strings *notices, struct cx_error *err);

#endif
