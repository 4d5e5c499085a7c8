#include "grade_submission.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "cli.h"
#include "streams.h"

enum { MAX_FOLDERS_DEEP = 8 };

static int add_file(const char *path, const char *name, size_t max, struct grade_submission *into,
		    struct cx_error *err)
{
	if (into->files_len == CX_MAX_FILE_COUNT)
		return cx_fail(err, CX_ETOOLARGE, "more than %d files", CX_MAX_FILE_COUNT);
	struct cx_file *grown = realloc(into->files, (into->files_len + 1) * sizeof(*grown));
	if (!grown)
		return cx_fail_oom(err);
	into->files = grown;
	struct cx_file *file = &grown[into->files_len++];
	*file = (struct cx_file){ 0 };
	if (name && !(file->name = strdup(name)))
		return cx_fail_oom(err);
	if (name && strlen(name) > CX_MAX_NAME)
		return cx_fail(err, CX_EINPUT, "the name of %.100s… is too long", name);
	return read_file(path, max, &file->content, err);
}

/* ---- a folder ---- */

static int not_dotted(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Links are not followed: what was handed in is not ours, and a link could lead to a file that is. */
static int add_folder(const char *folder, size_t root_len, int depth, struct grade_submission *into,
		      struct cx_error *err)
{
	struct dirent **entries;
	int done = 0, count = scandir(folder, &entries, not_dotted, versionsort);
	if (count < 0)
		return cx_fail_errno(err, CX_EINPUT, "%s", folder);
	for (int i = 0; i < count; i++) {
		struct stat st;
		char *path = NULL;
		if (done == 0 && asprintf(&path, "%s/%s", folder, entries[i]->d_name) < 0)
			done = cx_fail_oom(err);
		else if (done == 0 && lstat(path, &st) == 0 && S_ISDIR(st.st_mode) &&
			 depth < MAX_FOLDERS_DEEP)
			done = add_folder(path, root_len, depth + 1, into, err);
		else if (done == 0 && S_ISREG(st.st_mode))
			done = add_file(path, path + root_len, CX_MAX_FILES, into, err);
		free(path);
		free(entries[i]);
	}
	free(entries);
	return done;
}

/* main.py, Main.java, solution.cpp; 0: none of these, or not of a language */
static int rank(const char *name, const struct cx_languages *languages)
{
	static const char *const usual[] = { "main", "solution", "program", "index", "app" };
	const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
	size_t stem = strcspn(base, "."), count = sizeof(usual) / sizeof(usual[0]);
	if (!cx_languages_find_file(languages, name))
		return 0;
	for (size_t i = 0; i < count; i++)
		if (strlen(usual[i]) == stem && !strncasecmp(base, usual[i], stem))
			return (int)(2 + count - i) - (slash ? (int)count : 0);
	return slash ? 0 : 1;
}

static int choose_main(struct grade_submission *into, const struct cx_languages *languages,
		       struct cx_error *err)
{
	int best = 0;
	size_t as_good = 0;
	for (size_t i = 0; i < into->files_len; i++) {
		int found = rank(into->files[i].name, languages);
		if (found > best) {
			best = found;
			as_good = 0;
			into->main_file = i;
		}
		as_good += found == best && found > 0;
	}
	if (!best)
		return cx_fail(err, CX_EINPUT, "no file in it has the ending of a language");
	if (best == 1 && as_good > 1)
		return cx_fail(err, CX_EINPUT, "which of its %zu sources is the main one? Name it main",
			       as_good);
	return 0;
}

/* ---- either ---- */

static int read_sources(const char *path, struct grade_submission *into, const struct cx_languages *languages,
			struct cx_error *err)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return cx_fail_errno(err, CX_EINPUT, "%s", path);
	if (!S_ISDIR(st.st_mode))
		return add_file(path, NULL, CX_MAX_CODE, into, err);
	if (add_folder(path, strlen(path) + 1, 0, into, err) < 0)
		return -1;
	return choose_main(into, languages, err);
}

static int choose_language(const char *path, const char *language, const struct cx_languages *languages,
			   struct grade_submission *into, struct cx_error *err)
{
	const char *name = into->files[into->main_file].name;
	const struct cx_language *found = cx_languages_find_file(languages, name ? name : path);
	if (!language && !found)
		return cx_fail(err, CX_EINPUT, "%s: no language is known by this ending; name it with -l",
			       path);
	into->language = strdup(language ? language : cx_language_name(found));
	return into->language ? 0 : cx_fail_oom(err);
}

int grade_submission_read(const char *path, const char *language, const struct cx_languages *languages,
			  struct grade_submission *ret, struct cx_error *err)
{
	*ret = (struct grade_submission){ 0 };
	if (read_sources(path, ret, languages, err) < 0 ||
	    choose_language(path, language, languages, ret, err) < 0) {
		grade_submission_done(ret);
		return -1;
	}
	const struct cx_bytes *code = &ret->files[ret->main_file].content;
	if (code->len && strlen(code->data) == code->len && code->len <= CX_MAX_CODE)
		return 0;
	cx_fail(err, code->len > CX_MAX_CODE ? CX_ETOOLARGE : CX_EINPUT, "%s %s", path,
		!code->len		  ? "is empty"
		: code->len > CX_MAX_CODE ? "has a main source over 50 KB"
					  : "has a NUL byte: it is no source");
	grade_submission_done(ret);
	return -1;
}

void grade_submission_done(struct grade_submission *submission)
{
	for (size_t i = 0; i < submission->files_len; i++) {
		free(submission->files[i].name);
		cx_bytes_done(&submission->files[i].content);
	}
	free(submission->files);
	free(submission->language);
	*submission = (struct grade_submission){ 0 };
}
