/* What every service says of itself, from what its processes share. */
#ifndef FRAME_CONTROL_H
#define FRAME_CONTROL_H

#include "codex/service.h"
#include "site.h"

/* GET /metrics */
site_handler control_metrics;

/* Name, workers, time, and the status that goes with the service's phase: "healthy" once it serves. */
struct cx_health control_health(const struct site *site);

/* The answer to GET /health; 503 where there is a reason. */
int control_answer_health(const struct cx_health *health, struct http_answer *ret, struct cx_error *err);

#endif
