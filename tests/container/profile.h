/* The system calls that an engine's default profile leaves to a container. */
#ifndef CX_TESTS_PROFILE_H
#define CX_TESTS_PROFILE_H

/* Load the filter without no_new_privs, as engines do: needs CAP_SYS_ADMIN. Exits on failure. */
void profile_load(void);

/* Print "container-sim: WHAT: strerror" and exit with 125, the engines' own "I failed". */
__attribute__((noreturn)) void die(const char *what);

#endif
