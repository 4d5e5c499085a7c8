#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "codec/fields.h"
#include "codec/request_parts.h"
#include "codec/scan.h"
#include "codex/codec.h"

enum { NAME_MAX_LEN = 64, OPTIONS_MAX = 32 };

static int read_id(struct json_object *value, struct cx_request *req, struct cx_error *err)
{
	return cx_field_text("id", value, CX_MAX_ID, &req->id, err);
}

static int read_language(struct json_object *value, struct cx_request *req, struct cx_error *err)
{
	return cx_field_text("language", value, NAME_MAX_LEN, &req->language, err);
}

static int read_input(struct json_object *value, struct cx_request *req, struct cx_error *err)
{
	const char *text = NULL;
	size_t len = 0;
	if (cx_field_string("inputData", value, &text, &len, err) < 0 ||
	    cx_field_check_size("inputData", len, CX_MAX_INPUT, err) < 0)
		return -1;
	if (!len)
		return 0;
	req->input = cx_bytes_copy(text, len);
	return req->input.data ? 0 : cx_fail_oom(err);
}

int cx_request_read_args(struct json_object *value, struct cx_request *req, struct cx_error *err)
{
	size_t count = 0, total = 0;
	if (cx_field_array("args", value, CX_MAX_ARGS, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		char path[32];
		const char *text = NULL;
		size_t len = 0;
		snprintf(path, sizeof(path), "args[%zu]", i);
		if (cx_field_string(path, json_object_array_get_idx(value, i), &text, &len, err) < 0)
			return -1;
		if (memchr(text, '\0', len))
			return cx_fail_field(err, path, "contains NUL");
		total += len;
		if (cx_strings_add(&req->args, text) < 0)
			return cx_fail_oom(err);
	}
	return cx_field_check_size("args", total, CX_MAX_ARG_BYTES, err);
}

/* A string, number or boolean as text. A number is taken as it was written. */
static int read_option(const char *name, struct json_object *value, struct cx_option *option,
		       struct cx_error *err)
{
	char path[NAME_MAX_LEN + 16];
	snprintf(path, sizeof(path), "options.%s", name);
	if (json_object_is_type(value, json_type_object) || json_object_is_type(value, json_type_array))
		return cx_field_wrong_type(path, "a string, a number, or true or false", value, err);
	option->name = strdup(name);
	if (!option->name)
		return cx_fail_oom(err);
	if (json_object_is_type(value, json_type_string))
		return cx_field_text(path, value, NAME_MAX_LEN, &option->value, err);
	const char *text = json_object_to_json_string(value);
	if (!text)
		return cx_fail_oom(err);
	if (strlen(text) > NAME_MAX_LEN)
		return cx_fail_field(err, path, "is %zu bytes long; at most %d are taken", strlen(text),
				     NAME_MAX_LEN);
	option->value = strdup(text);
	return option->value ? 0 : cx_fail_oom(err);
}

/* The names end up in messages. */
static bool is_option_name(const char *name)
{
	size_t len = strlen(name);
	return len >= 1 && len <= NAME_MAX_LEN &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == len;
}

static int read_options(struct json_object *value, struct cx_request *req, struct cx_error *err)
{
	if (!json_object_is_type(value, json_type_object))
		return cx_field_wrong_type("options", "an object", value, err);
	if (json_object_object_length(value) > OPTIONS_MAX)
		return cx_fail_field(err, "options", "has %d entries; at most %d are taken",
				     json_object_object_length(value), OPTIONS_MAX);
	req->options = calloc(OPTIONS_MAX, sizeof(*req->options));
	if (!req->options)
		return cx_fail_oom(err);
	json_object_object_foreach(value, name, choice)
	{
		if (!is_option_name(name))
			return cx_fail_field(
				err, "options",
				"a name in it must have 1 to %d letters, digits, \"_\", \"-\" or \".\"",
				NAME_MAX_LEN);
		if (!choice)
			continue;
		if (read_option(name, choice, &req->options[req->options_len++], err) < 0)
			return -1;
	}
	return 0;
}

static int read_encoding(struct json_object *value, struct cx_request *req, struct cx_error *err)
{
	return cx_field_encoding("encoding", value, false, &req->encoding, err);
}

static int read_combined(struct json_object *value, struct cx_request *req, struct cx_error *err)
{
	return cx_field_bool("combined", value, &req->combined, err);
}

/* `id` is first, so that every later failure can echo it. */
static const struct {
	const char *name;
	int (*read)(struct json_object *value, struct cx_request *req, struct cx_error *err);
} readers[] = {
	{ "id", read_id },
	{ "language", read_language },
	{ "inputData", read_input },
	{ "args", cx_request_read_args },
	{ "options", read_options },
	{ "encoding", read_encoding },
	{ "combined", read_combined },
};

static const struct cx_word words[] = {
	{ "code", NULL },
	{ "inputData", NULL },
	{ "timeout", NULL },
	{ "language", NULL },
	{ "files", NULL },
	{ "main", NULL },
	{ "args", NULL },
	{ "options", NULL },
	{ "limits", NULL },
	{ "tests", NULL },
	{ "stopOnFailure", NULL },
	{ "checker", NULL },
	{ "collect", NULL },
	{ "encoding", NULL },
	{ "combined", NULL },
	{ "id", NULL },
	{ "source", "code" },
	{ "source_code", "code" },
	{ "sourceCode", "code" },
	{ "program", "code" },
	{ "stdin", "inputData" },
	{ "input", "inputData" },
	{ "lang", "language" },
	{ "argv", "args" },
	{ "time_limit", "timeout" },
	{ "timeLimit", "timeout" },
	{ "cpuTime", "limits.cpuTime" },
	{ "memoryMB", "limits.memoryMB" },
	{ "memory_limit", "limits.memoryMB" },
	{ "memoryLimit", "limits.memoryMB" },
	{ "outputKB", "limits.outputKB" },
	{ "processes", "limits.processes" },
	{ "fileMB", "limits.fileMB" },
	{ "diskMB", "limits.diskMB" },
};

/* A run has streams and files to hand back; a request with tests has many runs. */
static int note_without_effect(struct cx_request *req, struct cx_error *err)
{
	static const char note[] = "%s has no effect together with tests, and was ignored";
	if (!req->tests_len)
		return 0;
	if ((req->collect.len && cx_strings_addf(&req->notices, note, "collect") < 0) ||
	    (req->combined && cx_strings_addf(&req->notices, note, "combined") < 0))
		return cx_fail_oom(err);
	return 0;
}

static int read_all(struct json_object *root, const struct cx_limit_bounds *bounds, struct cx_request *req,
		    struct cx_error *err)
{
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		struct json_object *value = json_object_object_get(root, readers[i].name);
		if (value && readers[i].read(value, req, err) < 0)
			return -1;
	}
	if (cx_request_read_sources(root, req, err) < 0 || cx_request_read_collect(root, req, err) < 0 ||
	    cx_request_read_limits(root, bounds, req, err) < 0 ||
	    cx_request_read_tests(root, bounds, req, err) < 0 || note_without_effect(req, err) < 0)
		return -1;
	return cx_fields_note_unknown(root, "", words, sizeof(words) / sizeof(words[0]), &req->notices, err);
}

