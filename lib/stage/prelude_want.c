/* Notes of what was missed: a few files that overwrite each other, so that no request can make more of them. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/fd.h"
#include "stage/prelude_shelf.h"

enum { NOTES = 64, ENOUGH_TIMES = 2 };

static void name_note(unsigned number, char ret[static 16])
{
	snprintf(ret, 16, "%u.wanted", number % NOTES);
}

/*
 *   HEX TIMES LANGUAGE
 *   OPTION=VALUE …
 *   (an empty line)
 *   NAME …
 */
static int write_note(const struct cx_job *job, const struct cx_prelude *prelude, unsigned times,
		      struct cx_buffer *into)
{
	const struct cx_language *lang = job->lang;
	int r = cx_buffer_printf(into, "%s %u %s\n", prelude->whole, times, lang->name);
	for (size_t i = 0; i < lang->options_len; i++) {
		const struct cx_option_rule *option = &lang->options[i];
		for (size_t k = 0; k < option->choices_len; k++)
			if (!strcmp(option->choices[k].text, job->option_values.items[i])) {
				r |= cx_buffer_printf(into, "%s=%s\n", option->name,
						      option->choices[k].value);
				break;
			}
	}
	r |= cx_buffer_puts(into, "\n");
	for (size_t i = 0; i < prelude->names.len; i++)
		r |= cx_buffer_printf(into, "%s\n", prelude->names.items[i]);
	return r;
}

void cx_prelude_want(const struct cx_job *job, const struct cx_prelude *prelude)
{
	char name[16], there[CX_HASH_HEX + 16] = "";
	cleanup_buffer struct cx_buffer note = { 0 };
	if (!prelude->names.len || !strcmp(prelude->whole, prelude->usable))
		return;
	cleanup_fd int shelf_fd = cx_prelude_open_shelf(job->host);
	if (shelf_fd < 0)
		return;
	snprintf(there, sizeof(there), "%s.failed", prelude->whole);
	if (faccessat(shelf_fd, there, F_OK, 0) == 0)
		return;
	name_note((unsigned)strtoul((char[]){ prelude->whole[0], prelude->whole[1], 0 }, NULL, 16), name);
	cleanup_fd int fd = openat(shelf_fd, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0)
		return;
	ssize_t len = pread(fd, there, sizeof(there) - 1, 0);
	there[len > 0 ? len : 0] = '\0';
	unsigned times = 0;
	if (!strncmp(there, prelude->whole, CX_HASH_HEX - 1))
		times = (unsigned)strtoul(there + CX_HASH_HEX - 1, NULL, 10);
	/* Said often enough: nothing is to be written any more. */
	if (times >= ENOUGH_TIMES || write_note(job, prelude, times + 1, &note) < 0)
		return;
	if (ftruncate(fd, 0) == 0)
		(void)!pwrite(fd, note.data, note.len, 0);
}

/* ---- reading them ---- */

static char *take_line(char **at)
{
	char *line = *at, *end = strchr(line, '\n');
	if (!end)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line;
}

/* False: it is not whole, or of another language or version of its data. */
static bool read_note(struct cx_prelude_note *note, const struct cx_language *lang)
{
	char *at = note->text, *line = take_line(&at), *equals;
	if (!line || sscanf(line, "%*64s %u %47s", &note->times, note->language) != 2 ||
	    strcmp(note->language, lang->name) || note->times < ENOUGH_TIMES)
		return false;
	while ((line = take_line(&at)) && (equals = strchr(line, '='))) {
		*equals = '\0';
		if (note->options_len == sizeof(note->options) / sizeof(note->options[0]))
			return false;
		note->options[note->options_len++] = (struct cx_option){ line, equals + 1 };
	}
	while (line && (line = take_line(&at)))
		if (!cx_strings_contain(&lang->prelude.names, line) || cx_strings_add(&note->names, line) < 0)
			return false;
	return note->names.len > 0;
}

bool cx_prelude_next_note(int shelf_fd, const struct cx_language *lang, unsigned *at,
			  struct cx_prelude_note *ret)
{
	while (*at < NOTES) {
		*ret = (struct cx_prelude_note){ 0 };
		name_note((*at)++, ret->file);
		if (cx_read_text(shelf_fd, ret->file, ret->text, sizeof(ret->text)) <= 0)
			continue;
		if (read_note(ret, lang))
			return true;
		cx_strings_done(&ret->names);
	}
	return false;
}
