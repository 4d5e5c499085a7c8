#include "server.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgi.h"
#include "crew.h"
#include "drain.h"
#include "export.h"
#include "log.h"
#include "relay.h"
#include "sockets.h"
#include "worker.h"

struct server {
	const struct server_program *program;
	struct frame_config config;
	struct server_base base;
	struct server_setup setup;
	struct auth auth;
	struct site site;
	struct crew crew;
	struct drain drain;
	struct trace_queue *traces; /* NULL: nothing is traced */
	char socket_dir[256];
	int lock_fd;
	int listen_fd[SERVER_POOLS];
	int signal_fd;
};

/* ---- setting up ---- */

static int read_configuration(struct server *server, struct cx_error *err)
{
	struct config_table tables[] = { config_frame_table(&server->config), server->program->variables };
	if (config_read(server->program->readers, tables, 2, err) < 0)
		return -1;
	server->base.config = &server->config;
	server->base.service = server->config.service ? server->config.service : server->program->name;
	log_open(server->base.service);
	if (server->program->sends_upstream_token) {
		server->base.upstream_token = server->config.upstream_token;
		server->config.upstream_token = NULL;
	}
	return auth_open(&server->config, &server->auth, err);
}

/* curl gets it as a word. */
static int check_endpoint(const char *endpoint, struct cx_error *err)
{
	bool http = !strncmp(endpoint, "http://", 7) || !strncmp(endpoint, "https://", 8);
	size_t len = strlen(endpoint);
	for (size_t i = 0; i < len; i++)
		http = http && endpoint[i] > ' ' && endpoint[i] < 0x7f;
	if (http && len < 2000)
		return 0;
	return cx_fail(err, CX_EINPUT,
		       "OTEL_EXPORTER_OTLP_ENDPOINT is \"%.64s\": it must be an http or https URL, like "
		       "http://collector:4318",
		       endpoint);
}

static int open_traces(struct server *server, struct cx_error *err)
{
	const char *endpoint = server->config.otlp_endpoint;
	if (!endpoint || cgi_is_wanted())
		return 0;
	if (check_endpoint(endpoint, err) < 0)
		return -1;
	server->traces = trace_open(err);
	return server->traces ? 0 : -1;
}

/* The frame's own pool, behind those of the program. */
static void add_exporter(const struct server *server, struct server_setup *setup)
{
	if (server->traces)
		setup->pools[setup->pools_len++] = (struct server_pool){
			.name = "export", .workers = 1, .watches = true, .exports = true
		};
}

static int share_memory(struct server *server, struct cx_error *err)
{
	server->base.metrics = metrics_open(server->program->metrics, err);
	server->base.board = server->base.metrics ? board_share(sizeof(struct board), err) : NULL;
	if (!server->base.board)
		return -1;
	server->base.board->started_us = board_now_us();
	return 0;
}

static void make_site(struct server *server)
{
	server->site = (struct site){
		.service = server->base.service,
		.workers = server->setup.pools[0].workers,
		.routes = server->program->routes,
		.auth = &server->auth,
		.cors_origin = server->config.cors_origin,
		.metrics = server->base.metrics,
		.board = server->base.board,
		.traces = server->traces,
		.rest = server->program->rest,
		.queue_us = server->setup.queue_us,
		.app = server->setup.app,
	};
}

static uint64_t queue_of(const struct server *server, const struct server_pool *pool)
{
	return server->config.queue ? server->config.queue : 4 * (uint64_t)pool->workers;
}

/* Twice what nginx lets in; the kernel silently cuts it at somaxconn. */
static unsigned backlog_of(const struct server *server, const struct server_pool *pool)
{
	unsigned long somaxconn = 0;
	uint64_t backlog = 2 * (pool->workers + queue_of(server, pool));
	if (backlog < 64)
		backlog = 64;
	FILE *file = fopen("/proc/sys/net/core/somaxconn", "re");
	if (file && fscanf(file, "%lu", &somaxconn) == 1 && somaxconn < backlog)
		log_line(LOG_LEVEL_WARNING,
			 "the queue needs a backlog of %llu, and net.core.somaxconn allows %lu: raise it",
			 (unsigned long long)backlog, somaxconn);
	if (file)
		fclose(file);
	return (unsigned)backlog;
}

