#include "sandbox/host.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/capacity.h"
#include "sandbox/landlock.h"
#include "sandbox/layers.h"
#include "sandbox/privileges.h"
#include "sandbox/slots.h"
#include "sandbox/view.h"

static bool is_disabled(const struct cx_host *host, enum cx_layer layer)
{
	return host->disabled_layers & (1u << layer);
}

static void turn_on(struct cx_host *host, enum cx_layer layer, int version)
{
	host->layers.on |= 1u << layer;
	host->layers.version[layer] = version;
}

static int choose_uid(struct cx_host *host, struct cx_error *err)
{
	if (is_disabled(host, CX_LAYER_UID) || !cx_privileges_held())
		return 0;
	if (cx_state_first_uid(&host->state, &host->first_uid, err) < 0)
		return -1;
	turn_on(host, CX_LAYER_UID, 0);
	return 0;
}

static void choose_landlock(struct cx_host *host)
{
	host->landlock_abi = is_disabled(host, CX_LAYER_LANDLOCK) ? 0 : cx_landlock_abi();
	if (host->landlock_abi > 0)
		turn_on(host, CX_LAYER_LANDLOCK, host->landlock_abi);
	else
		host->landlock_abi = 0;
}

static void choose_cgroup(struct cx_host *host)
{
	struct cx_layer_status status;
	if (!is_disabled(host, CX_LAYER_CGROUP) && cx_cgroup_root_open(&host->cgroup, &status) == 0)
		turn_on(host, CX_LAYER_CGROUP, host->cgroup.version);
}

/* What the other layers leave open, the filter closes. */
static unsigned policy_variant(const struct cx_host *host)
{
	unsigned variant = 0;
	if (!host->first_uid && !host->namespaced)
		variant |= CX_POLICY_SAME_UID;
	if (host->landlock_abi < 3)
		variant |= CX_POLICY_NO_TRUNCATE;
	if (!host->cgroup.version)
		variant |= CX_POLICY_NO_SHARED_MEMORY;
	return variant;
}

static void choose_filter(struct cx_host *host)
{
	if (is_disabled(host, CX_LAYER_SECCOMP))
		return;
	host->filter = &cx_filters[policy_variant(host)];
	turn_on(host, CX_LAYER_SECCOMP, 0);
}

void cx_host_without_namespaces(struct cx_host *host)
{
	host->namespaced = false;
	host->layers.on &= ~(1u << CX_LAYER_NAMESPACES);
	choose_filter(host);
}

void cx_host_without_cgroup(struct cx_host *host)
{
	cx_cgroup_root_close(&host->cgroup);
	host->layers.on &= ~(1u << CX_LAYER_CGROUP);
	choose_filter(host);
}

int cx_host_make_shelf(const struct cx_host *host, struct cx_error *err)
{
	if (mkdirat(host->state.dir_fd, CX_VIEW_SHELF, host->first_uid ? 0711 : 0700) < 0 && errno != EEXIST)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot make %s/%s", host->state.path,
				     CX_VIEW_SHELF);
	return 0;
}

/* What was compiled is kept in memory where the state directory is: no more than this part of all. */
enum { CACHE_SHARE = 8 };

/* The state directory is open. */
static void measure(const struct cx_config *config, const struct cx_limit_bounds *bounds,
		    struct cx_host *host)
{
	uint64_t memory = config->memory_mb ? config->memory_mb * 1024 * 1024 : cx_capacity_memory();
	host->memory_bytes = memory;
	uint64_t guest = bounds->def.memory_bytes;
	host->cache_bytes = config->cache_mb * 1024 * 1024;
	if (cx_state_is_memory(&host->state)) {
		uint64_t share = memory / CACHE_SHARE;
		guest += bounds->def.disk_bytes;
		host->cache_bytes = host->cache_bytes < share ? host->cache_bytes : share;
		memory -= host->cache_bytes;
	}
	host->cpus = config->cpus ? (unsigned)config->cpus : cx_capacity_cpus();
	host->slots = config->slots ? (unsigned)config->slots : cx_capacity_slots(host->cpus, memory, guest);
	if (host->slots > CX_MAX_SLOTS)
		host->slots = CX_MAX_SLOTS;
}

int cx_host_open(const struct cx_config *config, const struct cx_limit_bounds *bounds, struct cx_host *ret,
		 struct cx_error *err)
{
	struct cx_host host = CX_HOST_NONE;
	host.queue_us = config->queue_seconds * 1000000;
	host.prelude_bytes = config->prelude_mb * 1024 * 1024;
	host.floor = config->floor;
	host.disabled_layers = config->disabled_layers;
	turn_on(&host, CX_LAYER_RLIMITS, 0);
	turn_on(&host, CX_LAYER_NO_NEW_PRIVS, 0);
	host.namespaced = !is_disabled(&host, CX_LAYER_NAMESPACES);
	if (host.namespaced)
		turn_on(&host, CX_LAYER_NAMESPACES, 0);
	choose_landlock(&host);
	choose_cgroup(&host);
	if (cx_state_open(config->state_dir, &host.state, err) < 0 || choose_uid(&host, err) < 0) {
		cx_host_close(&host);
		return -1;
	}
	measure(config, bounds, &host);
	choose_filter(&host);
	*ret = host;
	return 0;
}

void cx_host_close(struct cx_host *host)
{
	cx_guardian_release(&host->ahead);
	cx_state_close(&host->state);
	cx_cgroup_root_close(&host->cgroup);
}

/* As far as it is known without probing. */
static enum cx_layer_state state_of(const struct cx_host *host, enum cx_layer layer)
{
	if (host->layers.on & (1u << layer))
		return CX_LAYER_ON;
	return is_disabled(host, layer) ? CX_LAYER_DISABLED : CX_LAYER_UNSUPPORTED;
}

int cx_host_check_floor(const struct cx_host *host, struct cx_error *err)
{
	struct cx_caps caps;
	for (int i = 0; i < CX_LAYER_COUNT; i++)
		caps.layer[i] = (struct cx_layer_status){
			.state = state_of(host, (enum cx_layer)i),
			.why = "codex-run doctor says why",
			.version = host->layers.version[i],
		};
	return cx_floor_check(host->floor, &caps, err);
}

void cx_host_probe(const struct cx_host *host, struct cx_caps *ret)
{
	struct cx_probe_plan plan = { .disabled = host->disabled_layers,
				      .first_uid = host->first_uid,
				      .state = &host->state,
				      .slots = host->slots };
	cx_caps_probe(&plan, ret);
}
