/* The gateway about itself: it is well when it can route, whatever the services do. */
#include "codex/gateway.h"
#include "frame/control.h"
#include "gateway.h"

int gateway_health(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	struct cx_health health = control_health(exchange->site);
	return control_answer_health(&health, ret, err);
}

int gateway_info(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	const struct gateway *gateway = exchange->app;
	struct cx_gateway_service services[SERVICES_MAX];
	for (size_t i = 0; i < gateway->services.len; i++) {
		const struct service *service = &gateway->services.items[i];
		services[i] = (struct cx_gateway_service){ service->name, service->variable, service->names,
							   service->urls_len };
	}
	return cx_gateway_info_format(gateway->base->service, services, gateway->services.len, &ret->body,
				      err);
}
