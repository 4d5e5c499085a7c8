// tries: start programs without end
// allowed: success runtime_error timeout memory_limit
// seconds: 60
public class Main {
	public static void main(String[] args) throws Exception {
		for (int i = 0; i < 100000; i++)
			try { new ProcessBuilder("/bin/sh", "-c", "while :; do sh -c : & done").start(); } catch (java.io.IOException e) { }
	}
}
