/*
 * A client of HTTP that costs next to nothing itself, on connections that are kept.
 *
 *   http PORT PATH                   for each line on stdin: POST it; print its ms, the HTTP status and the answer
 *   http PORT PATH CLIENTS SECONDS   stdin is one body: that many clients POST it without pause; print what they got, as JSON
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CLIENTS = 256, MAX_TIMES = 1 << 20, ROOM = 16 << 20 };

struct client {
	int fd;
	char *answer; /* head and body, NUL behind */
	size_t room, len;
	size_t sent;
	double began_ms;
};

struct question {
	int port;
	const char *path;
	char *text; /* head and body */
	size_t len;
};

static double now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static _Noreturn void stop(const char *what)
{
	fprintf(stderr, "bench-http: %s: %s\n", what, errno ? strerror(errno) : "not as expected");
	exit(1);
}

static void link_up(struct client *client, int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int on = 1;
	client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (client->fd < 0 || connect(client->fd, (struct sockaddr *)&to, sizeof(to)) < 0)
		stop("connect");
	setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

static void ask(struct question *question, const char *body, size_t len)
{
	free(question->text);
	question->text = malloc(len + 512);
	if (!question->text)
		stop("memory");
	int head = snprintf(question->text, 512,
			    "POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
			    "Content-Length: %zu\r\n\r\n",
			    question->path, len);
	memcpy(question->text + head, body, len);
	question->len = (size_t)head + len;
}

/* nginx ends a connection with its thousandth answer, and one that was idle for a minute: there is something to read then. */
static bool is_over(const struct client *client)
{
	struct pollfd event = { .fd = client->fd, .events = POLLIN };
	return strcasestr(client->answer, "\r\nConnection: close") || poll(&event, 1, 0) > 0;
}

/* On the connection of the answer before, unless that is over. */
static void begin(struct client *client, int port)
{
	if (client->fd >= 0 && client->len && is_over(client)) {
		close(client->fd);
		client->fd = -1;
	}
	if (client->fd < 0)
		link_up(client, port);
	client->len = client->sent = 0;
	client->began_ms = now_ms();
}

static void send_more(struct client *client, const struct question *question)
{
	ssize_t n =
		send(client->fd, question->text + client->sent, question->len - client->sent, MSG_NOSIGNAL);
	if (n < 0)
		stop("send");
	client->sent += (size_t)n;
}

/* The body's place in the answer; NULL: it is not complete. */
static const char *body_of(const struct client *client)
{
	const char *end = client->len ? strstr(client->answer, "\r\n\r\n") : NULL;
	const char *length = end ? strcasestr(client->answer, "\r\nContent-Length:") : NULL;
	if (!end)
		return NULL;
	if (!length || length > end)
		stop("an answer without a length");
	size_t len = strtoul(length + strlen("\r\nContent-Length:"), NULL, 10);
	return client->len >= (size_t)(end + 4 - client->answer) + len ? end + 4 : NULL;
}

static const char *receive_more(struct client *client)
{
	if (client->room - client->len < 4096) {
		client->room = client->room ? client->room * 2 : 65536;
		client->answer = client->room <= ROOM ? realloc(client->answer, client->room) : NULL;
		if (!client->answer)
			stop("memory");
	}
	ssize_t n = recv(client->fd, client->answer + client->len, client->room - client->len - 1, 0);
	if (n <= 0)
		stop("receive");
	client->len += (size_t)n;
	client->answer[client->len] = '\0';
	return body_of(client);
}

static int status_of(const struct client *client)
{
	return client->len > 12 ? atoi(client->answer + strlen("HTTP/1.1 ")) : 0;
}

/* ---- one after the other ---- */

static int step(struct question *question)
{
	struct client client = { .fd = -1 };
	char *line = NULL;
	size_t room = 0;
	ssize_t len;
	while ((len = getline(&line, &room, stdin)) > 0) {
		const char *body = NULL;
		ask(question, line, (size_t)len);
		begin(&client, question->port);
		while (client.sent < question->len)
			send_more(&client, question);
		while (!body)
			body = receive_more(&client);
		printf("%.3f\t%d\t%s\n", now_ms() - client.began_ms, status_of(&client), body);
		fflush(stdout);
	}
	return 0;
}

/* ---- many at once ---- */

struct load {
	struct client clients[MAX_CLIENTS];
	struct pollfd events[MAX_CLIENTS];
	size_t len;
	double *times;
	size_t times_len;
	unsigned long answers[1000];
};

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void take(struct load *load, struct client *client)
{
	int status = status_of(client);
	load->answers[status > 0 && status < 1000 ? status : 0]++;
	if (status == 200 && load->times_len < MAX_TIMES)
		load->times[load->times_len++] = now_ms() - client->began_ms;
}

static void turn(struct load *load, struct question *question, size_t i, bool again)
{
	struct client *client = &load->clients[i];
	if (load->events[i].revents & POLLOUT)
		send_more(client, question);
	else if (load->events[i].revents && receive_more(client)) {
		take(load, client);
		if (again) {
			begin(client, question->port);
		} else {
			close(client->fd);
			client->fd = -1;
		}
	}
	load->events[i].fd = client->fd;
	load->events[i].events = client->sent < question->len ? POLLOUT : POLLIN;
}

static void report(struct load *load, double seconds)
{
	const char *before = "";
	qsort(load->times, load->times_len, sizeof(*load->times), by_value);
	printf("{\"seconds\": %.3f, \"answers\": {", seconds);
	for (int i = 0; i < 1000; i++) {
		if (load->answers[i])
			printf("%s\"%d\": %lu", before, i, load->answers[i]);
		before = load->answers[i] ? ", " : before;
	}
	printf("}, \"perSecond\": %.2f", (double)load->times_len / seconds);
	if (load->times_len)
		printf(", \"p50\": %.3f, \"p99\": %.3f", load->times[load->times_len / 2],
		       load->times[load->times_len * 99 / 100]);
	printf("}\n");
}

static int press(struct question *question, size_t clients, double seconds)
{
	static struct load load;
	static char body[1 << 20];
	double began = now_ms(), end = began + seconds * 1e3;
	size_t waiting = load.len = clients;
	load.times = malloc(MAX_TIMES * sizeof(*load.times));
	if (!load.times)
		stop("memory");
	ask(question, body, fread(body, 1, sizeof(body), stdin));
	for (size_t i = 0; i < clients; i++) {
		load.clients[i].fd = -1;
		begin(&load.clients[i], question->port);
		load.events[i] = (struct pollfd){ .fd = load.clients[i].fd, .events = POLLOUT };
	}
	while (waiting) {
		if (poll(load.events, clients, 120000) <= 0)
			stop("no answer in two minutes");
		waiting = 0;
		for (size_t i = 0; i < clients; i++) {
			turn(&load, question, i, now_ms() < end);
			waiting += load.clients[i].fd >= 0;
		}
	}
	report(&load, (now_ms() - began) / 1e3);
	return 0;
}

int main(int argc, char **argv)
{
	struct question question = { .port = argc > 2 ? atoi(argv[1]) : 0, .path = argc > 2 ? argv[2] : "" };
	long clients = argc == 5 ? atol(argv[3]) : 0;
	double seconds = argc == 5 ? atof(argv[4]) : 0;
	if (argc == 3)
		return step(&question);
	if (argc == 5 && clients > 0 && clients <= MAX_CLIENTS && seconds > 0)
		return press(&question, (size_t)clients, seconds);
	fprintf(stderr, "usage: bench-http PORT PATH [CLIENTS SECONDS]\n");
	return 2;
}
