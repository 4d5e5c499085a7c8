// tries: have another program started in place of the loader
// allowed: runtime_error success compile_error
asm(".section .interp, \"a\"\n.string \"/bin/sh\"\n.text\n");
int main() { return 1; }
