// tries: make the compiler infer types without end
// allowed: success compile_error
// seconds: 60
public class Main {
	static <T> T id(T t) { return t; }
	interface F<A, B> { B f(A a); }
	static <A> F<A, F<A, A>> k() { return a -> b -> a; }
	public static void main(String[] args) {
		var x = id(id(id(id(id(id(id(id(id(id(id(id(id(id(id(id(k()))))))))))))))));
	}
}
