/* Requests of Piston's API, version 2. Messages are those that its clients look for. */
#include "codex/piston.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/number.h"
#include "base/semver.h"
#include "codec/fields.h"
#include "codec/request_parts.h"
#include "language/language.h"

enum { WORD_MAX = 64 };

/* As Piston says it: without the name of the field before the message. */
static int refuse(struct cx_error *err, const char *field, const char *message)
{
	cx_fail(err, CX_EINPUT, "%s", message);
	snprintf(err->field, sizeof(err->field), "%s", field);
	return -1;
}

/* `language` and `version`: strings that are not empty, fit for a message. */
static int read_word(struct json_object *root, const char *field, char **ret, struct cx_error *err)
{
	struct json_object *value = json_object_object_get(root, field);
	char message[64];
	snprintf(message, sizeof(message), "%s is required as a string", field);
	if (!json_object_is_type(value, json_type_string) || !json_object_get_string_len(value))
		return refuse(err, field, message);
	return cx_field_text(field, value, WORD_MAX, ret, err);
}

/* ---- files ---- */

static int read_file_name(const char *path, size_t index, struct json_object *value, char **ret,
			  struct cx_error *err)
{
	if (!value || (json_object_is_type(value, json_type_string) && !json_object_get_string_len(value)))
		return asprintf(ret, "file%zu.code", index) < 0 ? cx_fail_oom(err) : 0;
	return cx_request_read_name(path, value, ret, err);
}

/* *ret_encoding tells which files hold code: those that came as text. */
static int read_file(struct json_object *object, struct cx_request *req, enum cx_encoding *ret_encoding,
		     struct cx_error *err)
{
	size_t index = req->files_len;
	char path[48], message[64];
	snprintf(message, sizeof(message), "files[%zu].content is required as a string", index);
	snprintf(path, sizeof(path), "files[%zu].content", index);
	struct json_object *content = NULL, *name = NULL, *encoding = NULL;
	if (json_object_is_type(object, json_type_object)) {
		content = json_object_object_get(object, "content");
		name = json_object_object_get(object, "name");
		encoding = json_object_object_get(object, "encoding");
	}
	if (!json_object_is_type(content, json_type_string))
		return refuse(err, path, message);
	/* Counted at once, so that what it holds already is released after a failure. */
	struct cx_file *file = &req->files[req->files_len++];
	snprintf(path, sizeof(path), "files[%zu].encoding", index);
	if (encoding && cx_field_encoding(path, encoding, true, ret_encoding, err) < 0)
		return -1;
	snprintf(path, sizeof(path), "files[%zu].name", index);
	if (read_file_name(path, index, name, &file->name, err) < 0)
		return -1;
	snprintf(path, sizeof(path), "files[%zu].content", index);
	return cx_request_read_content(path, content, *ret_encoding, &file->content, err);
}

/* The first file that came as text is the main source. */
static int read_files(struct json_object *root, struct cx_request *req, struct cx_error *err)
{
	struct json_object *files = json_object_object_get(root, "files");
	bool found = false;
	size_t len = 0;
	if (!json_object_is_type(files, json_type_array))
		return refuse(err, "files", "files is required as an array");
	if (cx_field_array("files", files, CX_MAX_FILE_COUNT, &len, err) < 0)
		return -1;
	req->files = calloc(len + 1, sizeof(*req->files));
	if (!req->files)
		return cx_fail_oom(err);
	for (size_t i = 0; i < len; i++) {
		enum cx_encoding encoding = CX_ENCODING_UTF8;
		if (read_file(json_object_array_get_idx(files, i), req, &encoding, err) < 0)
			return -1;
		if (encoding == CX_ENCODING_UTF8 && !found) {
			found = true;
			req->main_file = i;
		}
	}
	if (!found)
		return refuse(err, "files", "files must include at least one utf8 encoded file");
	return cx_request_check_files(req, err);
}

static int read_input(struct json_object *root, struct cx_request *req, struct cx_error *err)
{
	struct json_object *input = json_object_object_get(root, "stdin");
	const char *text = NULL;
	size_t len = 0;
	if (!input)
		return 0;
	if (cx_field_string("stdin", input, &text, &len, err) < 0 ||
	    cx_field_check_size("stdin", len, CX_MAX_INPUT, err) < 0)
		return -1;
	req->input = cx_bytes_copy(text, len);
	return len && !req->input.data ? cx_fail_oom(err) : 0;
}

/* ---- limits ---- */

/*
 * One row per number. What a compiler gets is its language's own: a request may ask, within what could be meant,
 * and gets no more than that.
 */
static const struct constraint {
	const char *field;
	bool of_run;
	enum cx_limit limit;
	double scale; /* bytes or µs in one unit of it */
} constraints[] = {
	{ "compile_memory_limit", false, CX_LIMIT_MEMORY, 1 },
	{ "run_memory_limit", true, CX_LIMIT_MEMORY, 1 },
	{ "compile_timeout", false, CX_LIMIT_WALL, 1000 },
	{ "run_timeout", true, CX_LIMIT_WALL, 1000 },
	{ "compile_cpu_time", false, CX_LIMIT_CPU, 1000 },
	{ "run_cpu_time", true, CX_LIMIT_CPU, 1000 },
};

