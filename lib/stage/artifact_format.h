/* The file of an artifact. Private to artifact*.c. */
#ifndef CX_STAGE_ARTIFACT_FORMAT_H
#define CX_STAGE_ARTIFACT_FORMAT_H

#include <stdint.h>

#define CX_ARTIFACT_MAGIC "cxbuild1"

enum {
	CX_ARTIFACT_MAGIC_LEN = 8,
	CX_ARTIFACT_MAX_NAME = 1000,
	CX_ARTIFACT_MAX_ENTRIES = 20000,
	CX_ARTIFACT_MAX_SAID = 4 * 1024 * 1024,
};

/* More than any language may leave behind (compile.limits.diskMB). */
#define CX_ARTIFACT_MAX_BYTES (512ULL * 1024 * 1024)

enum cx_artifact_type {
	CX_ARTIFACT_SAID = 1, /* the first entry, without a name */
	CX_ARTIFACT_FOLDER,
	CX_ARTIFACT_FILE,
	CX_ARTIFACT_PROGRAM, /* a file that may be executed */
};

/* Followed by name_len bytes of name, without NUL, and by size bytes of content. */
struct cx_artifact_entry {
	uint32_t type;
	uint32_t name_len;
	uint64_t size;
};

#endif
