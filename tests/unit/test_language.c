/* The registry: directories of data files, names that lead to one language, and where its tools are. */
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/tree.h"
#include "check.h"
#include "language/language.h"

/* ---- a tree of data files and programs ---- */

static char root[] = "/tmp/test_language.XXXXXX";

static char *path_of(const char *name)
{
	static char path[PATH_MAX];
	snprintf(path, sizeof(path), "%s/%s", root, name);
	return path;
}

static void make_dir(const char *name)
{
	if (mkdir(path_of(name), 0755) < 0)
		abort();
}

static void make_file(const char *name, const char *text, mode_t mode)
{
	FILE *file = fopen(path_of(name), "w");
	if (!file || fputs(text, file) < 0 || fclose(file) || chmod(path_of(name), mode) < 0)
		abort();
}

/* A data file: `more` are further keys, each with a comma behind it. */
static void make_language(const char *file, const char *name, const char *tool, const char *more)
{
	char text[4096];
	snprintf(text, sizeof(text),
		 "{\"name\": \"%s\", \"title\": \"%s\", %s \"extensions\": [\".%s\"], \"source\": "
		 "\"main.%s\",\n"
		 "\"tools\": {\"tool\": [\"%s\"]}, \"install\": \"apt-get install %s\",\n"
		 "\"version\": {\"argv\": [\"{tool.tool}\"], \"pattern\": \"(.)\"},\n"
		 "\"run\": {\"steps\": [[\"{tool.tool}\"]]}, \"validate\": {\"steps\": [[\"{tool.tool}\"]]}}",
		 name, name, more, name, name, tool, name);
	make_file(file, text, 0644);
}

static int load(const char *first, const char *second, struct cx_languages **ret, struct cx_error *err)
{
	cleanup_strings struct cx_strings directories = { 0 };
	if (cx_strings_add(&directories, path_of(first)) < 0 ||
	    (second && cx_strings_add(&directories, path_of(second)) < 0))
		abort();
	return cx_languages_load(&directories, ret, err);
}

static struct cx_languages *loaded(const char *first, const char *second)
{
	struct cx_languages *languages = NULL;
	struct cx_error err = { 0 };
	load(first, second, &languages, &err);
	CHECK_EQ_STR(err.msg, "");
	if (!languages)
		abort();
	return languages;
}

static void check_not_loaded(const char *directory, const char *message)
{
	struct cx_languages *languages = NULL;
	struct cx_error err = { 0 };
	CHECK_EQ_INT(load(directory, NULL, &languages, &err), -1);
	CHECK_EQ_INT(err.code, CX_EINPUT);
	CHECK_CONTAINS(err.msg, message);
	CHECK(!languages);
}

TEST(languages_are_found_by_name_alias_and_extension)
{
	make_dir("find");
	make_language("find/b.json", "beta", "/bin/sh", "\"aliases\": [\"b\", \"b++\"],");
	make_language("find/a.json", "alpha", "/bin/sh", "");
	make_file("find/.hidden.json", "broken", 0644);
	make_file("find/notes.txt", "broken", 0644);
	struct cx_languages *languages = loaded("find", NULL);
	CHECK_EQ_INT(cx_languages_count(languages), 2);
	CHECK_EQ_STR(cx_language_name(cx_languages_at(languages, 0)), "alpha");
	CHECK_EQ_STR(cx_language_name(cx_languages_at(languages, 1)), "beta");
	CHECK(cx_languages_find(languages, "B++") == cx_languages_at(languages, 1));
	CHECK(cx_languages_find(languages, "ALPHA") == cx_languages_at(languages, 0));
	CHECK(!cx_languages_find(languages, "alph"));
	CHECK(!cx_languages_find(languages, ""));
	CHECK(cx_languages_find_file(languages, "dir.alpha/prog.beta") == cx_languages_at(languages, 1));
	CHECK(!cx_languages_find_file(languages, ".beta"));
	CHECK(!cx_languages_find_file(languages, "beta"));
	cx_languages_free(languages);
}

TEST(an_extension_of_two_languages_finds_neither)
{
	make_dir("two");
	make_language("two/a.json", "alpha", "/bin/sh", "");
	make_file("two/b.json",
		  "{\"name\": \"beta\", \"title\": \"B\", \"extensions\": [\".beta\", \".alpha\"], "
		  "\"source\": \"m\","
		  "\"tools\": {\"t\": [\"/bin/sh\"]}, \"install\": \"x\", \"version\": {\"argv\": [\"/x\"], "
		  "\"pattern\": \"(.)\"},"
		  "\"run\": {\"steps\": [[\"/x\"]]}, \"validate\": {\"steps\": [[\"/x\"]]}}",
		  0644);
	struct cx_languages *languages = loaded("two", NULL);
	CHECK(!cx_languages_find_file(languages, "a.alpha"));
	CHECK(cx_languages_find_file(languages, "a.beta") != NULL);
	cx_languages_free(languages);
}

