// tries: make the compiler take memory without end
// allowed: compile_error
// seconds: 70
#include <vector>
constexpr int eat() { std::vector<std::vector<long>> v; for (int i = 0; i < 1000000; i++) v.push_back(std::vector<long>(10000)); return v.size(); }
constexpr int value = eat();
int main() { return value; }
