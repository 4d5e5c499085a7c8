/*
 * Who may call. Tokens come as `Authorization: Bearer TOKEN`: those of callers, and the one by which a gateway
 * calls its instances.
 */
#ifndef FRAME_AUTH_H
#define FRAME_AUTH_H

#include <stdbool.h>

#include "codex/bytes.h"
#include "config.h"

struct auth {
	struct cx_strings tokens; /* of callers */
	char *upstream_token;	  /* NULL: none */
	bool anonymous;		  /* a call without a token is served */
};

enum auth_caller {
	AUTH_REFUSED_MISSING, /* there was no token, and there must be one */
	AUTH_REFUSED_WRONG,
	AUTH_ANONYMOUS,
	AUTH_TOKEN,
	AUTH_GATEWAY,
};

/*
 * Read the tokens, from the environment and the file. With PORT, without a token and without CODEX_ALLOW_ANONYMOUS=1
 * the service would be open to all the world: CX_EINPUT says what to set. @ret is released with auth_done().
 */
int auth_open(const struct frame_config *config, struct auth *ret, struct cx_error *err);
void auth_done(struct auth *auth);

/* @authorization  the header, or NULL. The time that it takes does not depend on how much of a token is right. */
enum auth_caller auth_check(const struct auth *auth, const char *authorization);

/* An IPv4 or IPv6 address of this machine alone; NULL is none. */
bool auth_is_loopback(const char *address);

#endif
