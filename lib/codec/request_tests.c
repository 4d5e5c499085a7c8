#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/buffer.h"
#include "base/cleanup.h"
#include "codec/fields.h"
#include "codec/request_parts.h"

enum { MAX_TEST_NAME = 200, PATH_SIZE = 64 };

#define MAX_POINTS 1e9

static int read_number(const char *path, struct json_object *value, double max, double *ret,
		       struct cx_error *err)
{
	if (!json_object_is_type(value, json_type_int) && !json_object_is_type(value, json_type_double))
		return cx_field_wrong_type(path, "a number", value, err);
	double number = json_object_get_double(value);
	if (!isfinite(number) || number < 0 || number > max)
		return cx_fail_field(err, path, "must be from 0 to %g", max);
	*ret = number;
	return 0;
}

/* ---- one test ---- */

/* Where a test is, for its readers. */
struct place {
	const char *path; /* "tests[3]" */
	const struct cx_limit_bounds *bounds;
	struct cx_request *req;
	bool cpu_given; /* the request says how much CPU time each run gets */
};

/* What a reader of a member of a test gets: where it is, its path, its value. */
typedef int member_reader(const struct place *place, const char *path, struct json_object *value,
			  struct cx_test *test, struct cx_error *err);

static int read_name(const struct place *place, const char *path, struct json_object *value,
		     struct cx_test *test, struct cx_error *err)
{
	(void)place;
	return cx_field_text(path, value, MAX_TEST_NAME, &test->name, err);
}

static int read_input(const struct place *place, const char *path, struct json_object *value,
		      struct cx_test *test, struct cx_error *err)
{
	const char *text = NULL;
	size_t len = 0;
	(void)place;
	if (cx_field_string(path, value, &text, &len, err) < 0 ||
	    cx_field_check_size(path, len, CX_MAX_INPUT, err) < 0)
		return -1;
	test->input = cx_bytes_copy(text, len);
	return len && !test->input.data ? cx_fail_oom(err) : 0;
}

static int read_expected(const struct place *place, const char *path, struct json_object *value,
			 struct cx_test *test, struct cx_error *err)
{
	const char *text = NULL;
	size_t len = 0;
	cleanup_buffer struct cx_buffer bytes = { 0 };
	struct cx_error cause;
	if (cx_field_string(path, value, &text, &len, err) < 0)
		return -1;
	if (place->req->encoding != CX_ENCODING_BASE64) {
		if (cx_buffer_append(&bytes, text, len) < 0)
			return cx_fail_oom(err);
	} else if (cx_base64_decode(&bytes, text, len, &cause) < 0) {
		return cx_fail_field(err, path, "%.200s", cause.msg);
	}
	test->has_expected = true;
	test->expected = cx_buffer_steal(&bytes);
	return 0;
}

static int read_timeout(const struct place *place, const char *path, struct json_object *value,
			struct cx_test *test, struct cx_error *err)
{
	if (cx_request_read_timeout(path, value, place->bounds, &test->wall_us, err) < 0)
		return -1;
	if (!place->cpu_given)
		test->cpu_us = cx_limit_default_cpu_us(place->bounds, test->wall_us);
	return 0;
}

static int read_checker(const struct place *place, const char *path, struct json_object *value,
			struct cx_test *test, struct cx_error *err)
{
	struct cx_request *req = place->req;
	test->checker = req->checkers_len++; /* counted at once, so that it is released after a failure */
	return cx_request_read_checker(path, value, &req->checkers[test->checker], &req->notices, err);
}

static int read_points(const struct place *place, const char *path, struct json_object *value,
		       struct cx_test *test, struct cx_error *err)
{
	(void)place;
	return read_number(path, value, MAX_POINTS, &test->points, err);
}

static int read_hidden(const struct place *place, const char *path, struct json_object *value,
		       struct cx_test *test, struct cx_error *err)
{
	(void)place;
	return cx_field_bool(path, value, &test->hidden, err);
}

static const struct {
	const char *name;
	member_reader *read;
} members[] = {
	{ "name", read_name },	     { "inputData", read_input }, { "expectedOutput", read_expected },
	{ "timeout", read_timeout }, { "checker", read_checker }, { "points", read_points },
	{ "hidden", read_hidden },
};
enum { MEMBERS = sizeof(members) / sizeof(members[0]) };

