// tries: make the compiler compute without end
// allowed: compile_error
// seconds: 70
constexpr long spin() { long n = 0; for (long i = 0; i < 1000000000000; i++) n += i; return n; }
constexpr long value = spin();
int main() { return value; }
