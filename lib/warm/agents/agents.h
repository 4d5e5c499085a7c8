/* Parts of agents that stand apart. */
#ifndef CX_WARM_AGENTS_H
#define CX_WARM_AGENTS_H

#include <stdbool.h>
#include <sys/types.h>

/* Let /proc/self/cmdline, environ and comm say what a cold start's would. Best effort. */
void agent_show_command(char *const argv[], char *const environment[]);

/* In a child: end with its parent, whoever ends that. */
void agent_die_with(pid_t parent);

/*
 * Let what is in memory when the first fork comes be cheap to copy: lay it out before anything else is done, and gather
 * it when all is there. Best effort. The memory of a runtime's own allocator, in pieces of AGENT_PIECE, comes from
 * agent_take_piece() for that; NULL: there is no more.
 */
enum { AGENT_PIECE = 1 << 20 };
void agent_lay_out_memory(void);
void *agent_take_piece(void);
/* False: it is none of them. */
bool agent_give_piece(void *piece);
/* What is taken from now on is the guests', and stays where it is; the caller sees to it that the others are full. */
void agent_close_pieces(void);
bool agent_is_in_piece_of_guests(const void *block);
/* The same of malloc(3)'s heap, which is full then. */
void agent_close_heap(void);
void agent_gather_memory(void);

/*
 * The first write to a page that is shared with the parent costs several times what the copy alone does. So, before the
 * first fork: find out in a child which pages `use` writes to; and in each fork take copies of these at one go (Linux
 * 5.14), before there is a job. Best effort.
 */
void agent_learn_pages(void (*use)(void));
void agent_copy_pages(void);

/* ---- python_end.c: how a program ends; `known` are the names of the modules that are not its own, a set ---- */

struct _object;

/* The status of a program that ended by an exception; *ret_interrupted: by one that nobody has caught of SIGINT. */
int agent_python_end_by_exception(bool *ret_interrupted);

/* All that a program can see of its end. False: something that was written is lost. */
bool agent_python_wind_down(struct _object *known);

/* The same, and of the process. */
_Noreturn void agent_python_end(struct _object *known, int status, bool interrupted);

/* ---- python_inside.c: what Python does not give away in its public headers ---- */

/* Empty a module's dictionary as Python does at its end. */
void agent_python_clear_module(struct _object *module);

/* The functions of atexit; importing that module for it would take longer than they do. */
void agent_python_call_atexit(void);

/* From now on the interpreter is at its end: sys.is_finalizing(), and no other thread runs Python any more. */
void agent_python_set_finalizing(void);

#endif
