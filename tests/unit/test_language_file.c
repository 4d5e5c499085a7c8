/* Language files: what a good one means, and how each mistake in one is named. */
#include "base/buffer.h"
#include "check.h"
#include "codec/language_file.h"

static const char *const good[] = {
	"{",
	"  \"name\": \"toy\",",
	"  \"title\": \"Toy\",",
	"  \"aliases\": [\"t\", \"t++\"],",
	"  \"extensions\": [\".toy\", \".ty\"],",
	"  \"source\": \"{var.class}.toy\",",
	"  \"tools\": {\"toy\": [\"/usr/bin/toy\", \"{data}/bin/toy*\"]},",
	"  \"install\": \"apt-get install toy\",",
	"  \"version\": {\"argv\": [\"{tool.toy}\", \"-V\"], \"pattern\": \"toy (\\\\d+)\"},",
	"  \"options\": {\"opt\": {\"default\": \"1\", \"choices\": [\"0\", \"1\"], \"help\": \"level\"}},",
	"  \"variables\": {\"class\": {\"patterns\": [{\"match\": \"class (\\\\w+)\", \"value\": \"{1}\"}], "
	"\"default\": \"M\"}},",
	"  \"environment\": {\"TOY_TMP\": \"{tmp}\"},",
	"  \"readable\": [\"/etc/toy\", \"{data}/toy.d\"],",
	"  \"compile\": {\"steps\": [[\"{tool.toy}\", \"-c\", \"{sources}\"], [\"{tool.toy}\", \"-l\"]],",
	"    \"limits\": {\"timeout\": 2.5, \"cpuTime\": 4, \"memoryMB\": 300, \"processes\": 3},",
	"    \"memory\": {\"overheadMB\": 40, \"reserveMB\": 30, \"heapShare\": 0.5}, \"outOfMemory\": "
	"[{\"exitCode\": 4}], "
	"\"fileTooLarge\": [{\"exitCode\": 5}]},",
	"  \"run\": {\"steps\": [[\"{build}/main\"]], \"environment\": {\"CPUS\": \"{cpus}\"}},",
	"  \"outOfMemory\": [{\"stderr\": \"no memory\", \"exitCode\": 3}, {\"signal\": \"SIGABRT\"}],",
	"  \"diagnostics\": {\"pattern\": \"(?<line>\\\\d+): (?<message>.*)\", \"columnUnit\": \"utf16\", "
	"\"tabWidth\": 8},",
	"  \"packages\": [\"standard library\"], \"probes\": [\"socket(AF_INET)\"]",
	"}",
};

enum { LINES = sizeof(good) / sizeof(good[0]), MB = 1024 * 1024 };

/* The good file, with one line (from 1; 0: none) replaced. */
static int read_with(int line, const char *replacement, struct cx_language **ret, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	for (int i = 0; i < LINES; i++)
		if (cx_buffer_printf(&text, "%s\n", i + 1 == line ? replacement : good[i]) < 0)
			abort();
	return cx_language_file_read("/data/toy.json", text.data, text.len, ret, err);
}

static void check_broken(int line, const char *replacement, const char *message)
{
	struct cx_language *lang = NULL;
	struct cx_error err = { 0 };
	CHECK_EQ_INT(read_with(line, replacement, &lang, &err), -1);
	CHECK_EQ_INT(err.code, CX_EINPUT);
	CHECK_EQ_STR(err.msg, message);
	CHECK(!lang);
	cx_language_free(lang);
}

