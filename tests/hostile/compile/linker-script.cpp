// tries: have the linker read files of the host
// allowed: compile_error
// forbidden: root:
// request: {"files": [{"name": "x.cpp", "content": "INPUT(/etc/shadow)\n"}]}
int main() {}
