#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codex/context.h"

static const struct config_variable variables[] = {
#define FIELD(name) offsetof(struct frame_config, name)
	{ "CODEX_SERVICE", CONFIG_TEXT, FIELD(service), 0, 0, 0 },
	{ "CODEX_SOCKET_DIR", CONFIG_TEXT, FIELD(socket_dir), 0, 0, 0 },
	{ "CODEX_LISTEN", CONFIG_TEXT, FIELD(listen), 0, 0, 0 },
	{ "CODEX_QUEUE", CONFIG_WHOLE, FIELD(queue), 0, 10000, 0 },
	{ "CODEX_READ_SECONDS", CONFIG_WHOLE, FIELD(read_seconds), 1, 3600, 10 },
	{ "CODEX_DRAIN_SECONDS", CONFIG_WHOLE, FIELD(drain_seconds), 1, 3600, 30 },
	{ "CODEX_TOKENS", CONFIG_TEXT, FIELD(tokens), 0, 0, 0 },
	{ "CODEX_TOKENS_FILE", CONFIG_TEXT, FIELD(tokens_file), 0, 0, 0 },
	{ "CODEX_UPSTREAM_TOKEN", CONFIG_TEXT, FIELD(upstream_token), 0, 0, 0 },
	{ "CODEX_ALLOW_ANONYMOUS", CONFIG_FLAG, FIELD(allow_anonymous), 0, 0, 0 },
	{ "CODEX_CORS_ORIGIN", CONFIG_TEXT, FIELD(cors_origin), 0, 0, 0 },
	{ "PORT", CONFIG_WHOLE, FIELD(port), 1, 65535, 0 },
	/* What nginx and the scripts read: known, so that they are no mistake here. */
	{ "CODEX_TRUSTED_PROXIES", CONFIG_TEXT, FIELD(unused), 0, 0, 0 },
	{ "CODEX_LOG_RATE", CONFIG_WHOLE, FIELD(log_rate), 0, 100000, 0 },
	{ "CODEX_RATE", CONFIG_TEXT, FIELD(unused), 0, 0, 0 },
	{ "CODEX_RATE_BURST", CONFIG_TEXT, FIELD(unused), 0, 0, 0 },
	{ "CODEX_HTTP_PORT", CONFIG_TEXT, FIELD(unused), 0, 0, 0 },
	{ "CODEX_BASE_PORT", CONFIG_TEXT, FIELD(unused), 0, 0, 0 },
	{ "CODEX_SERVE_DIR", CONFIG_TEXT, FIELD(unused), 0, 0, 0 },
	{ "CODEX_RESOLVE_SECONDS", CONFIG_TEXT, FIELD(unused), 0, 0, 0 },
	{ "CODEX_UPSTREAM_CA", CONFIG_TEXT, FIELD(unused), 0, 0, 0 },
	{ "CODEX_GATEWAY_WORKERS", CONFIG_TEXT, FIELD(unused), 0, 0, 0 },
#undef FIELD
};

struct config_table config_frame_table(struct frame_config *into)
{
	return (struct config_table){ variables, sizeof(variables) / sizeof(variables[0]), into };
}

static int read_whole(const struct config_variable *var, const char *text, uint64_t *ret,
		      struct cx_error *err)
{
	*ret = var->unset;
	if (!text)
		return 0;
	size_t len = strlen(text);
	uint64_t value = strtoull(text, NULL, 10);
	if (strspn(text, "0123456789") != len || len > 18 || value < var->min || value > var->max)
		return cx_fail(err, CX_EINPUT, "%s is \"%.64s\": it must be a whole number from %llu to %llu",
			       var->name, text, (unsigned long long)var->min, (unsigned long long)var->max);
	*ret = value;
	return 0;
}

static int read_flag(const struct config_variable *var, const char *text, bool *ret, struct cx_error *err)
{
	if (text && strcmp(text, "0") != 0 && strcmp(text, "1") != 0)
		return cx_fail(err, CX_EINPUT, "%s is \"%.64s\": it must be 0 or 1", var->name, text);
	*ret = text ? *text == '1' : var->unset != 0;
	return 0;
}

static int read_variable(const struct config_variable *var, void *into, struct cx_error *err)
{
	void *field = (char *)into + var->offset;
	const char *text = getenv(var->name);
	if (text && !*text)
		text = NULL; /* set to nothing is not set, as for the library */
	switch (var->kind) {
	case CONFIG_TEXT:
		*(const char **)field = text;
		return 0;
	case CONFIG_WHOLE:
		return read_whole(var, text, field, err);
	case CONFIG_FLAG:
		return read_flag(var, text, field, err);
	}
	return 0;
}

static bool table_has(const struct config_table *table, const char *name)
{
	for (size_t i = 0; i < table->len; i++)
		if (!strcmp(table->items[i].name, name))
			return true;
	return false;
}

static int refuse_unknown(const struct config_table *tables, size_t len, struct cx_error *err)
{
	for (char **entry = environ; *entry; entry++) {
		char name[80];
		size_t name_len = strcspn(*entry, "=");
		if (strncmp(*entry, "CODEX_", 6) != 0)
			continue;
		if (name_len >= sizeof(name))
			name_len = sizeof(name) - 1;
		memcpy(name, *entry, name_len);
		name[name_len] = '\0';
		bool known = cx_variable_known(name);
		for (size_t i = 0; i < len && !known; i++)
			known = table_has(&tables[i], name);
		if (!known)
			return cx_fail(err, CX_EINPUT,
				       "%s is no variable of this service: is it misspelt? The manual page "
				       "lists them",
				       name);
	}
	return 0;
}

int config_read(const struct config_table *tables, size_t len, struct cx_error *err)
{
	for (size_t i = 0; i < len; i++)
		for (size_t k = 0; k < tables[i].len; k++)
			if (read_variable(&tables[i].items[k], tables[i].into, err) < 0)
				return -1;
	return refuse_unknown(tables, len, err);
}
