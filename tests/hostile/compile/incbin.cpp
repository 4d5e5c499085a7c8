// tries: put a file of the host into its program
// allowed: compile_error
// forbidden: root:
// except: root-with-uid-alone
// fast
#include <cstdio>
asm(".data\nbegin: .incbin \"/etc/passwd\"\n.byte 0\n");
extern char begin[] asm("begin");
int main() { puts(begin); }
