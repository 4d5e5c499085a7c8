// tries: outlive a SIGKILL on codex-run in the compiler
// kill: 0.4
// seconds: 30
template <int N, int M> struct S { static const int value = S<N - 1, M>::value + S<N - 1, M + 1>::value; };
template <int M> struct S<0, M> { static const int value = M; };
int main() { return S<400, 1>::value; }
