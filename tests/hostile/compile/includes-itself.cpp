// tries: include itself without end
// allowed: compile_error
// seconds: 60
#include __FILE__
#include __FILE__
int main() {}
