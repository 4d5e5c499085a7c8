/* The bytes of one language file -> struct cx_language; docs/language-format.md has the format. */
#ifndef CX_CODEC_LANGUAGE_FILE_H
#define CX_CODEC_LANGUAGE_FILE_H

#include "language/language.h"

/**
 * @path  of the file: for messages, and for {data}
 * @ret   released with cx_language_free(); its tools are not looked for yet
 * @return 0, or -1 with CX_EINPUT "FILE:LINE: KEY: what is wrong", or CX_EINTERNAL
 */
int cx_language_file_read(const char *path, const char *json, size_t len, struct cx_language **ret,
			  struct cx_error *err);

#endif
