/* GET /metrics */
#include "frame/metrics.h"

#include "executor.h"

int metrics_handle(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	const struct executor *executor = exchange->app;
	const struct board *board = executor->base->board;
	struct metrics *metrics = executor->base->metrics;
	metrics_set(metrics, "codex_workers", NULL, NULL, executor->slots);
	metrics_set(metrics, "codex_workers_busy", NULL, NULL, board_busy(board, 0, executor->slots));
	metrics_set(metrics, "codex_worker_restarts_total", NULL, NULL, atomic_load(&board->restarts));
	metrics_set(metrics, "codex_uptime_seconds", NULL, NULL,
		    (board_now_us() - board->started_us) / 1000000);
	ret->type = "text/plain; version=0.0.4; charset=utf-8";
	return metrics_format(metrics, &ret->body, err);
}