static bool is_blank(const char *json, size_t len)
{
	while (len && strchr(" \t\r\n", json[len - 1]) && json[len - 1])
		len--;
	return !len;
}

static void put_object(struct json_object **object)
{
	json_object_put(*object);
}

/* The text passed the scan, so that json-c finds nothing to be lenient about. */
static int decode(const char *json, size_t len, struct json_object **ret_root, struct cx_error *err)
{
	struct json_tokener *tokener = json_tokener_new_ex(CX_MAX_DEPTH + 2);
	if (!tokener)
		return cx_fail_oom(err);
	json_tokener_set_flags(tokener, JSON_TOKENER_VALIDATE_UTF8);
	*ret_root = json_tokener_parse_ex(tokener, json, (int)len);
	enum json_tokener_error error = json_tokener_get_error(tokener);
	/* A number at the very end could go on: tell json-c that it does not. */
	if (error == json_tokener_continue) {
		*ret_root = json_tokener_parse_ex(tokener, "", 1);
		error = json_tokener_get_error(tokener);
	}
	json_tokener_free(tokener);
	if (error != json_tokener_success)
		return cx_fail(err, CX_EINPUT, "broken JSON: %s", json_tokener_error_desc(error));
	return 0;
}

int cx_request_decode(const char *json, size_t len, struct json_object **ret_root, struct cx_error *err)
{
	struct json_object *root = NULL;
	if (len > CX_MAX_BODY)
		return cx_fail(err, CX_ETOOLARGE, "the request has %zu bytes; the maximum is %d", len,
			       CX_MAX_BODY);
	if (is_blank(json, len))
		return cx_fail(err, CX_EINPUT, "the request is empty; one JSON object is expected");
	if (cx_scan(json, len, CX_MAX_DEPTH, err) < 0 || decode(json, len, &root, err) < 0)
		return -1;
	if (!json_object_is_type(root, json_type_object)) {
		json_object_put(root);
		return cx_fail(err, CX_EINPUT, "the request must be one JSON object");
	}
	*ret_root = root;
	return 0;
}

int cx_request_parse(const char *json, size_t len, const struct cx_limit_bounds *bounds,
		     struct cx_request *ret, struct cx_error *err)
{
	__attribute__((cleanup(put_object))) struct json_object *root = NULL;
	*ret = (struct cx_request){ .cancel_fd = -1 };
	if (cx_request_decode(json, len, &root, err) < 0)
		return -1;
	if (read_all(root, bounds, ret, err) == 0)
		return 0;
	char *id = steal_pointer(&ret->id);
	cx_request_done(ret);
	ret->id = id;
	return -1;
}
