#include "batch/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/fd.h"

/* ---- a worker's life ---- */

static bool read_whole(int fd, void *into, size_t len)
{
	for (char *at = into; len;) {
		ssize_t n = read(fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

/* False: nobody gives orders any more, or we cannot go on. */
static bool work_once(const struct cx_batch *how, int fd)
{
	struct cx_batch_order order;
	struct cx_batch_row row = { 0 };
	struct cx_error err;
	if (!read_whole(fd, &order, sizeof(order)))
		return false;
	cleanup_buffer struct cx_buffer item = { 0 };
	if (cx_buffer_reserve(&item, order.len) < 0 || !read_whole(fd, item.data, order.len))
		return false;
	item.len = order.len;
	item.data[item.len] = '\0';
	struct cx_bytes bytes = { item.data, item.len };
	if (how->work(how->data, order.number, &bytes, fd, &row, &err) < 0)
		return false;
	struct cx_batch_report report = {
		.len = row.text.len, .ok = row.ok, .tests = row.tests, .passed = row.passed
	};
	memcpy(report.status, row.status, sizeof(report.status));
	bool told = cx_write_all(fd, &report, sizeof(report)) == 0 &&
		    cx_write_all(fd, row.text.data, row.text.len) == 0;
	cx_bytes_done(&row.text);
	return told;
}

/*
 * Only its own end of its own stream may stay open in a worker: with a copy of another one's, that one would not see
 * us die. Standard input and output are not for it either.
 */
static _Noreturn void live(const struct cx_pool *pool, struct cx_worker *self, int fd)
{
	int null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (unsigned i = 0; i < pool->len; i++)
		cx_close(&pool->workers[i].fd);
	cx_close(&self->fd); /* it is not counted among them before it lives */
	if (null_fd < 0 || dup2(null_fd, STDIN_FILENO) < 0 || dup2(null_fd, STDOUT_FILENO) < 0)
		_exit(1);
	cx_close(&null_fd);
	pool->how->born(pool->how->data);
	while (work_once(pool->how, fd))
		if (pool->how->rest)
			pool->how->rest(pool->how->data);
	if (pool->how->leave)
		pool->how->leave(pool->how->data);
	_exit(0);
}

/* ---- from outside ---- */

static int start(struct cx_pool *pool, struct cx_worker *worker, struct cx_error *err)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "socketpair for a worker");
	worker->fd = ends[0];
	worker->pid = fork();
	if (worker->pid == 0)
		live(pool, worker, ends[1]);
	close(ends[1]);
	if (worker->pid < 0) {
		cx_close(&worker->fd);
		return cx_fail_errno(err, CX_EINTERNAL, "fork a worker");
	}
	return 0;
}

static void end(struct cx_worker *worker)
{
	cx_close(&worker->fd);
	while (worker->pid > 0 && waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
		;
	worker->pid = 0;
	worker->busy = false;
	cx_bytes_done(&worker->item);
	cx_buffer_done(&worker->got);
}

int cx_pool_open(const struct cx_batch *how, struct cx_pool *ret, struct cx_error *err)
{
	struct cx_pool pool = { .how = how, .workers = calloc(how->workers, sizeof(*pool.workers)) };
	if (!pool.workers)
		return cx_fail_oom(err);
	for (; pool.len < how->workers; pool.len++) {
		pool.workers[pool.len].fd = -1;
		if (start(&pool, &pool.workers[pool.len], err) < 0) {
			cx_pool_close(&pool);
			return -1;
		}
	}
	*ret = pool;
	return 0;
}

void cx_pool_close(struct cx_pool *pool)
{
	for (unsigned i = 0; i < pool->len; i++)
		cx_close(&pool->workers[i].fd); /* all at once: they end side by side */
	for (unsigned i = 0; i < pool->len; i++)
		end(&pool->workers[i]);
	free(pool->workers);
	*pool = (struct cx_pool){ 0 };
}

struct cx_worker *cx_pool_idle(struct cx_pool *pool)
{
	for (unsigned i = 0; i < pool->len; i++)
		if (!pool->workers[i].busy)
			return &pool->workers[i];
	return NULL;
}

/* Blocks no longer than the worker needs to read it: an idle worker does nothing else. */
static bool send_all(int fd, const void *data, size_t len)
{
	for (const char *at = data; len;) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

int cx_pool_give(struct cx_pool *pool, struct cx_worker *worker, uint64_t sequence, uint64_t number,
		 struct cx_bytes *item, struct cx_error *err)
{
	struct cx_batch_order order = { number, item->len };
	for (int attempt = 0; attempt < 2; attempt++) {
		if (send_all(worker->fd, &order, sizeof(order)) &&
		    send_all(worker->fd, item->data, item->len)) {
			worker->busy = true;
			worker->number = number;
			worker->sequence = sequence;
			worker->item = *item;
			*item = (struct cx_bytes){ 0 };
			return 0;
		}
		end(worker);
		if (start(pool, worker, err) < 0)
			return -1;
	}
	return cx_fail(err, CX_EINTERNAL, "workers die as soon as they are started");
}

static int replace(struct cx_pool *pool, struct cx_worker *worker, struct cx_batch_row *ret,
		   struct cx_error *err)
{
	*ret = (struct cx_batch_row){ .number = worker->number };
	if (pool->how->lost(pool->how->data, worker->number, &worker->item, ret, err) < 0)
		return -1;
	ret->number = worker->number;
	end(worker);
	if (start(pool, worker, err) == 0)
		return 1;
	cx_bytes_done(&ret->text);
	return -1;
}

static bool is_whole(const struct cx_buffer *got, struct cx_batch_report *ret)
{
	if (got->len < sizeof(*ret))
		return false;
	memcpy(ret, got->data, sizeof(*ret));
	return got->len - sizeof(*ret) >= ret->len;
}

int cx_pool_read(struct cx_pool *pool, struct cx_worker *worker, struct cx_batch_row *ret,
		 struct cx_error *err)
{
	enum { CHUNK = 64 * 1024 };
	struct cx_batch_report report;
	struct cx_buffer *got = &worker->got;
	if (cx_buffer_reserve(got, CHUNK) < 0)
		return cx_fail_oom(err);
	ssize_t n = recv(worker->fd, got->data + got->len, CHUNK, MSG_DONTWAIT);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (n <= 0)
		return replace(pool, worker, ret, err);
	got->len += (size_t)n;
	if (!is_whole(got, &report))
		return 0;
	*ret = (struct cx_batch_row){
		.number = worker->number, .ok = report.ok, .tests = report.tests, .passed = report.passed
	};
	memcpy(ret->status, report.status, sizeof(ret->status));
	ret->text = cx_bytes_copy(got->data + sizeof(report), report.len);
	if (report.len && !ret->text.data)
		return cx_fail_oom(err);
	worker->busy = false;
	cx_bytes_done(&worker->item);
	cx_buffer_done(got); /* a large row must not stay with us */
	return 1;
}
