// tries: read a file of root's through the compiler's messages
// allowed: compile_error
// forbidden: root:
#include "/etc/shadow"
int main() {}
