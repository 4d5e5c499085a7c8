// tries: have the preprocessor embed a file of the host
// allowed: compile_error success
// forbidden: root:
#include <cstdio>
static const unsigned char data[] = {
#if __has_embed("/etc/shadow")
#embed "/etc/shadow"
#endif
	0
};
int main() { puts((const char *)data); }