static int open_pool(struct server *server, size_t index, struct cx_error *err)
{
	const struct server_pool *pool = &server->setup.pools[index];
	unsigned backlog = backlog_of(server, pool);
	int inherited = index == 0 ? sockets_inherited() : -1;
	if (pool->exports) {
		server->listen_fd[index] = -1;
		return crew_add(&server->crew, (unsigned)index, pool->workers, err);
	}
	if (inherited >= 0)
		server->listen_fd[index] = inherited;
	else if (index == 0 && server->config.listen)
		server->listen_fd[index] = sockets_listen_tcp(server->config.listen, backlog, err);
	else
		server->listen_fd[index] = sockets_listen(server->socket_dir, pool->name, backlog, err);
	return server->listen_fd[index] < 0 ? -1
					    : crew_add(&server->crew, (unsigned)index, pool->workers, err);
}

static void choose_socket_dir(struct server *server)
{
	if (server->config.socket_dir)
		snprintf(server->socket_dir, sizeof(server->socket_dir), "%s", server->config.socket_dir);
	else
		snprintf(server->socket_dir, sizeof(server->socket_dir), "%s/sockets",
			 server->setup.state_dir);
}

static int open_sockets(struct server *server, struct cx_error *err)
{
	server->lock_fd = sockets_lock(server->socket_dir, err);
	if (server->lock_fd < 0)
		return -1;
	for (size_t i = 0; i < server->setup.pools_len; i++)
		if (open_pool(server, i, err) < 0)
			return -1;
	return 0;
}

static int open_signals(struct server *server, struct cx_error *err)
{
	sigset_t heard, all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	sigemptyset(&heard);
	sigaddset(&heard, SIGCHLD);
	sigaddset(&heard, SIGTERM);
	sigaddset(&heard, SIGINT);
	sigaddset(&heard, SIGHUP);
	signal(SIGPIPE, SIG_IGN);
	server->signal_fd = signalfd(-1, &heard, SFD_CLOEXEC | SFD_NONBLOCK);
	/* The guardian of a worker that was killed becomes our child, and we see its end. */
	if (server->signal_fd < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "cannot hear signals");
	return 0;
}

/* ---- workers ---- */

_Noreturn static void start_exporter(struct server *server)
{
	struct exporter exporter = {
		.queue = server->traces,
		.metrics = server->base.metrics,
		.service = server->base.service,
		.endpoint = server->config.otlp_endpoint,
		.headers = server->config.otlp_headers,
		.master = getppid(),
	};
	close(server->lock_fd);
	close(server->signal_fd);
	export_main(&exporter);
}

static void start_worker(void *handle, unsigned place)
{
	struct server *server = handle;
	unsigned pool = server->crew.places[place].pool;
	if (server->setup.pools[pool].exports)
		start_exporter(server);
	struct worker worker = {
		.listen_fd = server->listen_fd[pool],
		.read_seconds = (unsigned)server->config.read_seconds,
		.site = &server->site,
		.mine = &server->base.board->workers[place],
		.master = getppid(),
		.rests = !server->setup.pools[pool].watches,
	};
	close(server->lock_fd);
	close(server->signal_fd);
	worker_main(&worker);
}

static void fill(struct server *server, bool watching)
{
	for (unsigned pool = 0; pool < server->setup.pools_len; pool++)
		if (server->setup.pools[pool].watches == watching)
			crew_fill(&server->crew, pool, start_worker, server);
}

static void prepare(struct server *server)
{
	if (server->program->prepare)
		server->program->prepare(&server->setup);
}

