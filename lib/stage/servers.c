#include "stage/servers.h"

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "sandbox/namespaces.h"
#include "stage/job_parts.h"

enum {
	SECOND_US = 1000 * 1000,
	MAX_AGE_US = 600 * SECOND_US,
	MAX_GUESTS = 5000, /* starting one costs as much as a hundred guests */
	MAX_PAUSE_US = 60 * SECOND_US,
};

void cx_servers_stop(struct cx_servers *servers)
{
	for (int i = 0; i < CX_SERVERS; i++)
		cx_fork_server_stop(&servers->each[i]);
	servers->served = NULL;
}

static int start(struct cx_host *host, const struct cx_language *lang, struct cx_fork_server *server,
		 struct cx_error *err)
{
	cleanup_strings struct cx_strings argv = { 0 };
	cleanup_strings struct cx_strings environment = { 0 };
	struct cx_job job = { .host = host, .lang = lang };
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		job.paths[i] = cx_namespaces_dirs[i];
	struct cx_expansion with = cx_job_expansion(&job, &lang->run.memory, 0);
	with.data = NULL; /* it sees the host, not the view */
	if (cx_template_expand_all(&lang->run.warm.argv, &with, &argv, err) < 0 ||
	    cx_job_environment(lang, &lang->run, &with, &environment, err) < 0)
		return -1;
	return cx_fork_server_start(&argv, &environment, server, err);
}

/* Old, or of another language; not both at once, so that one is always there. */
static void recycle(struct cx_servers *servers, const struct cx_language *lang)
{
	uint64_t now_us = cx_now_us();
	if (servers->served != lang)
		cx_servers_stop(servers);
	servers->served = lang;
	for (int i = 0; i < CX_SERVERS; i++) {
		struct cx_fork_server *server = &servers->each[i], *other = &servers->each[!i];
		if (server->ready && other->ready &&
		    (server->guests >= MAX_GUESTS || now_us - server->born_us > MAX_AGE_US)) {
			cx_fork_server_stop(server);
			return;
		}
	}
}

bool cx_servers_tend(struct cx_servers *servers, struct cx_host *host, const struct cx_language *lang)
{
	struct cx_error ignored;
	bool starting = false, failed = false;
	recycle(servers, lang);
	for (int i = 0; i < CX_SERVERS; i++) {
		struct cx_fork_server *server = &servers->each[i];
		bool was_there = server->pid > 0;
		int ready = cx_fork_server_look(server);
		failed = failed || (was_there && ready < 0);
		if (ready < 0 && !failed && cx_now_us() >= servers->retry_us)
			failed = start(host, lang, server, &ignored) < 0;
		starting = starting || (server->pid && !server->ready);
	}
	if (failed) {
		servers->pause_us = servers->pause_us ? 2 * servers->pause_us : SECOND_US;
		if (servers->pause_us > MAX_PAUSE_US)
			servers->pause_us = MAX_PAUSE_US;
		servers->retry_us = cx_now_us() + servers->pause_us;
	}
	return !starting;
}

struct cx_fork_server *cx_servers_next(struct cx_servers *servers)
{
	for (unsigned i = 1; i <= CX_SERVERS; i++) {
		unsigned turn = (servers->turn + i) % CX_SERVERS;
		if (servers->each[turn].ready) {
			servers->turn = turn;
			return &servers->each[turn];
		}
	}
	return NULL;
}
