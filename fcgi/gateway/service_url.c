/* What stands in a URL ends up in nginx's configuration, so that little is taken. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "services.h"

#define LETTERS_AND_DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

static bool take_word(const char **at, const char *end, const char *word)
{
	size_t len = strlen(word);
	if ((size_t)(end - *at) < len || strncasecmp(*at, word, len) != 0)
		return false;
	*at += len;
	return true;
}

/* Copy what consists of `allowed`, at least one and fewer than `size` bytes. */
static bool take_span(const char **at, const char *end, const char *allowed, char *ret, size_t size)
{
	size_t len = 0;
	while (*at + len < end && (*at)[len] && strchr(allowed, (*at)[len]))
		len++;
	if (!len || len >= size)
		return false;
	memcpy(ret, *at, len);
	ret[len] = '\0';
	*at += len;
	return true;
}

static bool take_host(const char **at, const char *end, struct service_url *url)
{
	unsigned char address[sizeof(struct in6_addr)];
	if (take_word(at, end, "[")) {
		url->literal = true;
		return take_span(at, end, "0123456789abcdefABCDEF:.", url->host, sizeof(url->host)) &&
		       take_word(at, end, "]") && inet_pton(AF_INET6, url->host, address) == 1;
	}
	if (!take_span(at, end, LETTERS_AND_DIGITS "-._", url->host, sizeof(url->host)))
		return false;
	url->literal = inet_pton(AF_INET, url->host, address) == 1;
	return url->host[0] != '-' && url->host[0] != '.';
}

static bool take_port(const char **at, const char *end, struct service_url *url)
{
	if (!take_word(at, end, ":")) {
		snprintf(url->port, sizeof(url->port), "%s", url->tls ? "443" : "80");
		return true;
	}
	if (!take_span(at, end, "0123456789", url->port, sizeof(url->port)))
		return false;
	long port = strtol(url->port, NULL, 10);
	return port >= 1 && port <= 65535 && url->port[0] != '0';
}

/* "/" at the end stands for nothing, and nothing may lead upwards. */
static bool take_path(const char **at, const char *end, struct service_url *url)
{
	if (*at == end)
		return true;
	if (**at != '/' || !take_span(at, end, LETTERS_AND_DIGITS "-._~/", url->path, sizeof(url->path)))
		return false;
	for (size_t len = strlen(url->path); len && url->path[len - 1] == '/'; len--)
		url->path[len - 1] = '\0';
	return *at == end && !strstr(url->path, "..") && !strstr(url->path, "//");
}

bool service_url_parse(const char *text, size_t len, struct service_url *ret)
{
	struct service_url url = { 0 };
	const char *at = text, *end = text + len;
	url.tls = take_word(&at, end, "https://");
	if (!url.tls && !take_word(&at, end, "http://"))
		return false;
	if (!take_host(&at, end, &url) || !take_port(&at, end, &url) || !take_path(&at, end, &url))
		return false;
	bool v6 = strchr(url.host, ':') != NULL;
	snprintf(url.text, sizeof(url.text), "%s://%s%s%s:%s%s", url.tls ? "https" : "http", v6 ? "[" : "",
		 url.host, v6 ? "]" : "", url.port, url.path);
	*ret = url;
	return true;
}
