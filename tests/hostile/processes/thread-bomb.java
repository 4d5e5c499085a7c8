// tries: start threads without end
// allowed: runtime_error timeout output_limit
// because: the JVM warns of each refused thread on stdout, up to the limit of output; a refused one may end it
// seconds: 60
public class Main {
	public static void main(String[] args) {
		for (;;)
			try {
				new Thread(() -> { for (;;) try { Thread.sleep(1000000); } catch (InterruptedException e) { } }).start();
			} catch (OutOfMemoryError e) { }
	}
}
