// tries: have a program made that is larger than the disk may be
// allowed: compile_error
// limit: fileSize
// seconds: 60
char huge[1L << 32] = { 1 };
int main() {}
