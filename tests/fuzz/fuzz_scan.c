/* The strict pass against json-c: it never takes what json-c refuses, and both read the same. */
#include <json-c/json.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "codec/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DEPTH = 16 };

static struct json_object *decode(const char *json, size_t len, int flags, enum json_tokener_error *ret_error)
{
	struct json_tokener *tokener = json_tokener_new_ex(DEPTH + 2);
	json_tokener_set_flags(tokener, flags | JSON_TOKENER_VALIDATE_UTF8);
	struct json_object *value = json_tokener_parse_ex(tokener, json, (int)len);
	*ret_error = json_tokener_get_error(tokener);
	if (*ret_error == json_tokener_continue) {
		value = json_tokener_parse_ex(tokener, "", 1);
		*ret_error = json_tokener_get_error(tokener);
	}
	json_tokener_free(tokener);
	return value;
}

/* json-c's strict mode refuses integers of more than 64 bits, which are good JSON. */
static int has_long_integer(const char *json, size_t len)
{
	size_t digits = 0;
	for (size_t i = 0; i < len; i++) {
		digits = json[i] >= '0' && json[i] <= '9' ? digits + 1 : 0;
		if (digits >= 19)
			return 1;
	}
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *json = (const char *)data;
	enum json_tokener_error error;
	struct cx_error err;
	/* Lines are found in whatever text there is. */
	cx_scan_line(json, size, "a.b[1]");
	if (cx_scan(json, size, DEPTH, &err) < 0) {
		if (err.code != CX_EINPUT || !err.msg[0] || strchr(err.msg, '\n'))
			abort();
		return 0;
	}
	struct json_object *strict = decode(json, size, JSON_TOKENER_STRICT, &error);
	if (error != json_tokener_success &&
	    !(error == json_tokener_error_parse_number && has_long_integer(json, size)))
		abort();
	json_object_put(strict);

	struct json_object *first = decode(json, size, 0, &error);
	if (error != json_tokener_success)
		abort();
	size_t len;
	const char *text = json_object_to_json_string_length(first, JSON_C_TO_STRING_PLAIN, &len);
	struct json_object *second = decode(text, len, 0, &error);
	if (error != json_tokener_success || !json_object_equal(first, second))
		abort();
	/* What json-c writes is strict JSON too. */
	if (cx_scan(text, len, DEPTH, &err) < 0)
		abort();
	json_object_put(first);
	json_object_put(second);
	return 0;
}
