#include "codex/context.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/config.h"
#include "context_internal.h"
#include "sandbox/capacity.h"
#include "stage/prelude.h"
#include "stage/stages.h"
#include "version_cache.h"

/* The language files beside a program or a library of ours: installed, or in its source tree. 1: there are none. */
static int add_beside(const char *file, struct cx_strings *ret)
{
	static const char *const beside[] = {
		"../share/codex-run/languages",	   /* of PREFIX/bin and PREFIX/lib */
		"../../share/codex-run/languages", /* of PREFIX/lib/ARCHITECTURE */
		"../../languages",
	};
	const char *slash = strrchr(file, '/');
	for (size_t i = 0; slash && i < sizeof(beside) / sizeof(beside[0]); i++) {
		cleanup_free char *path = NULL;
		cleanup_free char *real = NULL;
		if (asprintf(&path, "%.*s/%s", (int)(slash - file), file, beside[i]) < 0)
			return -1;
		real = realpath(path, NULL);
		if (real)
			return cx_strings_add(ret, real);
	}
	return 1;
}

/* Beside the program; or beside the library, which another program has loaded; or where both were to be installed. */
static int add_installed(struct cx_strings *ret)
{
	static const char there[] = CODEX_DATA_DIR "/languages";
	char program[4096];
	Dl_info library;
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (len < 0)
		return -1;
	program[len] = '\0';
	int result = add_beside(program, ret);
	if (result > 0 && dladdr(there, &library) && library.dli_fname)
		result = add_beside(library.dli_fname, ret);
	if (result > 0 && access(there, R_OK) == 0)
		result = cx_strings_add(ret, there);
	return result < 0 ? -1 : 0;
}

/* Where data files are when CODEX_LANGUAGES does not say. */
static int builtin_directories(struct cx_strings *ret)
{
	if (add_installed(ret) < 0)
		return -1;
	if (access("/etc/codex-run/languages", R_OK) == 0)
		return cx_strings_add(ret, "/etc/codex-run/languages");
	return 0;
}

/* Where this program's helpers are: installed, or beside it in its build tree. */
static void find_libexec(char *ret, size_t size)
{
	char program[200];
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	ret[0] = '\0';
	if (len < 0)
		return;
	program[len] = '\0';
	*strrchr(program, '/') = '\0';
	snprintf(ret, size, "%s/../libexec/codex-run", program);
	if (access(ret, X_OK) < 0)
		snprintf(ret, size, "%s", program);
}

static int configured_directories(const char *list, struct cx_strings *ret)
{
	for (const char *at = list; *at;) {
		int len = (int)strcspn(at, ":");
		if (len && cx_strings_addf(ret, "%.*s", len, at) < 0)
			return -1;
		at += len + (at[len] == ':');
	}
	return 0;
}

static int load_languages(struct cx_context *ctx, const struct cx_config *config, const char *only,
			  struct cx_error *err)
{
	cleanup_strings struct cx_strings directories = { 0 };
	int found = config->languages ? configured_directories(config->languages, &directories)
				      : builtin_directories(&directories);
	if (found < 0)
		return cx_fail_oom(err);
	if (directories.len == 0)
		return cx_fail(err, CX_EUNAVAILABLE,
			       "no language files are installed: set CODEX_LANGUAGES to their directory");
	return only ? cx_languages_load_one(&directories, only, &ctx->languages, err)
		    : cx_languages_load(&directories, &ctx->languages, err);
}

/* Whoever sends a request is not to blame for a wrong variable or language file. */
static int blame_operator(struct cx_error *err)
{
	if (err->code == CX_EINPUT)
		err->code = CX_EUNAVAILABLE;
	return -1;
}

int cx_context_read_bounds(struct cx_limit_bounds *ret, struct cx_error *err)
{
	return cx_limit_bounds_from_env(ret, err) < 0 ? blame_operator(err) : 0;
}

int cx_context_open(struct cx_context **ret_ctx, struct cx_error *err)
{
	return cx_context_open_for(NULL, ret_ctx, err);
}

int cx_context_open_for(const char *language, struct cx_context **ret_ctx, struct cx_error *err)
{
	struct cx_config config;
	struct cx_context *ctx = malloc(sizeof(*ctx));
	if (!ctx)
		return cx_fail_oom(err);
	*ctx = (struct cx_context){ .host = CX_HOST_NONE };
	if (cx_config_read(&config, err) < 0 || cx_limit_bounds_from_env(&ctx->bounds, err) < 0 ||
	    load_languages(ctx, &config, language, err) < 0 ||
	    cx_host_open(&config, &ctx->bounds, &ctx->host, err) < 0) {
		cx_context_free(ctx);
		return blame_operator(err);
	}
	ctx->modules = config.modules;
	ctx->warm_wanted = config.warm;
	ctx->warm_memory_bytes = config.warm_memory_mb * 1024 * 1024;
	find_libexec(ctx->host.libexec, sizeof(ctx->host.libexec));
	*ret_ctx = ctx;
	return 0;
}