/* ---- signals ---- */

static void reload(struct server *server)
{
	struct server_setup setup = { 0 };
	struct auth auth;
	struct cx_error err;
	log_line(LOG_LEVEL_INFO, "loading anew");
	if (auth_open(&server->config, &auth, &err) < 0) {
		log_line(LOG_LEVEL_ERROR, "nothing is loaded anew: %s", err.msg);
		return;
	}
	if (server->program->load(&server->base, &setup, &err) < 0) {
		log_line(LOG_LEVEL_ERROR, "nothing is loaded anew: %s", err.msg);
		auth_done(&auth);
		return;
	}
	add_exporter(server, &setup);
	server->program->unload(&server->setup);
	auth_done(&server->auth);
	server->setup = setup;
	server->auth = auth;
	make_site(server);
	prepare(server);
	for (unsigned pool = 0; pool < setup.pools_len; pool++)
		crew_retire(&server->crew, pool);
}

static void stop(struct server *server)
{
	if (server->drain.deadline_us) {
		server->drain.deadline_us = 1; /* asked twice: now */
		return;
	}
	for (size_t i = 0; i < server->setup.pools_len; i++)
		if (!server->setup.pools[i].watches)
			sockets_remove(server->socket_dir, server->setup.pools[i].name);
	drain_begin(&server->drain, &server->crew, server->base.board, &server->setup,
		    server->config.drain_seconds);
}

