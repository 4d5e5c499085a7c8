#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/path.h"
#include "base/utf8.h"
#include "codec/fields.h"
#include "codec/request_parts.h"

/* What holds for the main source, wherever it comes from. */
static int check_main(const char *path, const struct cx_bytes *code, struct cx_error *err)
{
	if (!code->len)
		return cx_fail_field(err, path, "is empty");
	if (cx_field_check_size(path, code->len, CX_MAX_CODE, err) < 0)
		return -1;
	if (memchr(code->data, '\0', code->len))
		return cx_fail_field(err, path, "contains NUL");
	if (!cx_utf8_valid(code->data, code->len))
		return cx_fail_field(err, path, "is not UTF-8 once decoded");
	return 0;
}

int cx_request_read_name(const char *path, struct json_object *value, char **ret, struct cx_error *err)
{
	const char *name = NULL;
	size_t len = 0;
	if (!value)
		return cx_fail_field(err, path, "is missing");
	if (cx_field_string(path, value, &name, &len, err) < 0)
		return -1;
	const char *broken = cx_path_check_name(name, len);
	if (broken)
		return cx_fail_field(err, path, "%s", broken);
	*ret = strdup(name);
	return *ret ? 0 : cx_fail_oom(err);
}

int cx_request_read_content(const char *path, struct json_object *value, enum cx_encoding encoding,
			    struct cx_bytes *ret, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer buf = { 0 };
	const char *text = NULL;
	size_t len = 0;
	if (!value)
		return cx_fail_field(err, path, "is missing");
	if (cx_field_string(path, value, &text, &len, err) < 0)
		return -1;
	int r = 0;
	if (encoding == CX_ENCODING_UTF8)
		r = cx_buffer_append(&buf, text, len) < 0 ? cx_fail_oom(err) : 0;
	else if (encoding == CX_ENCODING_BASE64)
		r = cx_base64_decode(&buf, text, len, err);
	else
		r = cx_hex_decode(&buf, text, len, err);
	if (r < 0) {
		struct cx_error cause = *err;
		return cause.code == CX_EINPUT ? cx_fail_field(err, path, "%s", cause.msg) : -1;
	}
	*ret = cx_buffer_steal(&buf);
	return 0;
}

static int read_file(size_t index, struct json_object *object, struct cx_request *req, struct cx_error *err)
{
	static const struct cx_word words[] = { { "name", NULL },	{ "content", NULL },
						{ "encoding", NULL },	{ "path", "name" },
						{ "filename", "name" }, { "data", "content" },
						{ "code", "content" },	{ "text", "content" } };
	char path[32], name_path[48], content_path[48], encoding_path[48], prefix[48];
	snprintf(path, sizeof(path), "files[%zu]", index);
	snprintf(prefix, sizeof(prefix), "%s.", path);
	snprintf(name_path, sizeof(name_path), "%s.name", path);
	snprintf(content_path, sizeof(content_path), "%s.content", path);
	snprintf(encoding_path, sizeof(encoding_path), "%s.encoding", path);
	if (!json_object_is_type(object, json_type_object))
		return cx_field_wrong_type(path, "an object", object, err);
	/* Counted at once, so that what it holds already is released after a failure. */
	struct cx_file *file = &req->files[req->files_len++];
	struct json_object *how = json_object_object_get(object, "encoding");
	enum cx_encoding encoding = CX_ENCODING_UTF8;
	if (cx_request_read_name(name_path, json_object_object_get(object, "name"), &file->name, err) < 0 ||
	    (how && cx_field_encoding(encoding_path, how, true, &encoding, err) < 0) ||
	    cx_request_read_content(content_path, json_object_object_get(object, "content"), encoding,
				    &file->content, err) < 0)
		return -1;
	return cx_fields_note_unknown(object, prefix, words, sizeof(words) / sizeof(words[0]), &req->notices,
				      err);
}

/* The names meet when they are the same, or when one is a folder of the other. */
static int check_names(const struct cx_file *files, size_t len, size_t first, struct cx_error *err)
{
	for (size_t i = first; i < len; i++) {
		for (size_t k = first; k < i; k++) {
			char path[48];
			const char *a = files[i].name, *b = files[k].name;
			size_t a_len = strlen(a), b_len = strlen(b);
			snprintf(path, sizeof(path), "files[%zu].name", i - first);
			if (!strcmp(a, b))
				return cx_fail_field(err, path, "\"%s\" is there twice", a);
			if (a_len < b_len ? !strncmp(a, b, a_len) && b[a_len] == '/'
					  : !strncmp(a, b, b_len) && a[b_len] == '/')
				return cx_fail_field(err, path,
						     "\"%s\" is a file, so \"%s\" cannot be below it",
						     a_len < b_len ? a : b, a_len < b_len ? b : a);
		}
	}
	return 0;
}

