#include "auth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_TOKEN = 512, MAX_TOKENS = 1000 };

/* What a token may consist of, in an HTTP header and in nginx's configuration alike. */
static const char token_characters[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=";

static int add_token(struct auth *auth, const char *token, size_t len, const char *origin,
		     struct cx_error *err)
{
	if (len > MAX_TOKEN || strspn(token, token_characters) < len)
		return cx_fail(err, CX_EINPUT,
			       "%s: a token may have at most %d letters, digits and - . _ ~ + / =", origin,
			       MAX_TOKEN);
	if (auth->tokens.len == MAX_TOKENS)
		return cx_fail(err, CX_EINPUT, "%s: more than %d tokens", origin, MAX_TOKENS);
	char **items = realloc(auth->tokens.items, (auth->tokens.len + 2) * sizeof(*items));
	if (!items)
		return cx_fail_oom(err);
	auth->tokens.items = items;
	items[auth->tokens.len] = strndup(token, len);
	if (!items[auth->tokens.len])
		return cx_fail_oom(err);
	items[++auth->tokens.len] = NULL;
	return 0;
}

/* Separated by any of `separators`. */
static int add_tokens(struct auth *auth, const char *list, const char *separators, const char *origin,
		      struct cx_error *err)
{
	for (const char *at = list + strspn(list, separators); *at;) {
		size_t len = strcspn(at, separators);
		if (add_token(auth, at, len, origin, err) < 0)
			return -1;
		at += len + strspn(at + len, separators);
	}
	return 0;
}

static int read_file(struct auth *auth, const char *path, struct cx_error *err)
{
	char line[MAX_TOKEN + 3];
	FILE *file = fopen(path, "re");
	if (!file)
		return cx_fail_errno(err, CX_EINPUT, "CODEX_TOKENS_FILE: %s", path);
	int done = 0;
	while (done == 0 && fgets(line, sizeof(line), file))
		if (line[0] != '#')
			done = add_tokens(auth, line, " \t\r\n", "CODEX_TOKENS_FILE", err);
	if (done == 0 && ferror(file))
		done = cx_fail_errno(err, CX_EINPUT, "CODEX_TOKENS_FILE: %s", path);
	fclose(file);
	return done;
}

static int read_tokens(struct auth *auth, const struct frame_config *config, struct cx_error *err)
{
	if (config->tokens && add_tokens(auth, config->tokens, ", \t\n", "CODEX_TOKENS", err) < 0)
		return -1;
	if (config->tokens_file && read_file(auth, config->tokens_file, err) < 0)
		return -1;
	if (!config->upstream_token)
		return 0;
	if (strlen(config->upstream_token) > MAX_TOKEN ||
	    strspn(config->upstream_token, token_characters) < strlen(config->upstream_token))
		return cx_fail(
			err, CX_EINPUT,
			"CODEX_UPSTREAM_TOKEN: a token may have at most %d letters, digits and - . _ ~ + / =",
			MAX_TOKEN);
	auth->upstream_token = strdup(config->upstream_token);
	return auth->upstream_token ? 0 : cx_fail_oom(err);
}

int auth_open(const struct frame_config *config, struct auth *ret, struct cx_error *err)
{
	struct auth auth = { 0 };
	if (read_tokens(&auth, config, err) < 0) {
		auth_done(&auth);
		return -1;
	}
	bool any = auth.tokens.len || auth.upstream_token;
	if (config->port && !any && !config->allow_anonymous)
		return cx_fail(err, CX_EINPUT,
			       "PORT is set, so all the world may call, and nobody needs a token: set "
			       "CODEX_TOKENS or "
			       "CODEX_TOKENS_FILE, or CODEX_ALLOW_ANONYMOUS=1 if that is meant");
	auth.anonymous = config->allow_anonymous || !any;
	*ret = auth;
	return 0;
}

void auth_done(struct auth *auth)
{
	cx_strings_done(&auth->tokens);
	free(auth->upstream_token);
	*auth = (struct auth){ 0 };
}

/* Looks at every byte of `given`, whatever it finds. */
static bool same(const char *given, size_t len, const char *token)
{
	size_t token_len = strlen(token);
	unsigned char difference = len != token_len;
	for (size_t i = 0; i < len; i++)
		difference |= (unsigned char)(given[i] ^ token[token_len ? i % token_len : 0]);
	return difference == 0;
}

enum auth_caller auth_check(const struct auth *auth, const char *authorization)
{
	static const char scheme[] = "Bearer ";
	if (!authorization || !*authorization)
		return auth->anonymous ? AUTH_ANONYMOUS : AUTH_REFUSED_MISSING;
	if (strncasecmp(authorization, scheme, sizeof(scheme) - 1) != 0)
		return AUTH_REFUSED_WRONG;
	const char *given = authorization + sizeof(scheme) - 1;
	given += strspn(given, " ");
	size_t len = strlen(given);
	bool caller = false, gateway = false;
	for (size_t i = 0; i < auth->tokens.len; i++)
		caller |= same(given, len, auth->tokens.items[i]);
	if (auth->upstream_token)
		gateway = same(given, len, auth->upstream_token);
	if (gateway)
		return AUTH_GATEWAY;
	return caller ? AUTH_TOKEN : AUTH_REFUSED_WRONG;
}

bool auth_is_loopback(const char *address)
{
	static const char mapped[] = "::ffff:";
	if (!address)
		return false;
	if (!strncasecmp(address, mapped, sizeof(mapped) - 1))
		address += sizeof(mapped) - 1;
	return !strncmp(address, "127.", 4) || !strcmp(address, "::1");
}
