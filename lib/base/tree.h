/*
 * Directories that a guest has written to: emptied and measured without ever following one of its names.
 * Every step is relative to an open directory, refuses symlinks, and bears what a hostile guest may leave:
 * trees thousands of levels deep, unreadable directories, millions of files.
 */
#ifndef CX_BASE_TREE_H
#define CX_BASE_TREE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Remove all that is in the directory, but not itself. Nothing may be changing it meanwhile.
 * 0, or -1 with the errno of the first thing that could not be removed.
 */
int cx_tree_empty(int dir_fd);

struct cx_tree_size {
	uint64_t bytes;	       /* allocated; at least CX_TREE_INODE_BYTES for each name */
	uint64_t largest_file; /* longest regular file, in bytes */
	bool too_deep;	       /* something lies deeper than CX_TREE_MAX_DEPTH and was not counted */
};

enum {
	CX_TREE_INODE_BYTES = 4096, /* what a name costs at least, so that empty files are not free */
	CX_TREE_MAX_DEPTH = 64,
};

/*
 * Add up what lies below, while a guest may be changing it: names that vanish are passed over.
 * Stops as soon as `bytes` is over `enough`.
 */
void cx_tree_measure(int dir_fd, uint64_t enough, struct cx_tree_size *size);

#endif
