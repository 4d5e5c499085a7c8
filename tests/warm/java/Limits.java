// request: {"cases": ["spin", "sleep"], "timeout": 1, "name": "Limits.java"}
// Limits are the run's, not those of what has waited.
public class Limits {
    public static void main(String[] args) throws Exception {
        if (args[0].equals("spin")) {
            for (;;) { }
        }
        Thread.sleep(60000);
    }
}
