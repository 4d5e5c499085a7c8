/*
 * What a tool says, whatever it is: as text and as JSON it becomes an answer that is bounded, valid UTF-8, and points
 * into the program. The first byte chooses the reader and the unit of columns.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "codec/language_file.h"
#include "diagnostics/diagnostics.h"
#include "diagnostics/modules.h"
#include "diagnostics/origin.h"

#define HEAD                                                                                                 \
	"{\"name\": \"toy\", \"title\": \"Toy\", \"extensions\": [\".toy\"], \"source\": \"main.toy\", "     \
	"\"tools\": {\"sh\": [\"/bin/sh\"]}, \"install\": \"x\", \"version\": {\"argv\": [\"/x\"], "         \
	"\"pattern\": \"(.)\"}, \"run\": {\"steps\": [[\"/x\"]]}, \"validate\": {\"steps\": [[\"/x\"]]}, "   \
	"\"modules\": {\"separator\": \".\", \"pattern\": \"^read (?<name>.*)$\", \"locate\": [\"{name}\", " \
	"\"{last}\"], "                                                                                      \
	"\"rules\": [{\"names\": [\"a\", \"net\"], \"policy\": \"warn\", \"reason\": \"r\"}]}, "             \
	"\"diagnostics\": {"

#define ORIGIN                                                            \
	", \"origin\": {\"tell\": {\"steps\": [[\"/x\"]]}, \"pattern\": " \
	"\"^(?<file>[^:\\\\n]+):(?<line>\\\\d+):(?<column>\\\\d+): from\\\\n(?<at>[^\\\\n]+:\\\\d+):\"}}}"

static const char *const languages[] = {
	HEAD
	"\"pattern\": \"^(?<file>[^:\\\\n]+):(?<line>\\\\d+):(?:(?<column>\\\\d+):)? (?<severity>\\\\w+): "
	"(?<message>[^\\\\n]*)$\", \"columnUnit\": \"byte\", \"tabWidth\": 8, \"warningCode\": \"^W\"" ORIGIN,
	HEAD "\"pattern\": \"^(?<line>\\\\d+): (?<message>.*)\\\\n.*\\\\n(?<caret>[ \\\\t]*)\\\\^\", "
	     "\"columnUnit\": \"utf16\"" ORIGIN,
	HEAD "\"fields\": {\"file\": \"f\", \"line\": \"l\", \"column\": \"c\", \"endLine\": \"m\", "
	     "\"endColumn\": \"d\", "
	     "\"detail\": \"x\", \"severity\": \"s\", \"code\": \"o\", \"message\": \"t\"}, "
	     "\"places\": [\"p.?m\", \"p.*\", \"k.*.p.*\", \"0.1\"], \"endInclusive\": true, \"columnUnit\": "
	     "\"utf16\"" ORIGIN,
	HEAD "\"fields\": {\"file\": \"f\", \"line\": \"l\", \"column\": \"c\", \"message\": \"t\", "
	     "\"severity\": \"s\"}, "
	     "\"columnFromZero\": true, \"columnUnit\": \"byte\"" ORIGIN,
};
enum { LANGUAGES = sizeof(languages) / sizeof(languages[0]) };

static const char source[] = "a\n\té😀 net.x\n\nlast line without an end";

static void check(const struct cx_validation *val)
{
	if (val->len > CX_MAX_DIAGNOSTICS)
		abort();
	for (size_t i = 0; i < val->len; i++) {
		const struct cx_diagnostic *item = &val->items[i];
		if (!item->message || !cx_utf8_valid(item->message, strlen(item->message)) ||
		    strchr(item->message, '\n') || strlen(item->message) > 2 * CX_MAX_MESSAGE)
			abort();
		if ((item->column && !item->line) || item->column > 40 || item->end_column > 40 ||
		    (item->end_line && item->end_line < item->line))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct cx_language *known[LANGUAGES];
	struct cx_error err = { 0 };
	if (size == 0)
		return 0;
	size_t index = data[0] % LANGUAGES;
	if (!known[index] && cx_language_file_read("/data/toy.json", languages[index],
						   strlen(languages[index]), &known[index], &err) < 0)
		abort();
	struct cx_file file = { .content = { (char *)source, sizeof(source) - 1 } };
	struct cx_request req = { .files = &file, .files_len = 1 };
	const struct cx_reading how = {
		.lang = known[index],
		.req = &req,
		.main_name = "main.toy",
		.paths = { "/work", "/build", "/tmp", "/languages" },
	};
	struct cx_bytes said = cx_bytes_copy(data + 1, size - 1);
	struct cx_validation val = { 0 };
	struct cx_module_uses uses = { 0 };
	char *line = NULL;
	bool cut;
	if (cx_diagnostics_read(&how, &said, &val, &uses, &cut, &err) < 0 ||
	    cx_origin_read(&how, &said, &val, &err) < 0 ||
	    cx_diagnostics_first_line(&how, &said, &line, &err) < 0)
		abort();
	check(&val);
	free(line);
	cx_module_uses_done(&uses);
	cx_validation_done(&val);
	cx_bytes_done(&said);
	return 0;
}
