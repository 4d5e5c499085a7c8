// tries: include a device
// allowed: compile_error
// seconds: 60
#include "/dev/random"
int main() {}
