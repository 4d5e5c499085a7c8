/* GET /health: from what is known already; it starts nothing and waits for nothing. */
#include "codex/service.h"
#include "executor.h"

static size_t list_languages(const struct executor_facts *facts, struct cx_health_language *ret)
{
	size_t len = atomic_load(&facts->languages_len);
	for (size_t i = 0; i < len; i++) {
		const struct executor_language *row = &facts->languages[i];
		ret[i] = (struct cx_health_language){
			.name = row->name,
			.version = row->version[0] ? row->version : NULL,
			.reason = row->reason[0] ? row->reason : NULL,
		};
	}
	return len;
}

static void judge(const struct executor *executor, struct cx_health *health)
{
	int phase = atomic_load(&executor->base->board->phase);
	bool any = false;
	for (size_t i = 0; i < health->languages_len; i++)
		any = any || !health->languages[i].reason;
	if (phase == BOARD_STARTING) {
		health->status = "starting";
		health->reason = "the toolchain is being looked at";
	} else if (phase == BOARD_DRAINING) {
		health->status = "draining";
		health->reason = "the service is stopping";
	} else if (executor->facts->floor[0]) {
		health->status = "unavailable";
		health->reason = executor->facts->floor;
	} else if (!any) {
		health->status = "unavailable";
		health->reason =
			health->languages_len ? health->languages[0].reason : "no language is installed";
	} else {
		health->status = "healthy";
	}
}

int health_handle(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	const struct executor *executor = exchange->app;
	struct cx_health_language languages[EXECUTOR_LANGUAGES];
	struct cx_health health = {
		.service = executor->base->service,
		.languages = languages,
		.languages_len = list_languages(executor->facts, languages),
		.slots = executor->slots,
		.slots_busy = board_busy(executor->base->board, 0, executor->slots),
		.uptime_us = board_now_us() - executor->base->board->started_us,
	};
	judge(executor, &health);
	if (health.reason) {
		ret->status = 503;
		http_answer_header(ret, "Retry-After", "2");
	}
	return cx_health_format(&health, &ret->body, err);
}