static void reap(struct server *server)
{
	pid_t pid;
	int status;
	while ((pid = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0)
		if (WIFSTOPPED(status))
			crew_kill_stopped(&server->crew, pid, status);
		else
			crew_bury(&server->crew, pid, status, server->base.board);
}

static void on_signals(struct server *server)
{
	struct signalfd_siginfo info;
	while (read(server->signal_fd, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGHUP && !server->drain.deadline_us)
			reload(server);
		else if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
			stop(server);
	}
	reap(server);
}

/* ---- the master ---- */

static void look_for_stuck(struct server *server)
{
	const uint64_t minute = 60 * 1000 * 1000;
	uint64_t now = board_now_us(), longest = server->setup.queue_us + server->setup.longest_us + minute;
	if (!server->setup.longest_us || now <= longest)
		return;
	for (unsigned pool = 0; pool < server->setup.pools_len; pool++)
		crew_kill(&server->crew, pool, server->base.board, now - longest);
}

/* Until the next thing that no signal tells of: a place that is due, or a look at the clock. */
static int wait_ms(const struct server *server)
{
	uint64_t now = board_now_us(), due = crew_due_us(&server->crew);
	if (server->drain.deadline_us)
		return 50;
	if (!due)
		return 1000;
	return due <= now ? 0 : (int)((due - now) / 1000) + 1;
}

/* What is left of the runs of killed workers: their guardians, which end by themselves. */
static void wait_for_guardians(void)
{
	enum { TRIES = 100, TRY_US = 20 * 1000 };
	for (int i = 0; i < TRIES; i++) {
		pid_t pid;
		while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
			;
		if (pid < 0)
			return;
		usleep(TRY_US);
	}
}

static void run(struct server *server)
{
	for (;;) {
		struct pollfd event = { .fd = server->signal_fd, .events = POLLIN };
		poll(&event, 1, wait_ms(server));
		on_signals(server);
		if (server->drain.deadline_us &&
		    drain_step(&server->drain, &server->crew, server->base.board, &server->setup))
			return;
		fill(server, true);
		fill(server, false);
		look_for_stuck(server);
	}
}

static int serve(struct server *server, struct cx_error *err)
{
	if (open_signals(server, err) < 0 || open_sockets(server, err) < 0)
		return -1;
	fill(server, true);
	prepare(server);
	fill(server, false);
	int phase = BOARD_STARTING;
	atomic_compare_exchange_strong(&server->base.board->phase, &phase, BOARD_READY);
	log_line(LOG_LEVEL_INFO, "serving with %u workers, sockets in %s", server->crew.len,
		 server->socket_dir);
	run(server);
	for (size_t i = 0; i < server->setup.pools_len; i++)
		sockets_remove(server->socket_dir, server->setup.pools[i].name);
	wait_for_guardians();
	log_line(LOG_LEVEL_INFO, "stopped");
	return 0;
}

/* ---- the program ---- */

/* What a web server in front has to know. */
static void print_settings(const struct server *server)
{
	const struct server_pool *pool = &server->setup.pools[0];
	const uint64_t second = 1000000, patience = 10;
	printf("SERVICE=%s\nSOCKETS=%s\n", server->base.service, server->socket_dir);
	printf("WORKERS=%u\nQUEUE=%llu\n", pool->workers,
	       (unsigned long long)(pool->workers + queue_of(server, pool)));
	printf("READ_TIMEOUT=%llu\n",
	       (unsigned long long)((server->setup.queue_us + server->setup.longest_us) / second + patience));
}

static int start(struct server *server, bool settings, int *ret_status, struct cx_error *err)
{
	*ret_status = 0;
	if (read_configuration(server, err) < 0 || share_memory(server, err) < 0 ||
	    server->program->load(&server->base, &server->setup, err) < 0 || open_traces(server, err) < 0)
		return -1;
	add_exporter(server, &server->setup);
	make_site(server);
	choose_socket_dir(server);
	if (settings) {
		print_settings(server);
		return 0;
	}
	if (!cgi_is_wanted())
		return serve(server, err);
	prepare(server);
	atomic_store(&server->base.board->phase, BOARD_READY);
	signal(SIGPIPE, SIG_IGN);
	*ret_status = cgi_serve(&server->site);
	return 0;
}

/* What is wrong with the variables is said by the program itself, which is started from the same ones. */
static int relay(void)
{
	const char *service = getenv("CODEX_SERVICE"), *rate = getenv("CODEX_LOG_RATE");
	if (service && *service)
		log_open(service);
	return relay_run(rate ? strtoull(rate, NULL, 10) : 0);
}

static void print_help(const struct server_program *program)
{
	printf("usage: %s\n\n%s\n", program->name, program->usage);
	for (const struct server_option *option = program->options; option && option->name; option++)
		printf("  %-12s  %s\n", option->name, option->help);
	printf("  --relay       carry what comes on standard input to the log, as lines of JSON\n"
	       "  --settings    print what a web server in front has to know and exit\n"
	       "  --version     print the version and exit\n"
	       "  --help        print this and exit\n");
	config_print(program->readers);
}

/* The exit status; -1: it is to serve, or to print its settings. */
static int read_options(const struct server_program *program, int argc, char **argv)
{
	if (argc == 1 || (argc == 2 && !strcmp(argv[1], "--settings")))
		return -1;
	if (argc == 2 && !strcmp(argv[1], "--version")) {
		printf("%s %s\n", program->name, CODEX_VERSION);
		return 0;
	}
	if (argc == 2 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
		print_help(program);
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "--relay"))
		return relay();
	for (const struct server_option *option = program->options; option && option->name; option++)
		if (argc == 2 && !strcmp(argv[1], option->name))
			return option->run();
	fprintf(stderr, "%s: unknown argument '%s'; see %s --help\n", program->name, argv[1], program->name);
	return 2;
}

int server_main(const struct server_program *program, int argc, char **argv)
{
	static struct server server; /* static for its size alone */
	struct cx_error err = { 0 };
	int status = read_options(program, argc, argv);
	if (status >= 0)
		return status;
	server.program = program;
	log_open(program->name);
	if (start(&server, argc == 2, &status, &err) < 0) {
		log_line(LOG_LEVEL_ERROR, "%s", err.msg);
		if (cgi_is_wanted())
			cgi_fail();
		return cx_errc_exit(err.code);
	}
	return status;
}