TEST(a_good_file_is_read_whole)
{
	struct cx_language *lang = NULL;
	struct cx_error err = { 0 };
	CHECK_EQ_INT(read_with(0, NULL, &lang, &err), 0);
	CHECK_EQ_STR(err.msg, "");
	if (!lang)
		return;
	CHECK_EQ_STR(lang->name, "toy");
	CHECK_EQ_STR(lang->title, "Toy");
	CHECK_EQ_STR(lang->aliases.items[1], "t++");
	CHECK_EQ_STR(lang->extensions.items[0], ".toy");
	CHECK_EQ_STR(lang->origin, "/data/toy.json");
	CHECK_EQ_STR(lang->directory, "/data");
	CHECK_EQ_STR(lang->tools[0].candidates.items[1], "/data/bin/toy*");
	CHECK_EQ_STR(lang->readable.items[1], "/data/toy.d");
	CHECK_EQ_STR(lang->environment.items[0], "TOY_TMP={tmp}");
	CHECK_EQ_STR(lang->options[0].choices[lang->options[0].default_choice].text, "1");
	CHECK_EQ_STR(lang->variables[0].fallback, "M");
	CHECK_EQ_STR(lang->packages.items[0], "standard library");
	CHECK_EQ_STR(lang->probes.items[0], "socket(AF_INET)");
	cx_language_free(lang);
}

TEST(stages_limits_and_memory_are_read)
{
	struct cx_language *lang = NULL;
	struct cx_error err = { 0 };
	if (read_with(0, NULL, &lang, &err) < 0)
		abort();
	CHECK_EQ_INT(lang->compile.steps_len, 2);
	CHECK_EQ_STR(lang->compile.steps[0].items[2], "{sources}");
	CHECK_EQ_INT(lang->compile.limits.wall_us, 2500000);
	CHECK_EQ_INT(lang->compile.limits.cpu_us, 4000000);
	CHECK_EQ_INT(lang->compile.limits.memory_bytes, 300 * MB);
	CHECK_EQ_INT(lang->compile.limits.processes, 3);
	CHECK_EQ_INT(lang->compile.limits.disk_bytes, 128 * MB); /* not said */
	CHECK_EQ_INT(lang->compile.memory.overhead_bytes, 40 * MB);
	CHECK_EQ_INT(lang->compile.memory.reserve_bytes, 30 * MB);
	CHECK(lang->compile.memory.heap_share == 0.5);
	CHECK_EQ_STR(lang->run.steps[0].items[0], "{build}/main");
	CHECK_EQ_STR(lang->run.environment.items[0], "CPUS={cpus}");
	CHECK(lang->run.memory.overhead_bytes == UINT64_MAX);
	CHECK(lang->run.memory.heap_share == 1);
	CHECK_EQ_INT(lang->validate.steps_len, 0);
	CHECK_EQ_INT(lang->compile.memory_signs.items[0].exit_code, 4);
	CHECK_EQ_INT(lang->compile.file_signs.items[0].exit_code, 5);
	CHECK_EQ_INT(lang->memory_signs.items[0].exit_code, 3);
	CHECK_EQ_INT(lang->memory_signs.items[0].signal, 0);
	CHECK_EQ_INT(lang->memory_signs.items[1].exit_code, -1);
	CHECK_EQ_INT(lang->memory_signs.items[1].signal, 6);
	CHECK_EQ_INT(lang->diagnostics.column_unit, CX_COLUMN_UTF16);
	CHECK_EQ_INT(lang->diagnostics.tab_width, 8);
	CHECK_EQ_STR(lang->diagnostics.default_severity, "error");
	cx_language_free(lang);
}

#define PRELUDE(names, more)                                                        \
	"  \"prelude\": {\"line\": \"use (?<name>\\\\w+)\", \"names\": " names      \
	", \"text\": \"use {1}\", \"source\": \"a.toy\", \"product\": \"a.done\", " \
	"\"make\": {\"steps\": [[\"/x\", \"{source}\"]]}" more "}, \"packages\": [\"p\"]"

