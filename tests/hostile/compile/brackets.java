// tries: exhaust the compiler's stack with brackets
// allowed: success compile_error
// seconds: 60
// request: {"files": [{"name": "B.java", "content": "class B { int x = ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))); }"}]}
public class Main { public static void main(String[] args) { } }
