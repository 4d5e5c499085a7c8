#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "codec/fields.h"
#include "codec/request_parts.h"

#define DEFAULT_TOLERANCE 1e-6

static const struct {
	const char *name;
	enum cx_checker_type type;
} types[] = {
	{ "lines", CX_CHECK_LINES }, { "exact", CX_CHECK_EXACT },   { "tokens", CX_CHECK_TOKENS },
	{ "float", CX_CHECK_FLOAT }, { "custom", CX_CHECK_CUSTOM },
};

static int read_type(const char *path, struct json_object *value, enum cx_checker_type *ret,
		     struct cx_error *err)
{
	const char *name = NULL;
	size_t len = 0;
	if (cx_field_string(path, value, &name, &len, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strlen(types[i].name) == len && !memcmp(types[i].name, name, len)) {
			*ret = types[i].type;
			return 0;
		}
	return cx_fail_field(err, path, "must be exact, lines, tokens, float or custom");
}

static int read_tolerance(const char *path, const char *name, struct json_object *object, double *ret,
			  struct cx_error *err)
{
	char field[80];
	struct json_object *value = json_object_object_get(object, name);
	if (!value)
		return 0;
	snprintf(field, sizeof(field), "%s.%s", path, name);
	if (!json_object_is_type(value, json_type_int) && !json_object_is_type(value, json_type_double))
		return cx_field_wrong_type(field, "a number", value, err);
	*ret = json_object_get_double(value);
	return isfinite(*ret) && *ret >= 0 ? 0 : cx_fail_field(err, field, "must not be less than 0");
}

/* Both tolerances count; when one is given, the other is none. */
static int read_tolerances(const char *path, struct json_object *object, struct cx_checker *checker,
			   struct cx_error *err)
{
	bool given = json_object_object_get(object, "absolute") || json_object_object_get(object, "relative");
	checker->absolute = checker->relative = given ? 0 : DEFAULT_TOLERANCE;
	if (read_tolerance(path, "absolute", object, &checker->absolute, err) < 0)
		return -1;
	return read_tolerance(path, "relative", object, &checker->relative, err);
}

/* The sources are written as those of a request are; mistakes are told with the checker's path before them. */
static int read_program(const char *path, struct json_object *object, struct cx_checker *checker,
			struct cx_error *err)
{
	struct cx_request req = { .cancel_fd = -1 };
	struct cx_error cause = { 0 };
	char field[80];
	struct json_object *language = json_object_object_get(object, "language");
	snprintf(field, sizeof(field), "%s.language", path);
	if (!language)
		return cx_fail_field(err, field, "is missing");
	if (cx_field_text(field, language, 64, &checker->language, err) < 0)
		return -1;
	int done = cx_request_read_sources(object, &req, &cause);
	if (done == 0) {
		checker->files = steal_pointer(&req.files);
		checker->files_len = req.files_len;
		checker->main_file = req.main_file;
		req.files_len = 0;
	} else {
		*err = cause;
		snprintf(err->field, sizeof(err->field), "%.30s.%.30s", path, cause.field);
		snprintf(err->msg, sizeof(err->msg), "%.30s.%.360s", path, cause.msg);
	}
	cx_request_done(&req);
	return done;
}

int cx_request_read_checker(const char *path, struct json_object *value, struct cx_checker *ret,
			    struct cx_strings *notices, struct cx_error *err)
{
	static const struct cx_word words[] = {
		{ "type", NULL },	   { "absolute", NULL },
		{ "relative", NULL },	   { "language", NULL },
		{ "code", NULL },	   { "files", NULL },
		{ "main", NULL },	   { "tolerance", "absolute" },
		{ "epsilon", "absolute" },
	};
	char field[80], prefix[80];
	*ret = (struct cx_checker){ .absolute = DEFAULT_TOLERANCE, .relative = DEFAULT_TOLERANCE };
	if (json_object_is_type(value, json_type_string)) {
		if (read_type(path, value, &ret->type, err) < 0)
			return -1;
		return ret->type == CX_CHECK_CUSTOM
			       ? cx_fail_field(err, path, "custom needs an object: {type, language, files}")
			       : 0;
	}
	if (!json_object_is_type(value, json_type_object))
		return cx_field_wrong_type(path, "a string or an object", value, err);
	struct json_object *type = json_object_object_get(value, "type");
	snprintf(field, sizeof(field), "%s.type", path);
	ret->type = CX_CHECK_CUSTOM; /* {files, language} */
	if (type && read_type(field, type, &ret->type, err) < 0)
		return -1;
	if (ret->type == CX_CHECK_FLOAT && read_tolerances(path, value, ret, err) < 0)
		return -1;
	if (ret->type == CX_CHECK_CUSTOM && read_program(path, value, ret, err) < 0)
		return -1;
	snprintf(prefix, sizeof(prefix), "%s.", path);
	return cx_fields_note_unknown(value, prefix, words, sizeof(words) / sizeof(words[0]), notices, err);
}
