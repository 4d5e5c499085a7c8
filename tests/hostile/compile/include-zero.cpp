// tries: include a file without end
// allowed: compile_error
// seconds: 60
#include "/dev/zero"
int main() {}
