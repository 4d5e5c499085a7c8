#include "stage/resident.h"

#include <endian.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/fd.h"
#include "stage/artifact_format.h"
#include "warm/job.h"

#define ANSWER_MAGIC "CXR1"

struct answer {
	char magic[4];
	uint32_t exit_status;
	uint64_t cpu_us;
	uint64_t bytes;
};

/* Long enough for what is worth doing here; more than that is measured where the limits of a compiler are held. */
enum { PATIENCE_US = 5 * 1000 * 1000 };

struct channel {
	int fd;
	int cancel_fd;
	uint64_t deadline_us;
	bool cancelled;
};

/* True when the socket can go on. */
static bool await(struct channel *channel, short events)
{
	for (;;) {
		struct pollfd ev[] = { { .fd = channel->fd, .events = events },
				       { .fd = channel->cancel_fd, .events = POLLIN | POLLRDHUP } };
		uint64_t now_us = cx_now_us();
		if (now_us >= channel->deadline_us)
			return false;
		int ready = poll(ev, 2, (int)((channel->deadline_us - now_us) / 1000) + 1);
		if (ready < 0 && errno == EINTR)
			continue;
		channel->cancelled = ready > 0 && ev[1].revents;
		return ready > 0 && !channel->cancelled;
	}
}

static bool send_all(struct channel *channel, const char *data, size_t len)
{
	while (len) {
		ssize_t n = send(channel->fd, data, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno == EAGAIN ? !await(channel, POLLOUT) : n < 0)
			return false;
		data += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

static bool receive(struct channel *channel, void *into, size_t len)
{
	for (char *at = into; len;) {
		ssize_t n = recv(channel->fd, at, len, MSG_DONTWAIT);
		if (n == 0 || (n < 0 && (errno != EAGAIN || !await(channel, POLLIN))))
			return false;
		at += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

bool cx_resident_is_ready(int job_fd)
{
	char byte;
	return recv(job_fd, &byte, 1, MSG_DONTWAIT) == 1;
}

/* ---- the job ---- */

static int append_file(struct cx_buffer *message, const char *name, const struct cx_bytes *content)
{
	struct cx_artifact_entry entry = { htole32(CX_ARTIFACT_FILE), htole32((uint32_t)strlen(name)),
					   htole64(content->len) };
	if (cx_buffer_append(message, &entry, sizeof(entry)) < 0 || cx_buffer_puts(message, name) < 0)
		return -1;
	return cx_buffer_append(message, content->data, content->len);
}

static int format_job(const struct cx_job *job, const struct cx_strings *argv, struct cx_buffer *ret,
		      struct cx_error *err)
{
	static const struct cx_strings no_environment = { 0 };
	const struct cx_request *req = job->req;
	cleanup_bytes struct cx_bytes command = { 0 };
	uint32_t files = htole32((uint32_t)req->files_len);
	if (cx_warm_job_format(argv, &no_environment, &command, err) < 0)
		return -1;
	int done = cx_buffer_append(ret, command.data, command.len);
	if (done == 0)
		done = cx_buffer_append(ret, &files, sizeof(files));
	for (size_t i = 0; done == 0 && i < req->files_len; i++)
		done = append_file(ret, i == req->main_file ? job->sources.items[0] : req->files[i].name,
				   &req->files[i].content);
	return done < 0 ? cx_fail_oom(err) : 0;
}

/* ---- the answer ---- */

static bool receive_artifact(struct channel *channel, uint64_t bytes, int fd)
{
	char chunk[32 * 1024];
	while (bytes) {
		size_t part = bytes < sizeof(chunk) ? (size_t)bytes : sizeof(chunk);
		if (!receive(channel, chunk, part) || cx_write_all(fd, chunk, part) < 0)
			return false;
		bytes -= part;
	}
	return true;
}

static bool receive_answer(struct channel *channel, const struct cx_job *job, struct cx_resident_answer *ret)
{
	struct answer answer;
	if (!receive(channel, &answer, sizeof(answer)) ||
	    memcmp(answer.magic, ANSWER_MAGIC, sizeof(answer.magic)) != 0)
		return false;
	uint64_t bytes = le64toh(answer.bytes);
	if (bytes > job->lang->compile.limits.disk_bytes)
		return false;
	struct cx_artifact artifact = { cx_artifact_open_file(&job->host->state), bytes, true };
	if (artifact.fd < 0 || !receive_artifact(channel, bytes, artifact.fd) ||
	    !cx_artifact_is_sound(&artifact)) {
		cx_artifact_done(&artifact);
		return false;
	}
	ret->exit_status = (int)le32toh(answer.exit_status);
	ret->cpu_us = le64toh(answer.cpu_us);
	ret->artifact = artifact;
	return true;
}

int cx_resident_compile(int job_fd, const struct cx_job *job, const struct cx_strings *argv,
			struct cx_resident_answer *ret, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer message = { 0 };
	uint64_t began_us = cx_now_us(), most_us = job->lang->compile.limits.wall_us;
	struct channel channel = { .fd = job_fd,
				   .cancel_fd = job->req->cancel_fd,
				   .deadline_us =
					   began_us + (most_us < PATIENCE_US ? most_us : PATIENCE_US) };
	if (format_job(job, argv, &message, err) < 0)
		return 1;
	if (send_all(&channel, message.data, message.len) && receive_answer(&channel, job, ret)) {
		ret->wall_us = cx_now_us() - began_us;
		return 0;
	}
	return channel.cancelled ? cx_fail(err, CX_ECANCELLED, "cancelled by the caller") : 1;
}
