/* The services as nginx knows them: one upstream for each group of URLs, and the locations that lead there. */
#ifndef GATEWAY_UPSTREAMS_H
#define GATEWAY_UPSTREAMS_H

#include <stdio.h>

#include "services.h"

/**
 * For http {}: an upstream block per group, with the addresses that the names have now.
 * @return  how many hosts have no address just now; `complain` has a line for each
 */
unsigned upstreams_print_servers(const struct services *services, FILE *out, FILE *complain);

/* For server {}: the named locations that the gateway's answers lead to. They do not change with the addresses. */
void upstreams_print_locations(const struct services *services, FILE *out);

/* "@python_executor_0": the location of a group. */
void upstreams_location(const struct service *service, unsigned group, char *ret, size_t size);

#endif
