// tries: include what nobody writes to
// allowed: success
// because: what it reads is empty and has ended, so that there is nothing to wait for
// seconds: 60
#include "/dev/stdin"
#include "/proc/self/fd/0"
int main() {}