int cx_context_serve(struct cx_context *ctx, const char *service, const struct cx_strings *names,
		     struct cx_error *err)
{
	char *copy = strdup(service);
	if (!copy)
		return cx_fail_oom(err);
	free(ctx->service);
	ctx->service = copy;
	return names->len ? cx_languages_keep(ctx->languages, names, err) : 0;
}

const char *cx_context_service(const struct cx_context *ctx)
{
	return ctx->service ? ctx->service : "codex-run";
}

void cx_context_begin_rest(struct cx_context *ctx, const char *first, unsigned workers)
{
	ctx->warm.on = ctx->warm_wanted;
	/* A small container stays in bounds. */
	uint64_t most = cx_capacity_memory() / 4, wanted = ctx->warm_memory_bytes;
	ctx->warm.memory_bytes = (wanted < most ? wanted : most) / (workers ? workers : 1);
	ctx->warm.bounds = &ctx->bounds;
	ctx->warm.wanted = first ? cx_languages_find(ctx->languages, first) : NULL;
	ctx->warm.wanted_times = first ? CX_WARM_WANTED_OFTEN : 0;
}

uint64_t cx_context_rest(struct cx_context *ctx)
{
	return cx_warm_rest(&ctx->warm, &ctx->host);
}

bool cx_context_is_parked(const struct cx_context *ctx)
{
	return ctx->warm.parked;
}

uint64_t cx_context_warm_bytes(const struct cx_context *ctx)
{
	return ctx->warm_wanted ? ctx->warm_memory_bytes : 0;
}

void cx_context_end_rest(struct cx_context *ctx)
{
	cx_warm_done(&ctx->warm);
}

void cx_context_free(struct cx_context *ctx)
{
	if (!ctx)
		return;
	free(ctx->service);
	cx_languages_free(ctx->languages);
	cx_host_close(&ctx->host);
	free(ctx);
}

const struct cx_limit_bounds *cx_context_bounds(const struct cx_context *ctx)
{
	return &ctx->bounds;
}

const struct cx_languages *cx_context_languages(const struct cx_context *ctx)
{
	return ctx->languages;
}

const struct cx_caps *cx_context_probe(struct cx_context *ctx)
{
	if (!ctx->probed)
		cx_host_probe(&ctx->host, &ctx->caps);
	ctx->probed = true;
	return &ctx->caps;
}

enum cx_floor cx_context_floor(const struct cx_context *ctx)
{
	return ctx->host.floor;
}

enum cx_modules cx_context_modules(const struct cx_context *ctx)
{
	return ctx->modules;
}

const char *cx_context_state_dir(const struct cx_context *ctx)
{
	return ctx->host.state.path;
}

unsigned cx_context_slots(const struct cx_context *ctx)
{
	return ctx->host.slots;
}

uint64_t cx_context_queue_us(const struct cx_context *ctx)
{
	return ctx->host.queue_us;
}

int cx_context_version(struct cx_context *ctx, const struct cx_language *lang, char **ret_version,
		       struct cx_error *err)
{
	const char *why;
	if (!cx_language_available(lang, &why))
		return cx_fail(err, CX_EUNAVAILABLE, "%s", why);
	*ret_version = cx_version_cache_get(&ctx->host.state, lang);
	if (*ret_version)
		return 0;
	if (cx_host_check_floor(&ctx->host, err) < 0 ||
	    cx_stage_version(&ctx->host, lang, ret_version, err) < 0)
		return -1;
	if (!*ret_version)
		return cx_fail(err, CX_EUNAVAILABLE, "%s does not say its version: is the toolchain broken?",
			       lang->title);
	cx_version_cache_put(&ctx->host.state, lang, *ret_version);
	return 0;
}

int cx_context_prepare(struct cx_context *ctx, const struct cx_language *lang, bool common, bool *ret_made,
		       struct cx_error *err)
{
	*ret_made = false;
	if (!cx_language_available(lang, NULL))
		return 0;
	if (cx_host_check_floor(&ctx->host, err) < 0)
		return -1;
	return cx_prelude_make(&ctx->host, lang, common, ret_made, err);
}

int cx_context_choose_language(const struct cx_context *ctx, const struct cx_request *req,
			       const struct cx_language **ret, struct cx_error *err)
{
	const char *why;
	if (!req->language)
		return cx_fail_field(err, "language",
				     "is missing: name one of those that `codex-run languages` lists");
	*ret = cx_languages_find(ctx->languages, req->language);
	if (!*ret)
		return cx_fail_field(err, "language",
				     "\"%.60s\" is not known; `codex-run languages` lists them",
				     req->language);
	if (!cx_language_available(*ret, &why))
		return cx_fail(err, CX_EUNAVAILABLE, "%s", why);
	return 0;
}
