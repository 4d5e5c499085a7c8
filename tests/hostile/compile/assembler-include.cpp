// tries: have the assembler include a file of the host
// allowed: compile_error
// forbidden: root:
asm(".include \"/etc/shadow\"");
int main() {}
