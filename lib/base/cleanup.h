/* Resources that end with their scope; a pointer or descriptor that outlives it is stolen. */
#ifndef CX_BASE_CLEANUP_H
#define CX_BASE_CLEANUP_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define cleanup_free __attribute__((cleanup(cx_freep)))
#define cleanup_fd   __attribute__((cleanup(cx_closep)))
#define cleanup_file __attribute__((cleanup(cx_fclosep)))
#define cleanup_dir  __attribute__((cleanup(cx_closedirp)))

static inline void cx_freep(void *pointer)
{
	free(*(void **)pointer);
}

static inline void cx_closep(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void cx_fclosep(FILE **file)
{
	if (*file)
		fclose(*file);
}

static inline void cx_closedirp(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

static inline int steal_fd(int *fd)
{
	int taken = *fd;
	*fd = -1;
	return taken;
}

static inline void *cx_steal(void *pointer)
{
	void *taken = *(void **)pointer;
	*(void **)pointer = NULL;
	return taken;
}
#define steal_pointer(pointer) ((__typeof__(*(pointer)))cx_steal(pointer))

/* Close and forget, so that closing twice is harmless. */
static inline void cx_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

#endif
