// tries: include what nobody writes to
// allowed: compile_error success
// seconds: 60
#include "/dev/stdin"
#include "/proc/self/fd/0"
int main() {}
