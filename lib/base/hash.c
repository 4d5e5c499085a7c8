#include "base/hash.h"

#include <stdio.h>

void cx_hash_start(struct cx_hash *hash)
{
	sha256_init(&hash->state);
}

void cx_hash_add(struct cx_hash *hash, const void *data, size_t len)
{
	sha256_update(&hash->state, len, data);
}

void cx_hash_add_field(struct cx_hash *hash, const void *data, size_t len)
{
	uint64_t length = len;
	cx_hash_add(hash, &length, sizeof(length));
	cx_hash_add(hash, data, len);
}

void cx_hash_end(struct cx_hash *hash, uint8_t ret[static CX_HASH_BYTES])
{
	sha256_digest(&hash->state, CX_HASH_BYTES, ret);
}

void cx_hash_hex(const uint8_t digest[static CX_HASH_BYTES], char ret[static CX_HASH_HEX])
{
	for (int i = 0; i < CX_HASH_BYTES; i++)
		snprintf(ret + 2 * i, 3, "%02x", digest[i]);
}
