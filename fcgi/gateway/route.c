/* The gateway decides, nginx carries: nothing of a request is read but its language. */
#include <stdio.h>
#include <stdlib.h>

#include "codex/codec.h"
#include "codex/piston.h"
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

/* What an instance would have said, had there been one to ask. */
static int refuse_as_piston(const char *body, size_t len, struct cx_error *err)
{
	struct cx_request req;
	char *version = NULL;
	int parsed = cx_piston_parse(body, len, &cx_limit_bounds_builtin, &req, &version, err);
	if (parsed == 0)
		cx_fail(err, CX_EINPUT, "%s-%s runtime is unknown", req.language, version);
	cx_request_done(&req);
	free(version);
	return -1;
}

static int choose_service(const struct services *services, const char *body, size_t len,
			  const struct service **ret, struct cx_error *err)
{
	char *language = NULL;
	if (cx_request_language(body, len, &language, err) < 0)
		return -1;
	int found = find_service(services, language, ret, err);
	free(language);
	return found;
}

/* The instance's spans are below ours; nginx sends this on in the place of the caller's. */
static void tell_trace(const struct http_request *req, struct http_answer *ret)
{
	char parent[TRACE_PARENT];
	trace_parent(&req->context, parent);
	if (req->context.recorded || req->trace)
		http_answer_header(ret, "X-Codex-Traceparent", req->context.recorded ? parent : req->trace);
}

int gateway_route(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	struct gateway *gateway = exchange->app;
	const char *body = exchange->request->body.data ? exchange->request->body.data : "";
	size_t len = exchange->request->body.len;
	const struct service *service = NULL;
	char location[96];
	if (choose_service(&gateway->services, body, len, &service, err) < 0)
		return err->code == CX_EINPUT && http_is_piston(exchange->request)
			       ? refuse_as_piston(body, len, err)
			       : -1;
	ret->language = service->languages[0];
	ret->verdict = "routed";
	metrics_add(gateway->base->metrics, "codex_gateway_routed_total", service->name, NULL, 1);
	upstreams_location(service, gateway->turn++ % service->groups, location, sizeof(location));
	ret->carried = true;
	http_answer_header(ret, "X-Accel-Redirect", location);
	tell_trace(exchange->request, ret);
	return 0;
}
