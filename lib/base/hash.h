/* SHA-256. */
#ifndef CX_BASE_HASH_H
#define CX_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <nettle/sha2.h>

enum { CX_HASH_BYTES = 32, CX_HASH_HEX = 2 * CX_HASH_BYTES + 1 };

struct cx_hash {
	struct sha256_ctx state;
};

void cx_hash_start(struct cx_hash *hash);
void cx_hash_add(struct cx_hash *hash, const void *data, size_t len);

/* Length first, so that two fields never read as one: "ab" + "c" is not "a" + "bc". */
void cx_hash_add_field(struct cx_hash *hash, const void *data, size_t len);

static inline void cx_hash_add_text(struct cx_hash *hash, const char *text)
{
	cx_hash_add_field(hash, text, strlen(text));
}

void cx_hash_end(struct cx_hash *hash, uint8_t ret[static CX_HASH_BYTES]);
void cx_hash_hex(const uint8_t digest[static CX_HASH_BYTES], char ret[static CX_HASH_HEX]);

#endif
