/* For whoever only passes a request on: which language it is for. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "codec/fields.h"
#include "codec/scan.h"
#include "codex/codec.h"

enum { NAME_MAX_LEN = 64 };

/* Fit for a message and for a look-up. */
static int check_name(const char *name, size_t len, struct cx_error *err)
{
	if (!len)
		return cx_fail_field(err, "language", "is empty");
	if (len > NAME_MAX_LEN)
		return cx_fail_field(err, "language", "is %zu bytes long; at most %d are taken", len,
				     NAME_MAX_LEN);
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)name[i] < 0x20 || name[i] == 0x7F)
			return cx_fail_field(err, "language", "contains a control character");
	return 0;
}

int cx_request_language(const char *json, size_t len, char **ret_language, struct cx_error *err)
{
	cleanup_free char *name = NULL;
	size_t name_len = 0;
	bool there = false;
	if (len > CX_MAX_BODY)
		return cx_fail(err, CX_ETOOLARGE, "the request has %zu bytes; the maximum is %d", len,
			       CX_MAX_BODY);
	if (cx_scan_member(json, len, CX_MAX_DEPTH, "language", &there, &name, &name_len, err) < 0)
		return -1;
	size_t blank = 0;
	while (blank < len && strchr(" \t\r\n", json[blank]))
		blank++;
	if (blank == len || json[blank] != '{')
		return cx_fail(err, CX_EINPUT, "the request must be one JSON object");
	if (!there)
		return cx_fail_field(err, "language", "is missing");
	if (!name)
		return cx_fail_field(err, "language", "must be a string");
	if (check_name(name, name_len, err) < 0)
		return -1;
	*ret_language = steal_pointer(&name);
	return 0;
}
