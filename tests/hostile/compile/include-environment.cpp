// tries: read our environment through the compiler's messages
// allowed: compile_error
// forbidden: secret-of-the-host
#include "/proc/1/environ"
#include "/proc/self/environ"
int main() {}