static int note_unknown(const struct place *place, struct json_object *object, struct cx_error *err)
{
	static const struct cx_word synonyms[] = {
		{ "input", "inputData" },
		{ "stdin", "inputData" },
		{ "expected", "expectedOutput" },
		{ "expected_output", "expectedOutput" },
		{ "output", "expectedOutput" },
		{ "answer", "expectedOutput" },
		{ "score", "points" },
		{ "time_limit", "timeout" },
	};
	struct cx_word words[MEMBERS + sizeof(synonyms) / sizeof(synonyms[0])];
	char prefix[PATH_SIZE];
	for (size_t i = 0; i < MEMBERS; i++)
		words[i] = (struct cx_word){ .word = members[i].name };
	memcpy(words + MEMBERS, synonyms, sizeof(synonyms));
	snprintf(prefix, sizeof(prefix), "%s.", place->path);
	return cx_fields_note_unknown(object, prefix, words, sizeof(words) / sizeof(words[0]),
				      &place->req->notices, err);
}

static int read_test(const struct place *place, struct json_object *object, struct cx_test *test,
		     struct cx_error *err)
{
	if (!json_object_is_type(object, json_type_object))
		return cx_field_wrong_type(place->path, "an object", object, err);
	*test = (struct cx_test){ .wall_us = place->req->limits.wall_us,
				  .cpu_us = place->req->limits.cpu_us,
				  .points = 1 };
	for (size_t i = 0; i < MEMBERS; i++) {
		char path[PATH_SIZE];
		struct json_object *value = json_object_object_get(object, members[i].name);
		snprintf(path, sizeof(path), "%s.%s", place->path, members[i].name);
		if (value && members[i].read(place, path, value, test, err) < 0)
			return -1;
	}
	if (!json_object_object_get(object, "inputData") && place->req->input.len) {
		test->input = cx_bytes_copy(place->req->input.data, place->req->input.len);
		if (!test->input.data)
			return cx_fail_oom(err);
	}
	return note_unknown(place, object, err);
}

/* ---- all of them ---- */

static bool gives_cpu_time(struct json_object *root, const struct cx_limit_bounds *bounds)
{
	struct json_object *limits = json_object_object_get(root, "limits");
	return bounds->def.cpu_us || (limits && json_object_object_get(limits, "cpuTime"));
}

static int read_each(struct json_object *root, struct json_object *tests, size_t len,
		     const struct cx_limit_bounds *bounds, struct cx_request *req, struct cx_error *err)
{
	struct json_object *common = json_object_object_get(root, "checker");
	req->tests = calloc(len, sizeof(*req->tests));
	req->checkers = calloc(len + 1, sizeof(*req->checkers));
	if (!req->tests || !req->checkers)
		return cx_fail_oom(err);
	req->checkers_len = 1;
	if (common && cx_request_read_checker("checker", common, &req->checkers[0], &req->notices, err) < 0)
		return -1;
	for (size_t i = 0; i < len; i++) {
		char path[32];
		struct place place = { path, bounds, req, gives_cpu_time(root, bounds) };
		snprintf(path, sizeof(path), "tests[%zu]", i);
		req->tests_len = i + 1;
		if (read_test(&place, json_object_array_get_idx(tests, i), &req->tests[i], err) < 0)
			return -1;
	}
	return 0;
}

int cx_request_read_tests(struct json_object *root, const struct cx_limit_bounds *bounds,
			  struct cx_request *req, struct cx_error *err)
{
	struct json_object *tests = json_object_object_get(root, "tests");
	struct json_object *stop = json_object_object_get(root, "stopOnFailure");
	size_t len = 0;
	if (tests && cx_field_array("tests", tests, CX_MAX_TESTS, &len, err) < 0)
		return -1;
	if (stop && cx_field_bool("stopOnFailure", stop, &req->stop_on_failure, err) < 0)
		return -1;
	if (!len) /* an empty list asks for nothing */
		return 0;
	return read_each(root, tests, len, bounds, req, err);
}
