/* codex-run doctor --self-test and --policy. */
#ifndef CODEX_CLI_DOCTOR_MORE_H
#define CODEX_CLI_DOCTOR_MORE_H

#include "listing.h"

extern const struct listing doctor_self_test;
extern const struct listing doctor_policy;

#endif
