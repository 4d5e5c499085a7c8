/* What the gateway's handlers work on. */
#ifndef GATEWAY_GATEWAY_H
#define GATEWAY_GATEWAY_H

#include "frame/server.h"
#include "services.h"
#include "watch.h"

/* An answer that is good for a second. */
struct gateway_cached {
	struct cx_bytes body;
	int http_status;
	uint64_t until_us; /* monotonic */
};

struct gateway {
	const struct server_base *base;
	struct services services;
	const char *upstream_token; /* NULL: none */
	char state_dir[256];
	unsigned workers; /* that route */
	/* Of one worker: */
	struct watch *watch; /* opened with the first question */
	unsigned turn;	     /* of whose groups it is */
	struct gateway_cached health;
	struct gateway_cached runtimes;
};

/* ---- route.c ---- */

/* POST /api/execute, /api/validate, /api/v2/execute: nginx carries the request on to where the answer sends it. */
site_handler gateway_route;

/* ---- ask.c ---- */

site_handler gateway_services_health; /* GET /api/microservices/health */
site_handler gateway_service_info;    /* GET /api/microservices/info/{language} */
site_handler gateway_runtimes;	      /* GET /api/v2/runtimes */

/* ---- control.c ---- */

site_handler gateway_health;
site_handler gateway_info;

#endif