static int refuse_limit(struct cx_error *err, const char *field, const char *what, double bound)
{
	char number[32], message[160];
	snprintf(message, sizeof(message), "%s %s%s", field, what, cx_number_format(bound, number));
	return refuse(err, field, message);
}

static int read_number(const struct constraint *c, struct json_object *value, double *ret,
		       struct cx_error *err)
{
	char message[96];
	*ret = json_object_get_double(value);
	if (!json_object_is_type(value, json_type_int) && !json_object_is_type(value, json_type_double)) {
		snprintf(message, sizeof(message), "If specified, %s must be a number", c->field);
		return refuse(err, c->field, message);
	}
	/* -1 of a memory limit: none. */
	if (*ret < 0 && !(c->limit == CX_LIMIT_MEMORY && *ret == -1)) {
		snprintf(message, sizeof(message), "%s must be non-negative", c->field);
		return refuse(err, c->field, message);
	}
	return 0;
}

static uint64_t *limit_of(enum cx_limit limit, struct cx_limits *limits)
{
	return limit == CX_LIMIT_MEMORY ? &limits->memory_bytes
	       : limit == CX_LIMIT_WALL ? &limits->wall_us
					: &limits->cpu_us;
}

static int read_constraint(const struct constraint *c, struct json_object *value,
			   const struct cx_limit_bounds *bounds, struct cx_limits *limits,
			   struct cx_error *err)
{
	struct cx_limits least = bounds->min, most = bounds->max;
	double number = 0;
	if (read_number(c, value, &number, err) < 0)
		return -1;
	/* As in Piston, 0 asks for nothing. */
	if (number == 0 || number == -1 || !c->of_run)
		return 0;
	double min = (double)*limit_of(c->limit, &least) / c->scale;
	double max = (double)*limit_of(c->limit, &most) / c->scale;
	if (number > max)
		return refuse_limit(err, c->field, "cannot exceed the configured limit of ", max);
	if (number < min)
		return refuse_limit(err, c->field, "must be at least ", min);
	*limit_of(c->limit, limits) = (uint64_t)(number * c->scale + 0.5);
	return 0;
}

static int read_limits(struct json_object *root, const struct cx_limit_bounds *bounds, struct cx_request *req,
		       struct cx_error *err)
{
	struct cx_limits limits = bounds->def;
	limits.memory_bytes = bounds->max.memory_bytes;
	for (size_t i = 0; i < sizeof(constraints) / sizeof(constraints[0]); i++) {
		struct json_object *value = json_object_object_get(root, constraints[i].field);
		if (value && read_constraint(&constraints[i], value, bounds, &limits, err) < 0)
			return -1;
	}
	if (!limits.cpu_us)
		limits.cpu_us = cx_limit_default_cpu_us(bounds, limits.wall_us);
	req->limits = limits;
	return 0;
}

static int read_all(struct json_object *root, const struct cx_limit_bounds *bounds, struct cx_request *req,
		    char **ret_version, struct cx_error *err)
{
	struct json_object *args = json_object_object_get(root, "args");
	if (read_word(root, "language", &req->language, err) < 0 ||
	    read_word(root, "version", ret_version, err) < 0 || read_files(root, req, err) < 0 ||
	    read_input(root, req, err) < 0)
		return -1;
	if (args && cx_request_read_args(args, req, err) < 0)
		return -1;
	return read_limits(root, bounds, req, err);
}

int cx_piston_parse(const char *json, size_t len, const struct cx_limit_bounds *bounds,
		    struct cx_request *ret, char **ret_version, struct cx_error *err)
{
	cleanup_free char *version = NULL;
	struct json_object *root = NULL;
	*ret = (struct cx_request){ .cancel_fd = -1, .combined = true };
	*ret_version = NULL;
	if (cx_request_decode(json, len, &root, err) < 0)
		return -1;
	int r = read_all(root, bounds, ret, &version, err);
	json_object_put(root);
	if (r < 0)
		cx_request_done(ret);
	else
		*ret_version = steal_pointer(&version);
	return r;
}

/* ---- the language ---- */

/* A name that the language would not know as its source's, or that it reads from the source itself, is its own to give. */
static void let_language_name_main(const struct cx_language *lang, struct cx_request *req)
{
	struct cx_file *file = &req->files[req->main_file];
	if (!strchr(lang->source, '{') && cx_language_is_source(lang, file->name))
		return;
	free(file->name);
	file->name = NULL;
}

int cx_piston_choose(struct cx_context *ctx, struct cx_request *req, const char *version,
		     struct cx_error *err)
{
	const struct cx_language *lang = cx_languages_find(cx_context_languages(ctx), req->language);
	cleanup_free char *ours = NULL;
	if (lang && cx_context_version(ctx, lang, &ours, err) < 0)
		return -1;
	if (!lang || !cx_semver_match(version, ours)) {
		char message[2 * WORD_MAX + 32];
		snprintf(message, sizeof(message), "%s-%s runtime is unknown", req->language, version);
		return refuse(err, lang ? "version" : "language", message);
	}
	let_language_name_main(lang, req);
	return 0;
}
