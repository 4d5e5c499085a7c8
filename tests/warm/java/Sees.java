// request: {"name": "Sees.java", "args": ["arg 1", "-é", ""], "inputData": "line 1\nline 2"}
// What a program finds when it starts.
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Scanner;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;

public class Sees {
    static void print(String name, Object value) {
        System.out.println(name + "=" + value);
    }

    public static void main(String[] args) throws Exception {
        System.out.println(Arrays.toString(args));
        new TreeMap<Object, Object>(System.getProperties()).forEach((name, value) -> print(name.toString(), value));
        new TreeMap<String, String>(System.getenv()).forEach(Sees::print);
        print("places", Locale.getDefault() + " " + java.nio.charset.Charset.defaultCharset() + " " + TimeZone.getDefault().getID() + " " + System.console());
        print("machine", Runtime.getRuntime().availableProcessors() + " " + Runtime.getRuntime().maxMemory() + " " + ForkJoinPool.commonPool().getParallelism());
        print("arguments", ManagementFactory.getRuntimeMXBean().getInputArguments());
        print("thread", Thread.currentThread() + " " + Thread.currentThread().getId() + " " + Thread.activeCount());
        Thread other = new Thread(() -> print("other", Thread.currentThread().getName()));
        other.start();
        other.join();
        ThreadGroup group = Thread.currentThread().getThreadGroup().getParent();
        Thread[] threads = new Thread[20];
        int count = group.enumerate(threads);
        for (int i = 0; i < count; i++) {
            print("running", threads[i].getName() + threads[i].isDaemon() + threads[i].getPriority());
        }
        print("loaders", Thread.currentThread().getContextClassLoader().getClass() + " " + Sees.class.getClassLoader().getClass());
        print("source", Sees.class.getProtectionDomain().getCodeSource().getLocation());
        for (String name : new String[] {"Rehearsal", "CompileServer"}) {
            try {
                print("found", Class.forName(name));
            } catch (ClassNotFoundException e) {
                print("gone", e);
            }
        }
        print("assertions", Sees.class.desiredAssertionStatus());
        for (Scanner in = new Scanner(System.in); in.hasNextLine();) {
            print("line", in.nextLine());
        }
        print("end", System.in.read());
        System.err.println("err é");
        Thread.dumpStack();
        StackWalker.getInstance(StackWalker.Option.SHOW_HIDDEN_FRAMES).forEach(System.out::println);
    }
}
