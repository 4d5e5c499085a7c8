#include "upstreams.h"

#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { ADDRESSES_MAX = 32 }; /* of one name */

void upstreams_location(const struct service *service, unsigned group, char *ret, size_t size)
{
	snprintf(ret, size, "@%s_%u", service->tag, group);
}

/* ---- upstreams ---- */

/* True when it is a new one for this upstream. */
static bool is_new(char seen[][NI_MAXHOST + 8], size_t len, const char *address)
{
	for (size_t i = 0; i < len; i++)
		if (!strcmp(seen[i], address))
			return false;
	return true;
}

/* "127.0.0.1:8001" or "[::1]:8001", sorted by nobody: the order of the resolver may change, the set counts. */
static size_t resolve(const struct service_url *url, char ret[][NI_MAXHOST + 8], size_t max)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list = NULL;
	size_t count = 0;
	if (url->literal)
		hints.ai_flags = AI_NUMERICHOST;
	if (getaddrinfo(url->host, url->port, &hints, &list) != 0)
		return 0;
	for (const struct addrinfo *at = list; at && count < max; at = at->ai_next) {
		char host[NI_MAXHOST];
		if (getnameinfo(at->ai_addr, at->ai_addrlen, host, sizeof(host), NULL, 0, NI_NUMERICHOST) !=
		    0)
			continue;
		bool v6 = at->ai_family == AF_INET6;
		char *text = ret[count];
		snprintf(text, sizeof(ret[count]), "%s%s%s:%s", v6 ? "[" : "", host, v6 ? "]" : "",
			 url->port);
		count += is_new(ret, count, text);
	}
	freeaddrinfo(list);
	return count;
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/*
 * One failed attempt takes a server out for a while, so that a dead one costs some requests the time to connect and
 * not all of them. The shared zone makes all of nginx's workers know it.
 */
static unsigned print_url(const struct service_url *url, FILE *out, FILE *complain)
{
	char addresses[ADDRESSES_MAX][NI_MAXHOST + 8];
	size_t count = resolve(url, addresses, ADDRESSES_MAX);
	/* In an order of our own: the resolver's changes from call to call. */
	qsort(addresses, count, sizeof(addresses[0]), compare);
	for (size_t i = 0; i < count; i++)
		fprintf(out, "\tserver %s max_fails=1 fail_timeout=3s;\n", addresses[i]);
	if (count)
		return 0;
	fprintf(complain, "codex-gateway: %s: the name %s has no address\n", url->text, url->host);
	fprintf(out, "\tserver 127.0.0.1:9 down; # %s\n", url->host);
	return 1;
}

unsigned upstreams_print_servers(const struct services *services, FILE *out, FILE *complain)
{
	unsigned missing = 0;
	for (size_t i = 0; i < services->len; i++) {
		const struct service *service = &services->items[i];
		for (unsigned group = 0; group < service->groups; group++) {
			fprintf(out, "upstream %s_%u {\n\tzone %s_%u 64k;\n\tleast_conn;\n", service->tag,
				group, service->tag, group);
			for (size_t k = 0; k < service->urls_len; k++)
				if (service->urls[k].group == group)
					missing += print_url(&service->urls[k], out, complain);
			fprintf(out, "\tkeepalive 16;\n}\n");
		}
	}
	return missing;
}

/* ---- locations ---- */

static const struct service_url *first_of(const struct service *service, unsigned group)
{
	for (size_t i = 0; i < service->urls_len; i++)
		if (service->urls[i].group == group)
			return &service->urls[i];
	return &service->urls[0];
}

/* What the instance takes for its name. Addresses have none: the service's stands for it. */
static void print_host(const struct service *service, const struct service_url *url, FILE *out)
{
	bool usual = !strcmp(url->port, url->tls ? "443" : "80");
	if (url->literal)
		fprintf(out, "\tproxy_set_header Host %s;\n", service->name);
	else
		fprintf(out, "\tproxy_set_header Host %s%s%s;\n", url->host, usual ? "" : ":",
			usual ? "" : url->port);
	if (url->tls)
		fprintf(out, "\tproxy_ssl_name %s;\n", url->host);
}

/* @suffix tells the second of two attempts, which has no further one. */
static void print_location(const struct service *service, unsigned group, const char *suffix, FILE *out)
{
	const struct service_url *url = first_of(service, group);
	fprintf(out, "location @%s_%u%s {\n", service->tag, group, suffix);
	/* The gateway's answer is still there while this is rewritten, and gone when the request is made. */
	if (!*suffix)
		fprintf(out, "\tset $codex_next_trace $upstream_http_x_codex_traceparent;\n");
	fprintf(out, "\trewrite ^/api/(execute|validate)$ %s/$1 break;\n", url->path);
	fprintf(out, "\trewrite ^/api/v2/(?:piston/)?execute$ %s/api/v2/execute break;\n", url->path);
	fprintf(out, "\tinclude gateway_proxy.conf;\n");
	print_host(service, url, out);
	if (service->groups > 1 && !*suffix)
		fprintf(out, "\terror_page 502 504 = @%s_%u_next;\n", service->tag,
			(group + 1) % service->groups);
	fprintf(out, "\tproxy_pass %s://%s_%u;\n}\n", url->tls ? "https" : "http", service->tag, group);
}

void upstreams_print_locations(const struct services *services, FILE *out)
{
	for (size_t i = 0; i < services->len; i++) {
		const struct service *service = &services->items[i];
		for (unsigned group = 0; group < service->groups; group++) {
			print_location(service, group, "", out);
			if (service->groups > 1)
				print_location(service, group, "_next", out);
		}
	}
}
