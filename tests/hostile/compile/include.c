// tries: read files of the host through the messages of the compiler
// allowed: compile_error
// forbidden: root:x
// except: root-with-uid-alone
// seconds: 40
#include "/etc/passwd"
int main(void) { return 0; }
