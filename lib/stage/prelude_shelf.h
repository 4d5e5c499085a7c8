/* What the files of the preludes share. Private to prelude*.c. */
#ifndef CX_STAGE_PRELUDE_SHELF_H
#define CX_STAGE_PRELUDE_SHELF_H

#include "stage/prelude.h"

enum { CX_PRELUDE_MAX_NAMES = 40, CX_PRELUDE_MAX_COMMON = 32 };

/* STATE/preludes; -1 when there is none. */
int cx_prelude_open_shelf(const struct cx_host *host);

/* The name of what is made of the first `len` names. *ret_known: false when something of it cannot be told. */
int cx_prelude_key(const struct cx_job *job, const struct cx_strings *names, size_t len,
		   char ret_hex[static CX_HASH_HEX], bool *ret_known, struct cx_error *err);

/* What was wanted, as a note says it. */
struct cx_prelude_note {
	char file[16]; /* its name on the shelf */
	unsigned times;
	char language[48];
	struct cx_option options[16]; /* pointers into text */
	size_t options_len;
	struct cx_strings names; /* all of them known to the language */
	char text[4096];
};

/* The next note of this language that was made at least twice; *at begins with 0. False: there is none. */
bool cx_prelude_next_note(int shelf_fd, const struct cx_language *lang, unsigned *at,
			  struct cx_prelude_note *ret);

/* The shelf while we make something for it. */
struct cx_prelude_shelf {
	int fd;
	uint64_t most; /* bytes of all that lies there */
	char common[CX_PRELUDE_MAX_COMMON][CX_HASH_HEX];
	size_t common_len;
};

/* What was not used for longest makes room; but what is common does not for another such. False: it does not fit. */
bool cx_prelude_make_room(const struct cx_prelude_shelf *shelf, uint64_t bytes, bool for_common);

void cx_prelude_remove(int shelf_fd, const char *name);

#endif
