/* All languages of an installation: read from directories of data files, found by name. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/fd.h"
#include "codec/language_file.h"
#include "language/language.h"

enum { MAX_FILE = 256 * 1024 };

struct cx_languages {
	struct cx_language **items;
	size_t len;
};

void cx_languages_free(struct cx_languages *languages)
{
	if (!languages)
		return;
	for (size_t i = 0; i < languages->len; i++)
		cx_language_free(languages->items[i]);
	free(languages->items);
	free(languages);
}

static void free_languages(struct cx_languages **languages)
{
	cx_languages_free(*languages);
}

static void free_language(struct cx_language **lang)
{
	cx_language_free(*lang);
}

static int read_file(const char *path, struct cx_language **ret, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) < 0)
		return cx_fail_errno(err, CX_EINPUT, "read the language file %s", path);
	if (!S_ISREG(st.st_mode))
		return cx_fail(err, CX_EINPUT, "%s: a language file must be a regular file", path);
	if (cx_read_all(fd, MAX_FILE, &text) < 0) {
		if (errno == EFBIG)
			return cx_fail(err, CX_EINPUT, "%s: over the maximum of %d KB", path,
				       MAX_FILE / 1024);
		return cx_fail_errno(err, CX_EINPUT, "read the language file %s", path);
	}
	return cx_language_file_read(path, text.data ? text.data : "", text.len, ret, err);
}

static bool same_directory(const struct cx_language *a, const struct cx_language *b)
{
	return !strcmp(a->directory, b->directory);
}

/* Takes ownership of `lang` on success. */
static int add_language(struct cx_languages *languages, struct cx_language *lang, struct cx_error *err)
{
	for (size_t i = 0; i < languages->len; i++) {
		struct cx_language *other = languages->items[i];
		if (strcmp(other->name, lang->name))
			continue;
		if (same_directory(other, lang))
			return cx_fail(err, CX_EINPUT, "%s and %s: both are named '%s'", other->origin,
				       lang->origin, lang->name);
		cx_language_free(other);
		languages->items[i] = lang;
		return 0;
	}
	struct cx_language **items = realloc(languages->items, (languages->len + 1) * sizeof(*items));
	if (!items)
		return cx_fail_oom(err);
	items[languages->len++] = lang;
	languages->items = items;
	return 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The paths of a directory's *.json, in the order of their names. */
static int list_files(const char *directory, struct cx_strings *into, struct cx_error *err)
{
	cleanup_free char *whole = realpath(directory, NULL); /* guests see {data}: they are elsewhere */
	cleanup_dir DIR *dir = whole ? opendir(whole) : NULL;
	if (!dir)
		return cx_fail_errno(err, CX_EINPUT, "open the language directory %s", directory);
	for (;;) {
		errno = 0;
		struct dirent *entry = readdir(dir);
		if (!entry && errno)
			return cx_fail_errno(err, CX_EINPUT, "list the language directory %s", directory);
		if (!entry)
			break;
		size_t len = strlen(entry->d_name);
		if (entry->d_name[0] == '.' || len <= 5 || strcmp(entry->d_name + len - 5, ".json"))
			continue;
		if (cx_strings_addf(into, "%s/%s", whole, entry->d_name) < 0)
			return cx_fail_oom(err);
	}
	if (into->len)
		qsort(into->items, into->len, sizeof(*into->items), by_text);
	return 0;
}

static int load_directory(struct cx_languages *languages, const char *directory, struct cx_error *err)
{
	cleanup_strings struct cx_strings files = { 0 };
	if (list_files(directory, &files, err) < 0)
		return -1;
	for (size_t i = 0; i < files.len; i++) {
		__attribute__((cleanup(free_language))) struct cx_language *lang = NULL;
		if (read_file(files.items[i], &lang, err) < 0 || add_language(languages, lang, err) < 0)
			return -1;
		lang = NULL;
	}
	return 0;
}

static bool answers_to(const struct cx_language *lang, const char *name)
{
	if (!strcasecmp(lang->name, name))
		return true;
	for (size_t i = 0; i < lang->aliases.len; i++)
		if (!strcasecmp(lang->aliases.items[i], name))
			return true;
	return false;
}

/* Each name and alias must lead to one language. */
static int check_names(const struct cx_language *a, const struct cx_language *b, struct cx_error *err)
{
	const char *clash = answers_to(b, a->name) ? a->name : NULL;
	for (size_t i = 0; i < a->aliases.len && !clash; i++)
		if (answers_to(b, a->aliases.items[i]))
			clash = a->aliases.items[i];
	if (!clash)
		return 0;
	return cx_fail(err, CX_EINPUT, "%s and %s: both answer to '%s'", a->origin, b->origin, clash);
}

static int by_name(const void *a, const void *b)
{
	return strcmp((*(struct cx_language *const *)a)->name, (*(struct cx_language *const *)b)->name);
}

static int finish(struct cx_languages *languages, struct cx_error *err)
{
	if (languages->len)
		qsort(languages->items, languages->len, sizeof(struct cx_language *), by_name);
	for (size_t i = 0; i < languages->len; i++) {
		for (size_t j = i + 1; j < languages->len; j++)
			if (check_names(languages->items[i], languages->items[j], err) < 0)
				return -1;
		if (cx_language_find_tools(languages->items[i], err) < 0)
			return -1;
	}
	return 0;
}

int cx_languages_load(const struct cx_strings *directories, struct cx_languages **ret, struct cx_error *err)
{
	__attribute__((cleanup(free_languages))) struct cx_languages *languages =
		calloc(1, sizeof(*languages));
	if (!languages)
		return cx_fail_oom(err);
	for (size_t i = 0; i < directories->len; i++)
		if (load_directory(languages, directories->items[i], err) < 0)
			return -1;
	if (finish(languages, err) < 0)
		return -1;
	*ret = steal_pointer(&languages);
	return 0;
}

/* 1: *ret is the language; 0: the file is not there, or another language's. */
static int read_by_name(const char *directory, const char *name, struct cx_language **ret,
			struct cx_error *err)
{
	cleanup_free char *whole = realpath(directory, NULL);
	cleanup_free char *path = NULL;
	if (!whole || strchr(name, '/') || name[0] == '.')
		return 0;
	if (asprintf(&path, "%s/%s.json", whole, name) < 0)
		return cx_fail_oom(err);
	if (access(path, F_OK) < 0)
		return 0;
	__attribute__((cleanup(free_language))) struct cx_language *lang = NULL;
	if (read_file(path, &lang, err) < 0)
		return -1;
	if (strcmp(lang->name, name))
		return 0;
	*ret = steal_pointer(&lang);
	return 1;
}

int cx_languages_load_one(const struct cx_strings *directories, const char *name, struct cx_languages **ret,
			  struct cx_error *err)
{
	__attribute__((cleanup(free_language))) struct cx_language *lang = NULL;
	int found = directories->len == 1 ? read_by_name(directories->items[0], name, &lang, err) : 0;
	if (found <= 0)
		return found < 0 ? -1 : cx_languages_load(directories, ret, err);
	__attribute__((cleanup(free_languages))) struct cx_languages *languages =
		calloc(1, sizeof(*languages));
	if (!languages)
		return cx_fail_oom(err);
	if (add_language(languages, lang, err) < 0)
		return -1;
	lang = NULL;
	if (finish(languages, err) < 0)
		return -1;
	*ret = steal_pointer(&languages);
	return 0;
}

size_t cx_languages_count(const struct cx_languages *languages)
{
	return languages->len;
}

const struct cx_language *cx_languages_at(const struct cx_languages *languages, size_t index)
{
	return languages->items[index];
}

const struct cx_language *cx_languages_find(const struct cx_languages *languages, const char *name)
{
	for (size_t i = 0; i < languages->len; i++)
		if (answers_to(languages->items[i], name))
			return languages->items[i];
	return NULL;
}

int cx_languages_keep(struct cx_languages *languages, const struct cx_strings *names, struct cx_error *err)
{
	for (size_t i = 0; i < names->len; i++)
		if (!cx_languages_find(languages, names->items[i]))
			return cx_fail(err, CX_EINPUT, "\"%.60s\" is no language of this installation",
				       names->items[i]);
	size_t kept = 0;
	for (size_t i = 0; i < languages->len; i++) {
		struct cx_language *lang = languages->items[i];
		bool keep = false;
		for (size_t k = 0; k < names->len; k++)
			keep = keep || answers_to(lang, names->items[k]);
		if (keep)
			languages->items[kept++] = lang;
		else
			cx_language_free(lang);
	}
	languages->len = kept;
	return 0;
}

const struct cx_language *cx_languages_find_file(const struct cx_languages *languages, const char *file_name)
{
	const struct cx_language *found = NULL;
	for (size_t i = 0; i < languages->len; i++) {
		if (!cx_language_is_source(languages->items[i], file_name))
			continue;
		if (found)
			return NULL;
		found = languages->items[i];
	}
	return found;
}
