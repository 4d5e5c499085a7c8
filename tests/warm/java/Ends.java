// request: {"cases": ["nothing", "throw", "cause", "throw-thread", "exit", "exit-thread", "halt", "hook", "daemon", "late", "stack-overflow", "out-of-memory", "caught", "assertion"], "name": "Ends.java", "args": ["arg 1", "-é", ""]}
// How a program can end.
import java.util.ArrayList;
import java.util.List;

public class Ends {
    static int depth;

    static void thrower(int n) {
        if (n == 0) {
            throw new IllegalStateException("bäd €");
        }
        thrower(n - 1);
    }

    static void deeper() {
        depth++;
        deeper();
    }

    static void sleep(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            System.out.println(e);
        }
    }

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "throw": thrower(3); break;
            case "cause": throw new Exception("outer", new RuntimeException("inner", new Error()));
            case "throw-thread": new Thread(() -> thrower(1), "mine").start(); sleep(50); System.out.println("goes on"); break;
            case "exit": System.exit(5); break;
            case "exit-thread": new Thread(() -> System.exit(6)).start(); sleep(5000); break;
            case "halt": System.out.print("no line end"); Runtime.getRuntime().halt(3); break;
            case "hook":
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook " + Thread.currentThread().getName())));
                thrower(0);
                break;
            case "daemon":
                Thread daemon = new Thread(() -> { for (;;) { sleep(1000); } });
                daemon.setDaemon(true);
                daemon.start();
                break;
            case "late": new Thread(() -> { sleep(100); System.out.println("late " + Thread.currentThread()); }).start(); thrower(0); break;
            case "stack-overflow":
                try {
                    deeper();
                } catch (StackOverflowError e) {
                    System.out.println(depth > 10000);
                }
                deeper();
                break;
            case "out-of-memory": for (List<byte[]> kept = new ArrayList<>();;) { kept.add(new byte[1 << 20]); }
            case "caught":
                Thread.setDefaultUncaughtExceptionHandler((thread, e) -> System.out.println(thread + " " + e));
                thrower(0);
                break;
            case "assertion": assert false; break;
            default: System.out.println("nothing");
        }
        System.out.println("end");
    }
}
