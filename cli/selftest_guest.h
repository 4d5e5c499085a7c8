/* What codex-run does when it is the guest of its own self-test. */
#ifndef CODEX_CLI_SELFTEST_GUEST_H
#define CODEX_CLI_SELFTEST_GUEST_H

/* Try what argv[1] names, print "held" or what it got. The exit status. */
int selftest_guest(int argc, char **argv);

#endif
