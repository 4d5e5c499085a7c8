/* Reading a request never crashes, and what it returns is what the rest of the library may rely on. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/utf8.h"
#include "codec/scan.h"
#include "codex/codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int holds)
{
	if (!holds)
		abort();
}

static void demand_text(const char *text, size_t max)
{
	demand(text[0] && strlen(text) <= max && cx_utf8_valid(text, strlen(text)));
}

static void demand_limits(const struct cx_limits *given)
{
	struct cx_limit_bounds bounds = cx_limit_bounds_builtin;
	struct cx_limits limits = *given;
	for (size_t i = 0; i < CX_LIMIT_RULES; i++) {
		uint64_t value = *cx_limit_value(&cx_limit_rules[i], &limits);
		demand(value >= *cx_limit_value(&cx_limit_rules[i], &bounds.min));
		demand(value <= *cx_limit_value(&cx_limit_rules[i], &bounds.max));
	}
}

static void demand_files(const struct cx_request *req)
{
	size_t others = 0;
	demand(req->files_len > 0 && req->main_file < req->files_len);
	for (size_t i = 0; i < req->files_len; i++) {
		const struct cx_file *file = &req->files[i];
		demand(file->content.data && file->content.data[file->content.len] == '\0');
		demand(file->name ? !cx_path_check_name(file->name, strlen(file->name))
				  : i == 0 && req->main_file == 0);
		if (i != req->main_file)
			others += file->content.len;
		for (size_t k = 0; k < i; k++)
			demand(!file->name || !req->files[k].name ||
			       strcmp(file->name, req->files[k].name) != 0);
	}
	const struct cx_bytes *code = &req->files[req->main_file].content;
	demand(code->len > 0 && code->len <= CX_MAX_CODE && strlen(code->data) == code->len);
	demand(cx_utf8_valid(code->data, code->len) && others <= CX_MAX_FILES);
}

static void demand_rest(const struct cx_request *req)
{
	size_t arg_bytes = 0;
	demand(req->input.len <= CX_MAX_INPUT && req->args.len <= CX_MAX_ARGS);
	for (size_t i = 0; i < req->args.len; i++)
		arg_bytes += strlen(req->args.items[i]);
	demand(arg_bytes <= CX_MAX_ARG_BYTES);
	for (size_t i = 0; i < req->options_len; i++) {
		demand_text(req->options[i].name, 64);
		demand_text(req->options[i].value, 64);
	}
	for (size_t i = 0; i < req->collect.len; i++)
		demand(!cx_path_check_name(req->collect.items[i], strlen(req->collect.items[i])));
	demand(req->encoding == CX_ENCODING_UTF8 || req->encoding == CX_ENCODING_BASE64);
	demand(req->cancel_fd == -1 && req->notices.len <= 21);
}

/* Whatever the failure holds, its answer is valid JSON. */
static void demand_answer(const struct cx_error *failure, const char *id)
{
	struct cx_bytes json = { 0 };
	struct cx_error err;
	demand(failure->code == CX_EINPUT || failure->code == CX_ETOOLARGE);
	demand(failure->msg[0] && !strchr(failure->msg, '\n'));
	demand(cx_error_format(failure, id, &json, &err) == 0);
	demand(cx_scan(json.data, json.len, 2, &err) == 0);
	cx_bytes_done(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx_request req;
	struct cx_error err;
	int r = cx_request_parse((const char *)data, size, &cx_limit_bounds_builtin, &req, &err);
	if (req.id)
		demand_text(req.id, CX_MAX_ID);
	if (r == 0) {
		demand_limits(&req.limits);
		demand_files(&req);
		demand_rest(&req);
	} else {
		demand(!req.files && !req.args.len && !req.notices.len && !req.language && !req.options);
		demand_answer(&err, req.id);
	}
	cx_request_done(&req);
	demand(!req.files && req.cancel_fd == -1);
	return 0;
}
