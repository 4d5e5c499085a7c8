/* The gateway about itself: it is well when it can route, whatever the services do. */
#include <stdio.h>

#include "codex/gateway.h"
#include "codex/service.h"
#include "gateway.h"

int gateway_health(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	const struct gateway *gateway = exchange->app;
	const struct board *board = gateway->base->board;
	int phase = atomic_load(&board->phase);
	struct cx_health health = {
		.status = phase == BOARD_DRAINING   ? "draining"
			  : phase == BOARD_STARTING ? "starting"
						    : "healthy",
		.reason = phase == BOARD_DRAINING   ? "the service is stopping"
			  : phase == BOARD_STARTING ? "the service is starting"
						    : NULL,
		.service = gateway->base->service,
		.slots = gateway->workers,
		.slots_busy = board_busy(board, 0, gateway->workers),
		.uptime_us = board_now_us() - board->started_us,
	};
	if (health.reason) {
		ret->status = 503;
		http_answer_header(ret, "Retry-After", "2");
	}
	return cx_health_format(&health, &ret->body, err);
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

int gateway_metrics(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	const struct gateway *gateway = exchange->app;
	const struct board *board = gateway->base->board;
	struct metrics *metrics = gateway->base->metrics;
	metrics_set(metrics, "codex_workers", NULL, NULL, gateway->workers);
	metrics_set(metrics, "codex_workers_busy", NULL, NULL, board_busy(board, 0, gateway->workers));
	metrics_set(metrics, "codex_worker_restarts_total", NULL, NULL, atomic_load(&board->restarts));
	metrics_set(metrics, "codex_uptime_seconds", NULL, NULL,
		    (board_now_us() - board->started_us) / 1000000);
	ret->type = "text/plain; version=0.0.4; charset=utf-8";
	return metrics_format(metrics, &ret->body, err);
}
