// tries: start threads without end
// allowed: success runtime_error timeout memory_limit output_limit
// seconds: 60
public class Main {
	public static void main(String[] args) {
		for (;;)
			try {
				new Thread(() -> { for (;;) try { Thread.sleep(1000000); } catch (InterruptedException e) { } }).start();
			} catch (OutOfMemoryError e) { }
	}
}
