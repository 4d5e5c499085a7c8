#include "run_request.h"

#include <stdlib.h>
#include <string.h>

#include "streams.h"

static int set_text(char **into, const char *text, struct cx_error *err)
{
	*into = strdup(text);
	return *into ? 0 : cx_fail_oom(err);
}

static int choose_language(const struct run_options *options, const struct cx_languages *languages,
			   struct cx_request *req, struct cx_error *err)
{
	if (options->language)
		return set_text(&req->language, options->language, err);
	const struct cx_language *lang = cx_languages_find_file(languages, options->file);
	if (!lang)
		return cx_fail(err, CX_EINPUT, "%s: no language is known by this ending; name it with -l",
			       options->file);
	return set_text(&req->language, cx_language_name(lang), err);
}

/* Names in a run are relative and stay inside: `-f lib/a.py` keeps its folder, `-f ../a.py` is a.py. */
static const char *name_in_run(const char *path)
{
	while (!strncmp(path, "./", 2))
		path += 2;
	if (path[0] != '/' && path[0] != '.' && !strstr(path, "/.") && !strstr(path, "//"))
		return path;
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static int add_further_file(const char *path, size_t *total, struct cx_request *req, struct cx_error *err)
{
	struct cx_file *file = &req->files[req->files_len];
	const char *name = name_in_run(path);
	if (!*name || *name == '.' || strlen(name) > CX_MAX_NAME)
		return cx_fail(err, CX_EINPUT, "%s: hidden files and names over %d bytes are not taken", path,
			       CX_MAX_NAME);
	for (size_t i = 1; i < req->files_len; i++)
		if (!strcmp(req->files[i].name, name))
			return cx_fail(err, CX_EINPUT, "%s: there is a file '%s' already", path, name);
	if (read_file(path, CX_MAX_FILES - *total, &file->content, err) < 0)
		return -1;
	req->files_len++;
	*total += file->content.len;
	return set_text(&file->name, name, err);
}

/* The main source has no name: the language gives the one that its compiler wants. */
static int read_sources(const struct run_options *options, struct cx_request *req, struct cx_error *err)
{
	size_t total = 0;
	if (options->files.len >= CX_MAX_FILE_COUNT)
		return cx_fail(err, CX_ETOOLARGE, "more than %d files", CX_MAX_FILE_COUNT);
	req->files = calloc(options->files.len + 1, sizeof(*req->files));
	if (!req->files)
		return cx_fail_oom(err);
	if (read_file(options->file, CX_MAX_CODE, &req->files[0].content, err) < 0)
		return -1;
	req->files_len = 1;
	if (req->files[0].content.len == 0)
		return cx_fail(err, CX_EINPUT, "%s is empty", options->file);
	if (strlen(req->files[0].content.data) != req->files[0].content.len)
		return cx_fail(err, CX_EINPUT, "%s has a NUL byte: it is no source", options->file);
	for (size_t i = 0; i < options->files.len; i++)
		if (add_further_file(options->files.items[i], &total, req, err) < 0)
			return -1;
	return 0;
}

static int copy_args(char **args, struct cx_request *req, struct cx_error *err)
{
	size_t count = 0;
	size_t bytes = 0;
	for (; args[count]; count++)
		bytes += strlen(args[count]) + 1;
	if (count > CX_MAX_ARGS || bytes > CX_MAX_ARG_BYTES)
		return cx_fail(err, CX_ETOOLARGE, "more than %d arguments, or over %d bytes of them",
			       CX_MAX_ARGS, CX_MAX_ARG_BYTES);
	req->args.items = calloc(count + 1, sizeof(*req->args.items));
	if (!req->args.items)
		return cx_fail_oom(err);
	for (size_t i = 0; i < count; i++, req->args.len++)
		if (set_text(&req->args.items[i], args[i], err) < 0)
			return -1;
	return 0;
}

static int copy_options(const struct cx_strings *options, struct cx_request *req, struct cx_error *err)
{
	if (options->len == 0)
		return 0;
	req->options = calloc(options->len, sizeof(*req->options));
	if (!req->options)
		return cx_fail_oom(err);
	for (size_t i = 0; i < options->len; i++) {
		struct cx_option *option = &req->options[req->options_len++];
		const char *equals = strchr(options->items[i], '=');
		option->name = strndup(options->items[i], (size_t)(equals - options->items[i]));
		if (!option->name)
			return cx_fail_oom(err);
		if (set_text(&option->value, equals + 1, err) < 0)
			return -1;
	}
	return 0;
}

int run_request_build(const struct run_options *options, const struct cx_languages *languages,
		      const struct cx_limit_bounds *bounds, struct cx_request *ret, struct cx_error *err)
{
	*ret = (struct cx_request){ .limits = bounds->def, .cancel_fd = -1 };
	if (!ret->limits.cpu_us)
		ret->limits.cpu_us = cx_limit_default_cpu_us(bounds, ret->limits.wall_us);
	if (choose_language(options, languages, ret, err) < 0 || read_sources(options, ret, err) < 0 ||
	    copy_args(options->args, ret, err) < 0 || copy_options(&options->options, ret, err) < 0)
		return -1;
	return 0;
}
