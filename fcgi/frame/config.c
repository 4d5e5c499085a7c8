#include "config.h"

#include <stdio.h>

#include "codex/environment.h"

static const struct config_variable variables[] = {
#define FIELD(name) offsetof(struct frame_config, name)
	{ "CODEX_SERVICE", FIELD(service) },
	{ "CODEX_SOCKET_DIR", FIELD(socket_dir) },
	{ "CODEX_LISTEN", FIELD(listen) },
	{ "CODEX_QUEUE", FIELD(queue) },
	{ "CODEX_READ_SECONDS", FIELD(read_seconds) },
	{ "CODEX_DRAIN_SECONDS", FIELD(drain_seconds) },
	{ "CODEX_TOKENS", FIELD(tokens) },
	{ "CODEX_TOKENS_FILE", FIELD(tokens_file) },
	{ "CODEX_UPSTREAM_TOKEN", FIELD(upstream_token) },
	{ "CODEX_ALLOW_ANONYMOUS", FIELD(allow_anonymous) },
	{ "CODEX_CORS_ORIGIN", FIELD(cors_origin) },
	{ "OTEL_EXPORTER_OTLP_ENDPOINT", FIELD(otlp_endpoint) },
	{ "OTEL_EXPORTER_OTLP_HEADERS", FIELD(otlp_headers) },
	{ "PORT", FIELD(port) },
#undef FIELD
};

struct config_table config_frame_table(struct frame_config *into)
{
	return (struct config_table){ variables, sizeof(variables) / sizeof(variables[0]), into };
}

void config_print(unsigned readers)
{
	puts("\nVariables (codex-run variables and man codex-environment say more of them):\n");
	for (const struct cx_env_variable *variable = cx_env_table; variable->name; variable++)
		if (variable->readers & (readers | CX_ENV_SCRIPTS))
			printf("  %-23s %s\n", variable->name, variable->meaning);
	puts("  CODEX_DEFAULT_x, CODEX_MIN_x, CODEX_MAX_x\n"
	     "                          the default and the bounds of a limit");
}

int config_read(unsigned readers, const struct config_table *tables, size_t len, struct cx_error *err)
{
	if (cx_env_check(readers | CX_ENV_SCRIPTS, true, err) < 0)
		return -1;
	for (size_t i = 0; i < len; i++)
		for (size_t k = 0; k < tables[i].len; k++) {
			const struct config_variable *variable = &tables[i].items[k];
			void *field = (char *)tables[i].into + variable->offset;
			if (cx_env_read(variable->name, field, err) < 0)
				return -1;
		}
	return 0;
}