TEST(faster_ways_are_read)
{
	struct cx_language *lang = NULL;
	struct cx_error err = { 0 };
	if (read_with(20, PRELUDE("[\"x\", \"y\"]", ", \"common\": [[\"y\", \"x\"], [\"x\"]]"), &lang, &err) <
	    0)
		abort();
	CHECK_EQ_STR(lang->prelude.names.items[1], "y");
	CHECK_EQ_INT(lang->prelude.common_len, 2);
	CHECK_EQ_STR(lang->prelude.common[0].items[1], "x");
	CHECK_EQ_STR(lang->prelude.make.steps[0].items[1], "{source}");
	cx_language_free(lang);
	lang = NULL;
	if (read_with(
		    14,
		    "  \"optional\": {\"fast\": [{\"program\": [\"/x\"], \"arguments\": [\"-f\", \"-g\"]}]},"
		    "  \"compile\": {\"steps\": [[\"/x\"]], \"attempt\": {\"steps\": [[\"/x\", "
		    "\"{optional.fast}\"], "
		    "[\"/y\", \"-i{prelude}/a\"]], \"doubt\": \"no\"},",
		    &lang, &err) < 0)
		abort();
	CHECK_EQ_INT(lang->compile.attempt.steps_len, 2);
	CHECK_EQ_STR(lang->compile.attempt.steps[1].items[1], "-i{prelude}/a");
	CHECK(lang->compile.attempt.doubt != NULL);
	CHECK_EQ_STR(lang->optionals[0].rows[0].arguments.items[1], "-g");
	cx_language_free(lang);
}

TEST(mistakes_in_faster_ways_are_named)
{
	check_broken(20, PRELUDE("[\"x\"]", ", \"common\": [[\"y\"]]"),
		     "/data/toy.json:20: prelude.common[0]: 'y' is not among the names");
	check_broken(20, PRELUDE("[]", ""), "/data/toy.json:20: prelude.names: must not be empty");
	check_broken(
		14, "  \"compile\": {\"steps\": [[\"/x\", \"{optional.fast}\"]],",
		"/data/toy.json:14: compile.steps[0][1]: {optional.fast} can only be a whole argument of a "
		"step, and must be known");
	check_broken(14, "  \"compile\": {\"steps\": [[\"/x\"]], \"attempt\": {\"doubt\": \"x\"},",
		     "/data/toy.json:14: compile.attempt.steps: missing");
}

TEST(broken_json_is_named_with_its_place)
{
	check_broken(2, "  \"name\": \"toy\"",
		     "/data/toy.json: broken JSON: expected ',' or '}', found '\"' (line 3, column 3)");
	check_broken(3, "  \"title\": NaN,",
		     "/data/toy.json: title: broken JSON: NaN is not a value (line 3, column 12)");
	check_broken(3, "  \"title\": \"Toy\", \"title\": \"Toy\",",
		     "/data/toy.json: title: the key is there twice (line 3, column 19)");
	check_broken(21, "",
		     "/data/toy.json: broken JSON: expected ',' or '}', found the end of the text (line 22, "
		     "column 1)");
}

TEST(a_missing_key_is_named)
{
	check_broken(2, "", "/data/toy.json:1: name: missing");
	check_broken(5, "", "/data/toy.json:1: extensions: missing");
	check_broken(8, "", "/data/toy.json:1: install: missing");
	check_broken(17, "", "/data/toy.json:1: run: missing");
	check_broken(17, "  \"run\": {},", "/data/toy.json:17: run.steps: missing");
	check_broken(9, "  \"version\": {\"argv\": [\"/x\"]},", "/data/toy.json:9: version.pattern: missing");
	check_broken(10, "  \"options\": {\"opt\": {\"choices\": [\"0\"]}},",
		     "/data/toy.json:10: options.opt.default: missing");
}

TEST(an_unknown_key_is_named_with_those_that_there_are)
{
	check_broken(16, "    \"memory\": {\"headMB\": 4}},",
		     "/data/toy.json:16: compile.memory.headMB: unknown key; there are overheadMB, "
		     "reserveMB, heapShare");
	check_broken(17, "  \"run\": {\"steps\": [[\"/x\"]], \"limits\": {\"timeout\": 1}},",
		     "/data/toy.json:17: run.limits: unknown key; there are steps, environment, memory, "
		     "warm");
	check_broken(15, "    \"limits\": {\"wall\": 2},",
		     "/data/toy.json:15: compile.limits.wall: unknown limit");
	check_broken(8, "  \"install\": \"x\", \"instal\": \"x\",",
		     "/data/toy.json:8: instal: unknown key; there are name, title, aliases, extensions, "
		     "tools, options, grammar, "
		     "variables, source, optional, install, version, environment, readable, prelude, "
		     "compile, run, "
		     "validate, "
		     "outOfMemory, "
		     "diagnostics, modules, packages, probes");
}

