/* The services behind the gateway: which language is whose, and where their instances are. */
#ifndef GATEWAY_SERVICES_H
#define GATEWAY_SERVICES_H

#include <stdbool.h>
#include <stddef.h>

#include "codex/error.h"

enum { SERVICES_MAX = 32, SERVICE_URLS_MAX = 32, SERVICE_NAMES_MAX = 12 };

/* http[s]://host[:port][/path], taken apart. Its characters are safe in nginx's configuration. */
struct service_url {
	char text[600]; /* the whole, without a "/" at its end: what a route is put behind */
	bool tls;
	bool literal;	/* the host is an address */
	char host[254]; /* an IPv6 address has no brackets here */
	char port[6];
	char path[256]; /* "" or "/path" */
	unsigned group; /* URLs of one service that nginx can treat as one upstream: 0, 1 … */
};

struct service {
	char variable[64]; /* that names its URLs */
	char name[64];
	char tag[64]; /* the name, as an identifier in nginx's configuration */
	/* Both end with NULL. */
	const char *languages[SERVICE_NAMES_MAX];
	const char *names[SERVICE_NAMES_MAX]; /* the languages and their aliases */
	struct service_url *urls;
	size_t urls_len; /* 0: the operator named none */
	unsigned groups;
};

struct services {
	struct service *items;
	size_t len;
	char *texts[SERVICES_MAX]; /* names of services that no table knows */
	size_t texts_len;
};

/**
 * Read X_EXECUTOR_URL of the environment: the six of the contract, and whatever else is there. `X` in small letters
 * is the language of a service that is not among the six.
 * @ret     release with services_done()
 * @return  0, or -1 with CX_EINPUT: which variable is wrong, and how
 */
int services_read(struct services *ret, struct cx_error *err);
void services_done(struct services *services);

/* By the name or alias of a language, in any letter case; NULL: no service has it. */
const struct service *services_find(const struct services *services, const char *language);

/* One URL, `len` bytes long. False: it is none that can be used. */
bool service_url_parse(const char *text, size_t len, struct service_url *ret);

#endif
