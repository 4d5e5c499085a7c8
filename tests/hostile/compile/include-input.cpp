// tries: include what nobody writes to
// allowed: compile_error success
// because: where there is such a name it is an empty file
// seconds: 60
#include "/dev/stdin"
#include "/proc/self/fd/0"
int main() {}