TEST(a_wrong_type_is_named)
{
	check_broken(2, "  \"name\": 3,", "/data/toy.json:2: name: must be a string, not a whole number");
	check_broken(3, "  \"title\": null,", "/data/toy.json:3: title: must be a string, not null");
	check_broken(4, "  \"aliases\": \"t\",", "/data/toy.json:4: aliases: must be a list, not a string");
	check_broken(7, "  \"tools\": [],", "/data/toy.json:7: tools: must be an object, not a list");
	check_broken(15, "    \"limits\": {\"memoryMB\": 1.5},",
		     "/data/toy.json:15: compile.limits.memoryMB: must be a whole number, not a number");
	check_broken(17, "  \"run\": {\"steps\": [\"{build}/main\"]},",
		     "/data/toy.json:17: run.steps[0]: must be a list, not a string");
	check_broken(17, "  \"run\": {\"steps\": [[\"/x\", 5]]},",
		     "/data/toy.json:17: run.steps[0][1]: must be a string, not a whole number");
	check_broken(
		19, "  \"diagnostics\": {\"pattern\": \"(?<line>)(?<message>)\", \"columnFromZero\": 1},",
		"/data/toy.json:19: diagnostics.columnFromZero: must be true or false, not a whole number");
}

TEST(a_file_that_is_no_object_is_refused)
{
	struct cx_language *lang = NULL;
	struct cx_error err = { 0 };
	CHECK_EQ_INT(cx_language_file_read("a.json", "[]", 2, &lang, &err), -1);
	CHECK_EQ_STR(err.msg, "a.json:1: must be an object, not a list");
	CHECK_EQ_INT(cx_language_file_read("a.json", "12", 2, &lang, &err), -1);
	CHECK_EQ_STR(err.msg, "a.json:1: must be an object, not a whole number");
	CHECK_EQ_INT(cx_language_file_read("a.json", "null", 4, &lang, &err), -1);
	CHECK_EQ_STR(err.msg, "a.json: must be an object, not null");
	CHECK_EQ_INT(cx_language_file_read("a.json", "", 0, &lang, &err), -1);
	CHECK_CONTAINS(err.msg, "a.json: broken JSON: expected a value");
}

TEST(an_unknown_placeholder_is_named)
{
	check_broken(6, "  \"source\": \"{var.klass}.toy\",",
		     "/data/toy.json:6: source: unknown placeholder {var.klass}");
	check_broken(6, "  \"source\": \"{work}.toy\",",
		     "/data/toy.json:6: source: {work} has no meaning here");
	check_broken(9, "  \"version\": {\"argv\": [\"{tool.toy}\", \"{source}\"], \"pattern\": \"(x)\"},",
		     "/data/toy.json:9: version.argv[1]: {source} has no meaning here");
	check_broken(12, "  \"environment\": {\"A\": \"{temp}\"},",
		     "/data/toy.json:12: environment.A: unknown placeholder {temp}");
	check_broken(14, "  \"compile\": {\"steps\": [[\"{tool.toi}\"]],",
		     "/data/toy.json:14: compile.steps[0][0]: unknown placeholder {tool.toi}");
	check_broken(14, "  \"compile\": {\"steps\": [[\"/x\", \"-O{option.level}\"]],",
		     "/data/toy.json:14: compile.steps[0][1]: unknown placeholder {option.level}");
	check_broken(
		14, "  \"compile\": {\"steps\": [[\"/x\", \"a{sources}\"]],",
		"/data/toy.json:14: compile.steps[0][1]: {sources} can only be a whole argument of a step");
	check_broken(
		14, "  \"compile\": {\"steps\": [[\"/x\", \"a{work\"]],",
		"/data/toy.json:14: compile.steps[0][1]: a placeholder does not end; write {{ for a brace");
	check_broken(17, "  \"run\": {\"steps\": [[\"/x\", \"{}\"]]},",
		     "/data/toy.json:17: run.steps[0][1]: unknown placeholder {}");
}

