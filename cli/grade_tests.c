#include "grade_tests.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "streams.h"

enum { MAX_FOLDERS_DEEP = 4 };

struct reader {
	const struct cx_limits *limits;
	bool answers;
	size_t root_len; /* of the path in front of the names */
	struct grade_tests *tests;
	struct cx_error *err;
};

static bool ends_with(const char *name, const char *ending)
{
	size_t len = strlen(name), tail = strlen(ending);
	return len > tail && !strcmp(name + len - tail, ending);
}

static bool is_hidden(const char *name)
{
	return !strncmp(name, "secret/", 7) || strstr(name, "/secret/") || !strncmp(name, "hidden/", 7) ||
	       strstr(name, "/hidden/");
}

/* Sets *ret_found, and reads nothing, when there is no such file. */
static int read_beside(const char *stem, const char *ending, struct cx_bytes *ret, bool *ret_found,
		       struct cx_error *err)
{
	struct stat st;
	char *path;
	if (asprintf(&path, "%s%s", stem, ending) < 0)
		return cx_fail_oom(err);
	*ret_found = stat(path, &st) == 0;
	int done = *ret_found ? read_file(path, CX_MAX_INPUT, ret, err) : 0;
	free(path);
	return done;
}

static int read_test(const struct reader *reader, const char *stem, struct cx_test *test)
{
	bool found;
	*test = (struct cx_test){ .wall_us = reader->limits->wall_us,
				  .cpu_us = reader->limits->cpu_us,
				  .points = 1 };
	test->name = strdup(stem + reader->root_len);
	if (!test->name)
		return cx_fail_oom(reader->err);
	test->hidden = is_hidden(test->name);
	if (read_beside(stem, ".in", &test->input, &found, reader->err) < 0 ||
	    read_beside(stem, ".ans", &test->expected, &test->has_expected, reader->err) < 0)
		return -1;
	if (!test->has_expected &&
	    read_beside(stem, ".out", &test->expected, &test->has_expected, reader->err) < 0)
		return -1;
	if (!test->has_expected && reader->answers)
		return cx_fail(reader->err, CX_EINPUT, "%s.in has no answer: %s.ans or %s.out is missing",
			       stem, test->name, test->name);
	return 0;
}

static int add_test(const struct reader *reader, const char *path)
{
	struct grade_tests *tests = reader->tests;
	if (tests->len == CX_MAX_TESTS)
		return cx_fail(reader->err, CX_EINPUT, "there are more than %d tests", CX_MAX_TESTS);
	struct cx_test *grown = realloc(tests->items, (tests->len + 1) * sizeof(*grown));
	char *stem = strndup(path, strlen(path) - strlen(".in"));
	if (grown)
		tests->items = grown;
	int done = grown && stem ? read_test(reader, stem, &grown[tests->len++]) : cx_fail_oom(reader->err);
	free(stem);
	return done;
}

static int not_dotted(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int read_folder(const struct reader *reader, const char *folder, int depth);

static int look_at(const struct reader *reader, const char *folder, const char *name, int depth)
{
	struct stat st;
	char *path;
	if (asprintf(&path, "%s/%s", folder, name) < 0)
		return cx_fail_oom(reader->err);
	int done = 0;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode) && depth < MAX_FOLDERS_DEEP)
		done = read_folder(reader, path, depth + 1);
	else if (ends_with(name, ".in") && S_ISREG(st.st_mode))
		done = add_test(reader, path);
	free(path);
	return done;
}

static int read_folder(const struct reader *reader, const char *folder, int depth)
{
	struct dirent **entries;
	int done = 0, count = scandir(folder, &entries, not_dotted, versionsort);
	if (count < 0)
		return cx_fail_errno(reader->err, CX_EINPUT, "%s", folder);
	for (int i = 0; i < count; i++) {
		if (done == 0)
			done = look_at(reader, folder, entries[i]->d_name, depth);
		free(entries[i]);
	}
	free(entries);
	return done;
}

int grade_tests_read(const char *folder, bool answers, const struct cx_limits *limits,
		     struct grade_tests *ret, struct cx_error *err)
{
	struct stat st;
	char *root;
	*ret = (struct grade_tests){ 0 };
	if (asprintf(&root, "%s/data", folder) < 0)
		return cx_fail_oom(err);
	if (stat(root, &st) < 0 || !S_ISDIR(st.st_mode))
		root[strlen(folder)] = '\0';
	struct reader reader = { limits, answers, strlen(root) + 1, ret, err };
	int done = read_folder(&reader, root, 0);
	if (done == 0 && ret->len == 0)
		done = cx_fail(
			err, CX_EINPUT,
			"%s has no tests: they are NAME.in with NAME.ans or NAME.out, there or in folders "
			"like sample and secret",
			root);
	free(root);
	if (done < 0)
		grade_tests_done(ret);
	return done;
}

void grade_tests_done(struct grade_tests *tests)
{
	for (size_t i = 0; i < tests->len; i++) {
		free(tests->items[i].name);
		cx_bytes_done(&tests->items[i].input);
		cx_bytes_done(&tests->items[i].expected);
	}
	free(tests->items);
	*tests = (struct grade_tests){ 0 };
}
