// tries: flood the compiler's messages
// allowed: compile_error
// seconds: 60
#define E undeclared + undeclared2 + undeclared3;
#define F E E E E E E E E E E E E E E E E
#define G F F F F F F F F F F F F F F F F
#define H G G G G G G G G G G G G G G G G
void f() { H H H H }
int main() {}
