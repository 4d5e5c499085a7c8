/* The other end: what a program with a runtime in it calls when it is ready. */
#ifndef CX_WARM_SERVE_H
#define CX_WARM_SERVE_H

#include "sandbox/spawn.h"

/*
 * Make guardians as the worker at descriptor 3 orders, until it hangs up. The process must have one thread.
 * @agent  lives in the guests that they fork. Its `tid` is filled here.
 */
_Noreturn void cx_warm_serve(struct cx_agent *agent);

#endif