TEST(a_later_directory_overrides_a_language_by_name)
{
	make_dir("builtin");
	make_dir("site");
	make_language("builtin/a.json", "alpha", "/bin/sh", "\"aliases\": [\"x\"],");
	make_language("builtin/b.json", "beta", "/bin/sh", "");
	make_language("site/mine.json", "alpha", "/bin/cat", "\"aliases\": [\"y\"],");
	struct cx_languages *languages = loaded("builtin", "site");
	const struct cx_language *alpha = cx_languages_find(languages, "alpha");
	CHECK_EQ_INT(cx_languages_count(languages), 2);
	CHECK_EQ_STR(alpha->tools[0].path, "/bin/cat");
	CHECK_EQ_STR(alpha->origin, path_of("site/mine.json"));
	CHECK(!cx_languages_find(languages, "x"));
	CHECK(cx_languages_find(languages, "y") == alpha);
	cx_languages_free(languages);
}

TEST(a_name_leads_to_one_language)
{
	make_dir("clash");
	make_language("clash/a.json", "alpha", "/bin/sh", "\"aliases\": [\"same\"],");
	make_language("clash/b.json", "beta", "/bin/sh", "\"aliases\": [\"same\"],");
	check_not_loaded("clash", "clash/b.json: both answer to 'same'");
	check_not_loaded("clash", "clash/a.json and ");
	make_language("clash/b.json", "beta", "/bin/sh", "\"aliases\": [\"alpha\"],");
	check_not_loaded("clash", "clash/b.json: both answer to 'alpha'");
	make_language("clash/b.json", "alpha", "/bin/sh", "");
	check_not_loaded("clash", "clash/b.json: both are named 'alpha'");
}

TEST(a_broken_file_or_directory_is_an_error)
{
	make_dir("broken");
	make_language("broken/a.json", "alpha", "/bin/sh", "");
	make_file("broken/b.json", "{\n\"name\": 1}", 0644);
	check_not_loaded("broken", "broken/b.json:2: name: must be a string, not a whole number");
	check_not_loaded("nowhere", "nowhere: No such file or directory");
	make_dir("odd");
	make_dir("odd/dir.json");
	check_not_loaded("odd", "odd/dir.json: a language file must be a regular file");
}

TEST(of_one_glob_the_highest_version_wins)
{
	make_dir("lang");
	make_dir("jvm");
	static const char *const versions[] = { "java-8", "java-17", "java-1.21", "java-21x", "java-9" };
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		char name[64];
		snprintf(name, sizeof(name), "jvm/%s", versions[i]);
		make_dir(name);
		snprintf(name, sizeof(name), "jvm/%s/javac", versions[i]);
		make_file(name, "", i == 3 ? 0644 : 0755); /* java-21x cannot be executed */
	}
	char glob[PATH_MAX];
	snprintf(glob, sizeof(glob), "%s", path_of("jvm/java-*/javac"));
	make_language("lang/a.json", "alpha", glob, "");
	struct cx_languages *languages = loaded("lang", NULL);
	const struct cx_language *lang = cx_languages_at(languages, 0);
	CHECK_EQ_STR(lang->tools[0].path, path_of("jvm/java-17/javac"));
	CHECK(cx_language_available(lang, NULL));
	cx_languages_free(languages);
}

TEST(the_first_candidate_that_is_there_wins)
{
	make_dir("first");
	make_dir("first/bin");
	make_file("first/bin/tool9", "", 0755);
	make_language("first/a.json", "alpha", "/nowhere/tool\", \"{data}/bin/tool[0-9]\", \"/bin/sh", "");
	struct cx_languages *languages = loaded("first", NULL);
	CHECK_EQ_STR(cx_languages_at(languages, 0)->tools[0].path, path_of("first/bin/tool9"));
	cx_languages_free(languages);
}

TEST(a_missing_tool_says_how_to_get_it)
{
	make_dir("missing");
	make_language("missing/a.json", "alpha", "/nowhere/tool", "");
	make_language("missing/b.json", "beta", "/tmp", ""); /* there, and no program */
	struct cx_languages *languages = loaded("missing", NULL);
	const char *why = NULL;
	CHECK(!cx_language_available(cx_languages_at(languages, 0), &why));
	CHECK_EQ_STR(why, "tool is not installed: apt-get install alpha");
	CHECK(!cx_language_available(cx_languages_at(languages, 1), &why));
	CHECK_EQ_STR(why, "tool is not installed: apt-get install beta");
	cx_languages_free(languages);
}

static void remove_tree(void)
{
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || cx_tree_empty(fd) < 0 || rmdir(root) < 0)
		abort();
	close(fd);
}

int main(void)
{
	if (!mkdtemp(root))
		abort();
	RUN(languages_are_found_by_name_alias_and_extension);
	RUN(an_extension_of_two_languages_finds_neither);
	RUN(a_later_directory_overrides_a_language_by_name);
	RUN(a_name_leads_to_one_language);
	RUN(a_broken_file_or_directory_is_an_error);
	RUN(of_one_glob_the_highest_version_wins);
	RUN(the_first_candidate_that_is_there_wins);
	RUN(a_missing_tool_says_how_to_get_it);
	remove_tree();
	return check_done();
}
