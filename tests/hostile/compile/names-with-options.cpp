// tries: pass options to the compiler by the names of files
// allowed: compile_error success runtime_error invalid_request
// request: {"files": [{"name": "-fplugin=x.cpp", "content": "int x;\n"}, {"name": "@args.cpp", "content": "int y;\n"}]}
int main() {}
