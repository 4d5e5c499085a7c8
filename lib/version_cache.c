#include "version_cache.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/fd.h"

/* One line that changes whenever a tool does. */
static int append_key(struct cx_buffer *key, const struct cx_language *lang)
{
	for (size_t i = 0; i < lang->tools_len; i++) {
		struct stat st;
		if (!lang->tools[i].path || stat(lang->tools[i].path, &st) < 0)
			return -1;
		if (cx_buffer_printf(key, "%s:%llx:%llx:%llx:%llx.%lx ", lang->tools[i].path,
				     (unsigned long long)st.st_dev, (unsigned long long)st.st_ino,
				     (unsigned long long)st.st_size, (unsigned long long)st.st_ctim.tv_sec,
				     (unsigned long)st.st_ctim.tv_nsec) < 0)
			return -1;
	}
	return cx_buffer_append(key, "\n", 1);
}

char *cx_version_cache_get(const struct cx_state *state, const struct cx_language *lang)
{
	char path[128], text[4096];
	cleanup_buffer struct cx_buffer key = { 0 };
	snprintf(path, sizeof(path), "versions/%s", lang->name);
	if (append_key(&key, lang) < 0 || cx_read_text(state->dir_fd, path, text, sizeof(text)) <= 0)
		return NULL;
	char *newline = strchr(text + (strncmp(text, key.data, key.len) ? strlen(text) : key.len), '\n');
	return newline ? strndup(text + key.len, (size_t)(newline - text) - key.len) : NULL;
}

void cx_version_cache_put(const struct cx_state *state, const struct cx_language *lang, const char *version)
{
	char path[128], part[160];
	cleanup_buffer struct cx_buffer entry = { 0 };
	if (append_key(&entry, lang) < 0 || cx_buffer_printf(&entry, "%s\n", version) < 0)
		return;
	mkdirat(state->dir_fd, "versions", 0700);
	/* Written aside and renamed: a reader sees a whole entry or none. */
	snprintf(path, sizeof(path), "versions/%s", lang->name);
	snprintf(part, sizeof(part), "%s.%d", path, (int)getpid());
	cleanup_fd int fd =
		openat(state->dir_fd, part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	if (cx_write_all(fd, entry.data, entry.len) < 0 ||
	    renameat(state->dir_fd, part, state->dir_fd, path) < 0)
		unlinkat(state->dir_fd, part, 0);
}
