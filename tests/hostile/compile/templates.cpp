// tries: make the compiler instantiate templates without end
// allowed: compile_error
// seconds: 70
template <int N, int M> struct S { static const int value = S<N - 1, M>::value + S<N - 1, M + 1>::value; };
template <int M> struct S<0, M> { static const int value = M; };
int main() { return S<800, 1>::value; }