static int find_main(struct json_object *value, struct cx_request *req, struct cx_error *err)
{
	const char *name = NULL;
	size_t len = 0;
	if (!value)
		return 0;
	if (cx_field_string("main", value, &name, &len, err) < 0)
		return -1;
	for (size_t i = 0; i < req->files_len; i++) {
		if (strlen(req->files[i].name) == len && !memcmp(req->files[i].name, name, len)) {
			req->main_file = i;
			return 0;
		}
	}
	return cx_fail_field(err, "main", "none of the files has this name");
}

/* All but the main source. */
static int check_total(const struct cx_request *req, struct cx_error *err)
{
	size_t total = 0;
	for (size_t i = 0; i < req->files_len; i++)
		if (i != req->main_file)
			total += req->files[i].content.len;
	return cx_field_check_size("files", total, CX_MAX_FILES, err);
}

static int read_code(struct json_object *code, struct cx_request *req, struct cx_error *err)
{
	struct cx_bytes *content = &req->files[req->files_len++].content;
	if (cx_request_read_content("code", code, CX_ENCODING_UTF8, content, err) < 0)
		return -1;
	return check_main("code", content, err);
}

static int read_files(struct json_object *files, size_t len, struct cx_request *req, struct cx_error *err)
{
	size_t first = req->files_len; /* behind `code` */
	for (size_t i = 0; i < len; i++)
		if (read_file(i, json_object_array_get_idx(files, i), req, err) < 0)
			return -1;
	return check_names(req->files, req->files_len, first, err);
}

int cx_request_check_files(const struct cx_request *req, struct cx_error *err)
{
	char path[48];
	snprintf(path, sizeof(path), "files[%zu].content", req->main_file);
	if (check_names(req->files, req->files_len, 0, err) < 0 ||
	    check_main(path, &req->files[req->main_file].content, err) < 0)
		return -1;
	return check_total(req, err);
}

int cx_request_read_sources(struct json_object *root, struct cx_request *req, struct cx_error *err)
{
	struct json_object *code = json_object_object_get(root, "code");
	struct json_object *files = json_object_object_get(root, "files");
	struct json_object *main_name = json_object_object_get(root, "main");
	size_t len = 0;
	if (files && cx_field_array("files", files, CX_MAX_FILE_COUNT, &len, err) < 0)
		return -1;
	if (!code && !len)
		return cx_fail_field(err, "code", "is missing");
	if (code && main_name)
		return cx_fail_field(err, "main",
				     "must not stand beside \"code\", which is the main source itself");
	req->files = calloc(len + 1, sizeof(*req->files));
	if (!req->files)
		return cx_fail_oom(err);
	if (code && read_code(code, req, err) < 0)
		return -1;
	if (read_files(files, len, req, err) < 0 || find_main(main_name, req, err) < 0)
		return -1;
	if (!code) {
		char path[48];
		snprintf(path, sizeof(path), "files[%zu].content", req->main_file);
		if (check_main(path, &req->files[req->main_file].content, err) < 0)
			return -1;
	}
	return check_total(req, err);
}

int cx_request_read_collect(struct json_object *root, struct cx_request *req, struct cx_error *err)
{
	struct json_object *collect = json_object_object_get(root, "collect");
	size_t len = 0;
	if (!collect)
		return 0;
	if (cx_field_array("collect", collect, CX_MAX_FILE_COUNT, &len, err) < 0)
		return -1;
	for (size_t i = 0; i < len; i++) {
		cleanup_free char *name = NULL;
		char path[32];
		snprintf(path, sizeof(path), "collect[%zu]", i);
		struct json_object *value = json_object_array_get_idx(collect, i);
		if (!value)
			return cx_field_wrong_type(path, "a string", value, err);
		if (cx_request_read_name(path, value, &name, err) < 0)
			return -1;
		if (cx_strings_contain(&req->collect, name))
			return cx_fail_field(err, path, "\"%s\" is there twice", name);
		if (cx_strings_add(&req->collect, name) < 0)
			return cx_fail_oom(err);
	}
	return 0;
}
