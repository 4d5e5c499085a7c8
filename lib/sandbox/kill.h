/* The end of everything that a run started, however fast it forks. */
#ifndef CX_SANDBOX_KILL_H
#define CX_SANDBOX_KILL_H

#include <sys/types.h>

/*
 * SIGKILL to every process of a uid, in one pass over the kernel's task list that no fork can outrun.
 * The signal is sent by a child whose effective uid is `uid` while its real and saved uids are `killer_uid`, under
 * which nothing else runs, so that the victims may not signal it back. Needs CAP_SETUID. 0, or -1 with errno.
 */
int cx_kill_uid(uid_t uid, uid_t killer_uid);

#endif
