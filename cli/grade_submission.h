/* What somebody handed in: a file, or a folder of files. */
#ifndef CODEX_CLI_GRADE_SUBMISSION_H
#define CODEX_CLI_GRADE_SUBMISSION_H

#include "codex/language.h"
#include "codex/request.h"

/* Sources and language, by their names. @language NULL: the ending tells. Release with grade_submission_done(). */
struct grade_submission {
	char *language;
	struct cx_file *files;
	size_t files_len;
	size_t main_file;
};

int grade_submission_read(const char *path, const char *language, const struct cx_languages *languages,
			  struct grade_submission *ret, struct cx_error *err);
void grade_submission_done(struct grade_submission *submission);

#endif
