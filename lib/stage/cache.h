/*
 * The compile cache: artifacts in the state directory, named by the hash of all that went into them. One per state
 * directory, and so per uid; several processes share it. A guest never sees it: what is in it was taken out of a
 * finished sandbox, and what leaves it is copied.
 */
#ifndef CX_STAGE_CACHE_H
#define CX_STAGE_CACHE_H

#include "base/hash.h"
#include "stage/artifact.h"
#include "stage/job.h"

struct cx_cache_key {
	char hex[CX_HASH_HEX];
};

/*
 * Sources and data with their names, what would be started with which environment, the tools, the headers and
 * libraries, the language's data, our version. @ret_known is false when something of it cannot be told.
 */
int cx_cache_key_of(const struct cx_job *job, struct cx_cache_key *ret, bool *ret_known,
		    struct cx_error *err);

/* The part of a key that a request has no influence on. False when something of it cannot be told. */
bool cx_cache_add_toolchain(struct cx_hash *hash, const struct cx_job *job);

/* True: *ret is what was kept, whole; it counts as used now. What is found to be broken is removed. */
bool cx_cache_load(const struct cx_host *host, const struct cx_cache_key *key, struct cx_artifact *ret);

/* Keep it, if it fits; what was not used for longest makes room. Failing to is nobody's business: next time, then. */
void cx_cache_store(const struct cx_host *host, const struct cx_cache_key *key,
		    const struct cx_artifact *artifact);

#endif