TEST(a_bad_pattern_is_named_with_its_place)
{
	check_broken(
		9, "  \"version\": {\"argv\": [\"/x\"], \"pattern\": \"(a\"},",
		"/data/toy.json:9: version.pattern: bad pattern at character 3: missing closing parenthesis");
	check_broken(9, "  \"version\": {\"argv\": [\"/x\"], \"pattern\": \"a\"},",
		     "/data/toy.json:9: version.pattern: must have a group: the version");
	check_broken(18, "  \"outOfMemory\": [{\"stderr\": \"x\"}, {\"stderr\": \"*\"}],",
		     "/data/toy.json:18: outOfMemory[1].stderr: bad pattern at character 1: quantifier does "
		     "not follow a "
		     "repeatable item");
	check_broken(19, "  \"diagnostics\": {\"pattern\": \"(?<line>x)\"},",
		     "/data/toy.json:19: diagnostics.pattern: must have the groups 'line' and 'message'");
}

TEST(options_and_variables_are_checked)
{
	check_broken(10, "  \"options\": {\"opt\": {\"default\": \"2\", \"choices\": [\"0\", \"1\"]}},",
		     "/data/toy.json:10: options.opt.default: '2' is not among the choices");
	check_broken(10, "  \"options\": {\"opt\": {\"default\": \"0\", \"choices\": [\"0\", \"0\"]}},",
		     "/data/toy.json:10: options.opt.choices[1]: '0' is there twice");
	check_broken(10, "  \"options\": {\"opt\": {\"default\": \"0\", \"choices\": []}},",
		     "/data/toy.json:10: options.opt.choices: must not be empty");
	check_broken(10, "  \"options\": {\"op t\": {\"default\": \"0\", \"choices\": [\"0\"]}},",
		     "/data/toy.json:10: options.op t: is no name: letters and digits");
	check_broken(11,
		     "  \"variables\": {\"class\": {\"patterns\": [{\"match\": \"x\", \"value\": \"{1}\"}], "
		     "\"default\": \"M\"}},",
		     "/data/toy.json:11: variables.class.patterns[0].value: the pattern has no group {1}");
	check_broken(11,
		     "  \"variables\": {\"class\": {\"patterns\": [{\"match\": \"x\", \"value\": \"{x}\"}], "
		     "\"default\": \"M\"}},",
		     "/data/toy.json:11: variables.class.patterns[0].value: unknown placeholder {x}");
	check_broken(
		11, "  \"variables\": {\"class\": {\"patterns\": [{\"match\": \"x\"}], \"default\": \"M\"}},",
		"/data/toy.json:11: variables.class.patterns[0].value: missing");
}

TEST(names_and_paths_are_checked)
{
	check_broken(2, "  \"name\": \"Toy\",", "/data/toy.json:2: name: must be small letters and digits");
	check_broken(2, "  \"name\": \"1toy\",", "/data/toy.json:2: name: must be small letters and digits");
	check_broken(3, "  \"title\": \"\",", "/data/toy.json:3: title: must not be empty");
	check_broken(3, "  \"title\": \"a\\u0000b\",", "/data/toy.json:3: title: must not contain NUL");
	check_broken(4, "  \"aliases\": [\"t\", \"toy\"],",
		     "/data/toy.json:4: aliases[1]: 'toy' is there twice");
	check_broken(4, "  \"aliases\": [\"t\", \"t\"],", "/data/toy.json:4: aliases[1]: 't' is there twice");
	check_broken(4, "  \"aliases\": [\"T\"],",
		     "/data/toy.json:4: aliases[0]: must be small letters, digits, '+', '#', '.' and '-'");
	check_broken(5, "  \"extensions\": [\"toy\"],",
		     "/data/toy.json:5: extensions: 'toy' must be a dot and letters");
	check_broken(5, "  \"extensions\": [\".toy\", \".toy\"],",
		     "/data/toy.json:5: extensions[1]: '.toy' is there twice");
	check_broken(6, "  \"source\": \"../main.toy\",",
		     "/data/toy.json:6: source: must be a name without '/'");
	check_broken(7, "  \"tools\": {\"toy\": [\"toy\"]},",
		     "/data/toy.json:7: tools.toy[0]: must begin with '/' or {data}/");
	check_broken(7, "  \"tools\": {\"toy\": []},", "/data/toy.json:7: tools.toy: must not be empty");
	check_broken(12, "  \"environment\": {\"A=B\": \"\"},",
		     "/data/toy.json:12: environment.A=B: is no name of an environment variable");
}

