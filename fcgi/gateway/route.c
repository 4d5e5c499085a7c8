/* The gateway decides, nginx carries: nothing of a request is read but its language. */
#include <stdio.h>
#include <stdlib.h>

#include "codex/codec.h"
#include "gateway.h"
#include "upstreams.h"

static int find_service(const struct services *services, const char *language, const struct service **ret,
			struct cx_error *err)
{
	*ret = services_find(services, language);
	if (!*ret)
		return cx_fail_field(
			err, "language",
			"\"%.60s\" is not known; GET /api/microservices/health lists the services", language);
	if (!(*ret)->urls_len)
		return cx_fail(err, CX_EUNAVAILABLE, "there is no %s here: its operator has to set %s",
			       (*ret)->name, (*ret)->variable);
	return 0;
}

int gateway_route(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	struct gateway *gateway = exchange->app;
	const struct cx_bytes *body = &exchange->request->body;
	const struct service *service = NULL;
	char *language = NULL, location[96];
	if (cx_request_language(body->data ? body->data : "", body->len, &language, err) < 0)
		return -1;
	int found = find_service(&gateway->services, language, &service, err);
	free(language);
	if (found < 0)
		return -1;
	ret->language = service->languages[0];
	ret->verdict = "routed";
	metrics_add(gateway->base->metrics, "codex_gateway_routed_total", service->name, NULL, 1);
	upstreams_location(service, gateway->turn++ % service->groups, location, sizeof(location));
	ret->carried = true;
	http_answer_header(ret, "X-Accel-Redirect", location);
	return 0;
}
