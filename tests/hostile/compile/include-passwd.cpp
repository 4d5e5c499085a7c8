// tries: read a file of the host through the compiler's messages
// allowed: compile_error
// forbidden: root:
// except: root-with-uid-alone
// fast
#include "/etc/passwd"
int main() {}