TEST(stages_are_checked)
{
	check_broken(14, "  \"compile\": {\"steps\": [],",
		     "/data/toy.json:14: compile.steps: must not be empty");
	check_broken(14, "  \"compile\": {\"steps\": [[]],",
		     "/data/toy.json:14: compile.steps[0]: must not be empty");
	check_broken(
		17, "  \"run\": {\"steps\": [[\"toy\"]]},",
		"/data/toy.json:17: run.steps[0]: must begin with a whole path or {tool.NAME}, not 'toy'");
	check_broken(17, "  \"run\": {\"steps\": [[\"/x\"], [\"/y\"]]},",
		     "/data/toy.json:17: run.steps: a run has one step, not 2");
	check_broken(15, "    \"limits\": {\"timeout\": 0},",
		     "/data/toy.json:15: compile.limits.timeout: must be from 0.1 to 600");
	check_broken(15, "    \"limits\": {\"processes\": 0},",
		     "/data/toy.json:15: compile.limits.processes: must be from 1 to 65536");
	check_broken(16, "    \"memory\": {\"heapShare\": 1.5}},",
		     "/data/toy.json:16: compile.memory.heapShare: must be from 0.05 to 1");
	check_broken(18, "  \"outOfMemory\": [{}],", "/data/toy.json:18: outOfMemory[0]: must not be empty");
	check_broken(18, "  \"outOfMemory\": [{\"signal\": \"ABRT\"}],",
		     "/data/toy.json:18: outOfMemory[0].signal: 'ABRT' is no signal");
	check_broken(18, "  \"outOfMemory\": [{\"exitCode\": 0}],",
		     "/data/toy.json:18: outOfMemory[0].exitCode: must be from 1 to 255");
	check_broken(19,
		     "  \"diagnostics\": {\"pattern\": \"(?<line>)(?<message>)\", \"columnUnit\": \"char\"},",
		     "/data/toy.json:19: diagnostics.columnUnit: must be codepoint, byte or utf16");
	check_broken(
		19,
		"  \"diagnostics\": {\"pattern\": \"(?<line>)(?<message>)\", \"defaultSeverity\": \"note\"},",
		"/data/toy.json:19: diagnostics.defaultSeverity: must be error or warning");
}

TEST(something_must_be_able_to_check_a_program)
{
	static const char text[] =
		"{\"name\": \"a\", \"title\": \"A\", \"extensions\": [\".a\"], \"source\": \"m.a\",\n"
		"\"tools\": {\"a\": [\"/a\"]}, \"install\": \"x\",\n"
		"\"version\": {\"argv\": [\"/a\"], \"pattern\": \"(a)\"},\n"
		"\"run\": {\"steps\": [[\"/a\"]]}}";
	struct cx_language *lang = NULL;
	struct cx_error err = { 0 };
	CHECK_EQ_INT(cx_language_file_read("a.json", text, strlen(text), &lang, &err), -1);
	CHECK_EQ_STR(err.msg, "a.json:1: validate: missing, and there is no compile stage to check with");
}

int main(void)
{
	RUN(a_good_file_is_read_whole);
	RUN(stages_limits_and_memory_are_read);
	RUN(faster_ways_are_read);
	RUN(mistakes_in_faster_ways_are_named);
	RUN(broken_json_is_named_with_its_place);
	RUN(a_missing_key_is_named);
	RUN(an_unknown_key_is_named_with_those_that_there_are);
	RUN(a_wrong_type_is_named);
	RUN(a_file_that_is_no_object_is_refused);
	RUN(an_unknown_placeholder_is_named);
	RUN(a_bad_pattern_is_named_with_its_place);
	RUN(options_and_variables_are_checked);
	RUN(names_and_paths_are_checked);
	RUN(stages_are_checked);
	RUN(something_must_be_able_to_check_a_program);
	return check_done();
}
