#include "warm/job.h"

#include <endian.h>
#include <string.h>

#include "base/buffer.h"

static int append_strings(struct cx_buffer *message, const struct cx_strings *strings)
{
	for (size_t i = 0; i < strings->len; i++)
		if (cx_buffer_append(message, strings->items[i], strlen(strings->items[i]) + 1) < 0)
			return -1;
	return 0;
}

int cx_warm_job_format(const struct cx_strings *argv, const struct cx_strings *environment,
		       struct cx_bytes *ret, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer message = { 0 };
	struct cx_warm_job_header header = { .magic = CX_WARM_JOB_MAGIC,
					     .argc = htole32((uint32_t)argv->len),
					     .envc = htole32((uint32_t)environment->len) };
	if (cx_buffer_append(&message, &header, sizeof(header)) < 0 || append_strings(&message, argv) < 0 ||
	    append_strings(&message, environment) < 0)
		return cx_fail_oom(err);
	size_t bytes = message.len - sizeof(header);
	if (bytes > CX_WARM_JOB_MAX_BYTES)
		return cx_fail_field(err, "args", "the command line is too long");
	header.bytes = htole32((uint32_t)bytes);
	memcpy(message.data, &header, sizeof(header));
	*ret = cx_buffer_steal(&message);
	return 0;
}
