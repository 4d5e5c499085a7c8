/*
 * What the operator sets for a service, read once at start. Which variables there are, of what type and in which range,
 * says the library's table (codex/environment.h); any other CODEX_* is refused by its name.
 */
#ifndef FRAME_CONFIG_H
#define FRAME_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codex/error.h"

struct frame_config {
	const char *service;	    /* CODEX_SERVICE: its name in logs and /info; NULL: the program's */
	const char *socket_dir;	    /* CODEX_SOCKET_DIR; NULL: in the state directory */
	const char *listen;	    /* CODEX_LISTEN: FastCGI over TCP too, on a loopback address; NULL: no */
	uint64_t queue;		    /* CODEX_QUEUE: requests that may wait; 0: four per worker */
	uint64_t read_seconds;	    /* CODEX_READ_SECONDS: for a request to arrive from nginx */
	uint64_t drain_seconds;	    /* CODEX_DRAIN_SECONDS */
	const char *tokens;	    /* CODEX_TOKENS: separated by commas or spaces */
	const char *tokens_file;    /* CODEX_TOKENS_FILE: one per line */
	const char *upstream_token; /* CODEX_UPSTREAM_TOKEN: of the gateway */
	bool allow_anonymous;	    /* CODEX_ALLOW_ANONYMOUS */
	const char *cors_origin;    /* CODEX_CORS_ORIGIN: "*" or one origin; NULL: off */
	const char *otlp_endpoint;  /* OTEL_EXPORTER_OTLP_ENDPOINT; NULL: nothing is traced */
	const char *otlp_headers;   /* OTEL_EXPORTER_OTLP_HEADERS */
	uint64_t port;		    /* PORT: that of nginx, for all the world; 0: loopback only */
};

/* A variable of the library's table, and where it goes: const char *, uint64_t or bool, as its kind says. */
struct config_variable {
	const char *name;
	size_t offset;
};

struct config_table {
	const struct config_variable *items;
	size_t len;
	void *into;
};

/* The variables that every service has. */
struct config_table config_frame_table(struct frame_config *into);

/* For --help: the variables that these readers have, one per line. */
void config_print(unsigned readers);

/*
 * Check what is set, for these readers (bits of enum cx_env_reader) and for the scripts that start them, and read all
 * tables. CX_EINPUT names the variable, what it is, and what it may be. Texts stay the environment's.
 */
int config_read(unsigned readers, const struct config_table *tables, size_t len, struct cx_error *err);

#endif
