// Limits are the run's, not those of what has waited.
// cases: spin sleep threads
// timeout: 1
public class Limits {
    public static void main(String[] args) throws Exception {
        if (args[0].equals("threads")) {
            for (int i = 0; i < 3; i++) {
                new Thread(() -> { for (;;) { } }).start();
            }
        }
        if (args[0].equals("spin")) {
            for (;;) { }
        }
        Thread.sleep(60000);
    }
}
