#include "control.h"

struct cx_health control_health(const struct site *site)
{
	static const struct {
		const char *status, *reason;
	} phases[] = {
		[BOARD_STARTING] = { "starting", "the service is starting" },
		[BOARD_READY] = { "healthy", NULL },
		[BOARD_DRAINING] = { "draining", "the service is stopping" },
	};
	int phase = atomic_load(&site->board->phase);
	return (struct cx_health){
		.status = phases[phase].status,
		.reason = phases[phase].reason,
		.service = site->service,
		.slots = site->workers,
		.slots_busy = board_busy(site->board, 0, site->workers),
		.uptime_us = board_now_us() - site->board->started_us,
	};
}

int control_answer_health(const struct cx_health *health, struct http_answer *ret, struct cx_error *err)
{
	if (health->reason) {
		ret->status = 503;
		http_answer_header(ret, "Retry-After", "2");
	}
	return cx_health_format(health, &ret->body, err);
}

int control_metrics(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	const struct site *site = exchange->site;
	const struct board *board = site->board;
	metrics_set(site->metrics, "codex_workers", NULL, NULL, site->workers);
	metrics_set(site->metrics, "codex_workers_busy", NULL, NULL, board_busy(board, 0, site->workers));
	metrics_set(site->metrics, "codex_parked", NULL, NULL, board_parked(board, 0, site->workers));
	metrics_set(site->metrics, "codex_worker_restarts_total", NULL, NULL, atomic_load(&board->restarts));
	if (site->traces) { /* there from the beginning, so that a first increase is seen */
		metrics_add(site->metrics, "codex_spans_sent_total", NULL, NULL, 0);
		metrics_add(site->metrics, "codex_spans_dropped_total", NULL, NULL, 0);
	}
	metrics_set(site->metrics, "codex_uptime_seconds", NULL, NULL,
		    (board_now_us() - board->started_us) / 1000000);
	ret->type = "text/plain; version=0.0.4; charset=utf-8";
	return metrics_format(site->metrics, &ret->body, err);
}
