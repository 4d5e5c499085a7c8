#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/pattern.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

/*
 * PCRE2 counts its match limit anew at every start position, so that a subject of 64 KB may cost 64 K
 * times the limit. Automatic callouts count what the whole search does: steps, and bytes passed over.
 */
enum {
	MAX_COST = 4 * 1000 * 1000,
	MAX_MATCH = 2 * 1000 * 1000,
	MAX_DEPTH = 10 * 1000,
	MAX_HEAP_KB = 64 * 1024,
	MAX_TEXT = 8 * 1024,
	MAX_NESTING = 50,
};

struct cx_pattern {
	pcre2_code *code;
	pcre2_match_context *limits;
	uint32_t groups;
};

struct cost {
	size_t left;
	size_t position;
};

static int count_step(pcre2_callout_block *block, void *data)
{
	struct cost *cost = data;
	size_t step = 1;
	if (block->current_position > cost->position)
		step += block->current_position - cost->position;
	cost->position = block->current_position;
	if (step > cost->left)
		return PCRE2_ERROR_MATCHLIMIT;
	cost->left -= step;
	return 0;
}

static pcre2_code *compile(const char *text, int *number, PCRE2_SIZE *offset)
{
	const uint32_t options =
		PCRE2_MULTILINE | PCRE2_NEVER_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT;
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	if (!context) {
		*number = PCRE2_ERROR_NOMEMORY;
		return NULL;
	}
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_max_pattern_length(context, MAX_TEXT);
	pcre2_set_parens_nest_limit(context, MAX_NESTING);
	pcre2_code *code =
		pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, options, number, offset, context);
	pcre2_compile_context_free(context);
	return code;
}

int cx_pattern_compile(const char *text, struct cx_pattern **ret, struct cx_error *err)
{
	int number = 0;
	PCRE2_SIZE offset = 0;
	struct cx_pattern *pattern = calloc(1, sizeof(*pattern));
	if (!pattern)
		return cx_fail_oom(err);
	pattern->code = compile(text, &number, &offset);
	pattern->limits = pcre2_match_context_create(NULL);
	if (!pattern->code || !pattern->limits) {
		char why[160] = "";
		bool oom = number == PCRE2_ERROR_NOMEMORY || pattern->code;
		pcre2_get_error_message(number, (PCRE2_UCHAR *)why, sizeof(why));
		cx_pattern_free(pattern);
		return oom ? cx_fail_oom(err)
			   : cx_fail(err, CX_EINPUT, "bad pattern at character %zu: %s", offset + 1, why);
	}
	pcre2_set_match_limit(pattern->limits, MAX_MATCH);
	pcre2_set_depth_limit(pattern->limits, MAX_DEPTH);
	pcre2_set_heap_limit(pattern->limits, MAX_HEAP_KB);
	pcre2_pattern_info(pattern->code, PCRE2_INFO_CAPTURECOUNT, &pattern->groups);
	*ret = pattern;
	return 0;
}

void cx_pattern_free(struct cx_pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_match_context_free(pattern->limits);
	pcre2_code_free(pattern->code);
	free(pattern);
}

static void copy_spans(const PCRE2_SIZE *ends, size_t known, struct cx_span *spans, size_t max)
{
	for (size_t i = 0; i < max; i++) {
		spans[i] = (struct cx_span){ 0 };
		if (i >= known || ends[2 * i] == PCRE2_UNSET)
			continue;
		/* \K inside a lookahead can put the start behind the end. */
		if (ends[2 * i + 1] >= ends[2 * i])
			spans[i] = (struct cx_span){ ends[2 * i], ends[2 * i + 1] - ends[2 * i], true };
	}
}

bool cx_pattern_match(const struct cx_pattern *pattern, const char *subject, size_t len, size_t offset,
		      struct cx_span *spans, size_t max)
{
	if (len > CX_PATTERN_MAX_SUBJECT)
		len = CX_PATTERN_MAX_SUBJECT;
	if (offset > len)
		return false;
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	if (!data)
		return false;
	struct cost cost = { .left = MAX_COST, .position = offset };
	pcre2_set_callout(pattern->limits, count_step, &cost);
	int found = pcre2_match(pattern->code, (PCRE2_SPTR)(subject ? subject : ""), len, offset,
				PCRE2_NO_JIT, data, pattern->limits);
	pcre2_set_callout(pattern->limits, NULL, NULL);
	if (found > 0)
		copy_spans(pcre2_get_ovector_pointer(data), (size_t)found, spans, max);
	pcre2_match_data_free(data);
	return found > 0;
}

int cx_pattern_group(const struct cx_pattern *pattern, const char *name)
{
	int number = pcre2_substring_number_from_name(pattern->code, (PCRE2_SPTR)name);
	return number > 0 ? number : -1;
}

size_t cx_pattern_groups(const struct cx_pattern *pattern)
{
	return pattern->groups;
}
