#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "codec/fields.h"
#include "codec/request_parts.h"

/* json-c puts the nearest number in the place of an integer that has more than 64 bits. */
static bool is_clamped(struct json_object *value)
{
	return json_object_is_type(value, json_type_int) &&
	       (json_object_get_int64(value) == INT64_MIN || json_object_get_uint64(value) == UINT64_MAX);
}

/* In a message: the number as it was given, where we still know it. */
static const char *show(struct json_object *value, char buf[static 32])
{
	return is_clamped(value) ? "the number" : cx_number_format(json_object_get_double(value), buf);
}

static int read_limit(const struct cx_limit_rule *rule, const char *path, struct json_object *value,
		      const struct cx_limit_bounds *bounds, struct cx_limits *limits, struct cx_error *err)
{
	if (!json_object_is_type(value, json_type_int) && !json_object_is_type(value, json_type_double))
		return cx_field_wrong_type(path, "a number", value, err);
	struct cx_limits least = bounds->min, most = bounds->max;
	double min = (double)*cx_limit_value(rule, &least) / rule->scale;
	double max = (double)*cx_limit_value(rule, &most) / rule->scale;
	double number = json_object_get_double(value);
	char given[32], bound[32];
	if (number > max)
		return cx_fail_field(err, path, "%s is over the maximum of %s%s", show(value, given),
				     cx_number_format(max, bound), rule->unit);
	if (number < min)
		return cx_fail_field(err, path, "%s is under the minimum of %s%s", show(value, given),
				     cx_number_format(min, bound), rule->unit);
	if (rule->whole && number != (double)(uint64_t)number)
		return cx_fail_field(err, path, "%s is not a whole number", show(value, given));
	*cx_limit_value(rule, limits) = (uint64_t)(number * rule->scale + 0.5);
	return 0;
}

int cx_request_read_timeout(const char *path, struct json_object *value, const struct cx_limit_bounds *bounds,
			    uint64_t *ret_us, struct cx_error *err)
{
	struct cx_limits limits = bounds->def;
	for (size_t i = 0; i < CX_LIMIT_RULES; i++)
		if (cx_limit_rules[i].limit == CX_LIMIT_WALL &&
		    read_limit(&cx_limit_rules[i], path, value, bounds, &limits, err) < 0)
			return -1;
	*ret_us = limits.wall_us;
	return 0;
}

static int note_unknown(struct json_object *object, struct cx_strings *notices, struct cx_error *err)
{
	static const struct cx_word synonyms[] = {
		{ "memory", "memoryMB" }, { "memory_limit", "memoryMB" }, { "output", "outputKB" },
		{ "cpu", "cpuTime" },	  { "cpu_time", "cpuTime" },	  { "wallTime", "timeout" },
	};
	struct cx_word words[CX_LIMIT_RULES + sizeof(synonyms) / sizeof(synonyms[0])];
	for (size_t i = 0; i < CX_LIMIT_RULES; i++)
		words[i] = (struct cx_word){ .word = cx_limit_rules[i].field };
	memcpy(words + CX_LIMIT_RULES, synonyms, sizeof(synonyms));
	return cx_fields_note_unknown(object, "limits.", words, sizeof(words) / sizeof(words[0]), notices,
				      err);
}

int cx_request_read_limits(struct json_object *root, const struct cx_limit_bounds *bounds,
			   struct cx_request *req, struct cx_error *err)
{
	struct cx_limits limits = bounds->def;
	struct json_object *timeout = json_object_object_get(root, "timeout");
	struct json_object *object = json_object_object_get(root, "limits");
	if (object && !json_object_is_type(object, json_type_object))
		return cx_field_wrong_type("limits", "an object", object, err);
	for (size_t i = 0; i < CX_LIMIT_RULES; i++) {
		const struct cx_limit_rule *rule = &cx_limit_rules[i];
		char path[64];
		snprintf(path, sizeof(path), "limits.%s", rule->field);
		struct json_object *inner = object ? json_object_object_get(object, rule->field) : NULL;
		struct json_object *outer = rule->limit == CX_LIMIT_WALL ? timeout : NULL;
		if (inner && outer)
			return cx_fail_field(err, path, "is there twice; \"%s\" gives it too", rule->field);
		if (outer && read_limit(rule, rule->field, outer, bounds, &limits, err) < 0)
			return -1;
		if (inner && read_limit(rule, path, inner, bounds, &limits, err) < 0)
			return -1;
	}
	if (!limits.cpu_us)
		limits.cpu_us = cx_limit_default_cpu_us(bounds, limits.wall_us);
	if (object && note_unknown(object, &req->notices, err) < 0)
		return -1;
	req->limits = limits;
	return 0;
}
