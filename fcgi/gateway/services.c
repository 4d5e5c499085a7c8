#include "services.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define SUFFIX "_EXECUTOR_URL"

static const struct known {
	const char *variable;
	const char *name;
	const char *languages[4];
	const char *names[8];
} known[] = {
	{ "PYTHON" SUFFIX, "python-executor", { "python" }, { "python", "python3", "py" } },
	{ "JAVASCRIPT" SUFFIX,
	  "nodejs-executor",
	  { "javascript", "typescript" },
	  { "javascript", "js", "node", "nodejs", "typescript", "ts" } },
	{ "JAVA" SUFFIX, "java-executor", { "java" }, { "java" } },
	{ "CPP" SUFFIX, "cpp-executor", { "cpp" }, { "cpp", "c++", "cxx" } },
	{ "GO" SUFFIX, "go-executor", { "go" }, { "go", "golang" } },
	{ "RUST" SUFFIX, "rust-executor", { "rust" }, { "rust", "rs" } },
};

enum { KNOWN = sizeof(known) / sizeof(known[0]) };

static void set_tag(struct service *service)
{
	snprintf(service->tag, sizeof(service->tag), "%s", service->name);
	for (char *c = service->tag; *c; c++)
		if (*c == '-')
			*c = '_';
}

static void add_known(struct services *services, const struct known *row)
{
	struct service *service = &services->items[services->len++];
	snprintf(service->variable, sizeof(service->variable), "%s", row->variable);
	snprintf(service->name, sizeof(service->name), "%s", row->name);
	memcpy(service->languages, row->languages, sizeof(row->languages));
	memcpy(service->names, row->names, sizeof(row->names));
	set_tag(service);
}

static bool is_known(const char *variable, size_t len)
{
	for (size_t i = 0; i < KNOWN; i++)
		if (strlen(known[i].variable) == len && !strncmp(known[i].variable, variable, len))
			return true;
	return false;
}

/* C_EXECUTOR_URL: a service of a language that the table does not know. */
static int add_other(struct services *services, const char *variable, size_t len, struct cx_error *err)
{
	size_t language_len = len - strlen(SUFFIX);
	if (services->len == SERVICES_MAX)
		return cx_fail(err, CX_EINPUT, "there are more than %d variables that end in " SUFFIX,
			       SERVICES_MAX);
	if (language_len > 32)
		return cx_fail(err, CX_EINPUT, "%.64s: no language has so long a name", variable);
	char *language = strndup(variable, language_len);
	if (!language)
		return cx_fail_oom(err);
	for (char *c = language; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	services->texts[services->texts_len++] = language;
	struct service *service = &services->items[services->len++];
	snprintf(service->variable, sizeof(service->variable), "%.*s", (int)len, variable);
	snprintf(service->name, sizeof(service->name), "%s-executor", language);
	service->languages[0] = language;
	service->names[0] = language;
	set_tag(service);
	return 0;
}

/* Letters, digits and "_" before the suffix, beginning with a letter. */
static bool is_variable(const char *name, size_t len)
{
	size_t suffix = strlen(SUFFIX);
	if (len <= suffix || strncmp(name + len - suffix, SUFFIX, suffix) != 0 ||
	    !isupper((unsigned char)name[0]))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isupper((unsigned char)name[i]) && !isdigit((unsigned char)name[i]) && name[i] != '_')
			return false;
	return true;
}

/* ---- URLs ---- */

/*
 * nginx sends the same Host, name of the certificate and path to all servers of an upstream: what differs in them
 * cannot share one. An address alone says nothing of these.
 */
static bool share_upstream(const struct service_url *a, const struct service_url *b)
{
	return a->tls == b->tls && a->literal == b->literal && !strcmp(a->path, b->path) &&
	       (a->literal || (!strcasecmp(a->host, b->host) && !strcmp(a->port, b->port)));
}

static void set_group(struct service *service, struct service_url *url)
{
	for (size_t i = 0; i < service->urls_len; i++) {
		if (share_upstream(&service->urls[i], url)) {
			url->group = service->urls[i].group;
			return;
		}
	}
	url->group = service->groups++;
}

static bool has_url(const struct service *service, const struct service_url *url)
{
	for (size_t i = 0; i < service->urls_len; i++)
		if (!strcasecmp(service->urls[i].text, url->text))
			return true;
	return false;
}

static int add_url(struct service *service, const char *text, size_t len, struct cx_error *err)
{
	struct service_url url;
	if (!service_url_parse(text, len, &url))
		return cx_fail(err, CX_EINPUT,
			       "%s: \"%.*s\" is no URL of an instance; http://host:port or https://host are",
			       service->variable, (int)(len > 100 ? 100 : len), text);
	if (has_url(service, &url))
		return 0;
	if (service->urls_len == SERVICE_URLS_MAX)
		return cx_fail(err, CX_EINPUT, "%s: more than %d URLs", service->variable, SERVICE_URLS_MAX);
	struct service_url *urls = realloc(service->urls, (service->urls_len + 1) * sizeof(*urls));
	if (!urls)
		return cx_fail_oom(err);
	service->urls = urls;
	set_group(service, &url);
	urls[service->urls_len++] = url;
	return 0;
}

static int read_urls(struct service *service, struct cx_error *err)
{
	static const char separators[] = ", \t\r\n";
	const char *list = getenv(service->variable);
	if (!list)
		return 0;
	for (const char *at = list + strspn(list, separators); *at;) {
		size_t len = strcspn(at, separators);
		if (add_url(service, at, len, err) < 0)
			return -1;
		at += len + strspn(at + len, separators);
	}
	return 0;
}

static int read_all(struct services *services, struct cx_error *err)
{
	for (size_t i = 0; i < KNOWN; i++)
		add_known(services, &known[i]);
	for (char **entry = environ; *entry; entry++) {
		size_t len = strcspn(*entry, "=");
		if (is_variable(*entry, len) && !is_known(*entry, len) && (*entry)[len] &&
		    (*entry)[len + 1] && add_other(services, *entry, len, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < services->len; i++)
		if (read_urls(&services->items[i], err) < 0)
			return -1;
	return 0;
}

int services_read(struct services *ret, struct cx_error *err)
{
	struct services services = { .items = calloc(SERVICES_MAX, sizeof(struct service)) };
	if (!services.items)
		return cx_fail_oom(err);
	if (read_all(&services, err) < 0) {
		services_done(&services);
		return -1;
	}
	*ret = services;
	return 0;
}

void services_done(struct services *services)
{
	for (size_t i = 0; i < services->len; i++)
		free(services->items[i].urls);
	for (size_t i = 0; i < services->texts_len; i++)
		free(services->texts[i]);
	free(services->items);
	*services = (struct services){ 0 };
}

const struct service *services_find(const struct services *services, const char *language)
{
	for (size_t i = 0; i < services->len; i++)
		for (const char *const *name = services->items[i].names; *name; name++)
			if (!strcasecmp(*name, language))
				return &services->items[i];
	return NULL;
}
