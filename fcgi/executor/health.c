/* GET /health: from what is known already; it starts nothing and waits for nothing. */
#include "executor.h"
#include "frame/control.h"

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

/* Ready is not healthy where nothing can run. */
static void judge(const struct executor *executor, struct cx_health *health)
{
	bool any = false;
	for (size_t i = 0; i < health->languages_len; i++)
		any = any || !health->languages[i].reason;
	if (health->reason)
		return; /* of its phase */
	if (executor->facts->floor[0])
		health->reason = executor->facts->floor;
	else if (!any)
		health->reason =
			health->languages_len ? health->languages[0].reason : "no language is installed";
	if (health->reason)
		health->status = "unavailable";
}

int health_handle(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	const struct executor *executor = exchange->app;
	struct cx_health_language languages[EXECUTOR_LANGUAGES];
	struct cx_health health = control_health(exchange->site);
	health.languages = languages;
	health.languages_len = list_languages(executor->facts, languages);
	judge(executor, &health);
	return control_answer_health(&health, ret, err);
}
