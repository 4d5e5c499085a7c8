/* Reading a request of Piston's API never crashes, and what it becomes is what the rest of the library may rely on. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/semver.h"
#include "base/utf8.h"
#include "codec/scan.h"
#include "codex/codec.h"
#include "codex/piston.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int holds)
{
	if (!holds)
		abort();
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
	demand(req->files_len > 0 && req->main_file < req->files_len);
	for (size_t i = 0; i < req->files_len; i++) {
		const struct cx_file *file = &req->files[i];
		demand(file->content.len == 0 || file->content.data[file->content.len] == '\0');
		demand(!cx_path_check_name(file->name, strlen(file->name)));
		for (size_t k = 0; k < i; k++)
			demand(strcmp(file->name, req->files[k].name) != 0);
	}
	const struct cx_bytes *code = &req->files[req->main_file].content;
	demand(code->len > 0 && code->len <= CX_MAX_CODE && strlen(code->data) == code->len);
	demand(cx_utf8_valid(code->data, code->len));
}

/* Whoever routes the request and whoever runs it read the same language. */
static void demand_same_language(const char *json, size_t len, const char *language)
{
	struct cx_error err;
	char *routed = NULL;
	demand(cx_request_language(json, len, &routed, &err) == 0 && !strcmp(routed, language));
	free(routed);
}

static void demand_refusal(const struct cx_error *failure)
{
	struct cx_bytes json = { 0 };
	struct cx_error err;
	demand(failure->code == CX_EINPUT || failure->code == CX_ETOOLARGE);
	demand(failure->msg[0] && !strchr(failure->msg, '\n'));
	demand(cx_piston_error_format(failure->msg, &json, &err) == 0);
	demand(cx_scan(json.data, json.len, 2, &err) == 0);
	cx_bytes_done(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *json = (const char *)data;
	struct cx_request req;
	struct cx_error err;
	char *version = NULL, *language = NULL;
	if (cx_piston_parse(json, size, &cx_limit_bounds_builtin, &req, &version, &err) == 0) {
		demand(req.combined && req.cancel_fd == -1 && version[0]);
		demand_limits(&req.limits);
		demand_files(&req);
		demand_same_language(json, size, req.language);
		cx_semver_match(version, "3.11.2");
	} else {
		demand(!req.files && !req.language && !req.args.len && !version);
		demand_refusal(&err);
	}
	free(version);
	cx_request_done(&req);
	if (cx_request_language(json, size, &language, &err) == 0)
		demand(language[0] && cx_utf8_valid(language, strlen(language)));
	free(language);
	return 0;
}
