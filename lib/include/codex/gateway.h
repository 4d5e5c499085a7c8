/* What a gateway says of the services behind it, as JSON. */
#ifndef CODEX_GATEWAY_H
#define CODEX_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codex/bytes.h"
#include "codex/error.h"

#pragma GCC visibility push(default)

/* One address of a service, and what it said when it was asked for its health. */
struct cx_instance_health {
	int http_status;      /* 0: no answer */
	const char *error;    /* why there was none; NULL */
	struct cx_bytes body; /* borrowed */
	uint64_t time_us;     /* until the answer */
};

struct cx_service_health {
	const char *name;
	const char *const *languages; /* ends with NULL; the first is the service's own */
	const struct cx_instance_health *instances;
	size_t instances_len; /* 0: the operator named none */
};

/**
 * {status, healthy, total, services: {NAME: {status, languages, instances: [{status, time, error, health}]}}}.
 * A service is "healthy" when all of its instances are, "degraded" when one is, else "unavailable"; without
 * instances it is "unconfigured" and does not count. The whole follows the same rule.
 * @ret_any  true when one service can work, or there is none that should
 */
int cx_services_health_format(const struct cx_service_health *services, size_t len, struct cx_bytes *ret_json,
			      bool *ret_any, struct cx_error *err);

struct cx_gateway_service {
	const char *name;
	const char *variable;
	const char *const *names; /* of languages, and their aliases; ends with NULL */
	size_t instances;
};

/* {service, version, services: {NAME: {languages, variable, instances}}}: the gateway about itself. */
int cx_gateway_info_format(const char *service, const struct cx_gateway_service *services, size_t len,
			   struct cx_bytes *ret_json, struct cx_error *err);

/* True when the bytes are one strict JSON object. */
bool cx_json_is_object(const char *json, size_t len);

#pragma GCC visibility pop

#endif
