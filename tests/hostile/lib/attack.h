/* What every attack in C and C++ shares. */
#ifndef ATTACK_H
#define ATTACK_H
#ifdef __cplusplus
#include <initializer_list>
#endif
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* The attack got what it wanted. */
static inline void worked(const char *what)
{
	dprintf(1, "%s%s %s\n", "ATTACK", "-WORKED", what);
}

static inline void touch(char *at, size_t len)
{
	for (size_t i = 0; i < len; i += 4096)
		at[i] = 1;
}
#endif
