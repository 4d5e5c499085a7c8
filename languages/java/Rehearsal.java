import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Scanner;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What most programs do first, once, so that the classes of the platform are there when a program comes: text in and
 * out, collections, lambdas, streams, formats. It must leave nothing that a program could see: no standard stream, no
 * environment, no property, no thread, no random numbers. See park.c.
 */
final class Rehearsal {
    private final List<String> words = new ArrayList<>();

    private Rehearsal() {}

    private void read(InputStream in) {
        try (Scanner scanner = new Scanner(in, "UTF-8")) {
            scanner.nextInt();
            scanner.nextDouble();
            scanner.nextLine();
            while (scanner.hasNextLine()) {
                words.addAll(Arrays.asList(scanner.nextLine().trim().split("\\s+")));
            }
        }
    }

    private static int sumOfLines(InputStream in) throws java.io.IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int sum = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            sum += line.length() + line.split(" ").length;
        }
        return sum;
    }

    private Map<String, Integer> count() {
        Map<String, Integer> counts = new HashMap<>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
            .limit(3)
            .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private String streams() {
        Function<String, Integer> length = String::length;
        Predicate<Integer> even = n -> n % 2 == 0;
        BiFunction<Integer, Integer, Integer> sum = Integer::sum;
        Supplier<List<Integer>> list = ArrayList::new;
        Map<Integer, List<String>> groups = words.stream().collect(Collectors.groupingBy(length));
        Map<Integer, Double> means =
            words.stream().collect(Collectors.groupingBy(length, TreeMap::new, Collectors.averagingDouble(String::length)));
        int total = IntStream.rangeClosed(1, 10).filter(n -> n > 2).map(n -> n * n).sum();
        List<Integer> numbers =
            IntStream.range(0, 10).boxed().filter(even).map(n -> n + 1).collect(Collectors.toCollection(list));
        Optional<String> longest = words.stream().max(Comparator.comparingInt(String::length));
        double area = Stream.of(1, 2, 3).mapToDouble(n -> n * 0.5).sum();
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"))
            + groups + means + total + longest.orElse("none") + area + numbers.stream().reduce(0, sum::apply)
            + words.stream().map(String::toUpperCase).distinct().collect(Collectors.toList());
    }

    private static String collections() {
        int[] array = {3, 1, 2};
        Arrays.sort(array);
        List<Integer> boxed = new ArrayList<>(List.of(3, 1, 2));
        Collections.sort(boxed);
        boxed.sort(Comparator.reverseOrder());
        ArrayDeque<Integer> deque = new ArrayDeque<>(boxed);
        PriorityQueue<Integer> queue = new PriorityQueue<>((a, b) -> b - a);
        queue.addAll(boxed);
        Set<Integer> set = new HashSet<>(new LinkedList<>(boxed));
        TreeMap<String, Integer> map = new TreeMap<>(Map.of("one", 1, "two", 2));
        map.computeIfAbsent("three", String::length);
        for (Map.Entry<String, Integer> entry : map.entrySet()) {
            set.add(entry.getValue());
        }
        StringBuilder text = new StringBuilder();
        text.append(deque.pop()).append(queue.poll()).append(1.5).append('c').append(true).append(10L).insert(0, "x").reverse();
        return text + new StringJoiner("-").add("a").add("b").toString() + Arrays.toString(array) + set + map + new TreeSet<>(set);
    }

    private static void print(PrintStream out, String text) {
        out.println(text);
        out.print(1);
        out.println(2.5);
        out.printf("%-6s|%5d|%8.2f|%x%n", text, 42, 2.5, 255);
        out.println(String.format("%.3f %s %c %b %05d", 3.14159, List.of(1), 'c', true, 7));
    }

    private static void fail() {
        try {
            Integer.parseInt("x");
        } catch (NumberFormatException expected) {
            StackTraceElement[] stack = expected.getStackTrace();
            throw new IllegalStateException(stack[0].toString(), expected);
        }
    }

    public static void main(String[] args) throws Exception {
        byte[] input = "1 2.5 x\nsome words, some more\nand a line\n".getBytes(StandardCharsets.UTF_8);
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.read(new ByteArrayInputStream(input));
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, "UTF-8");
        print(out, rehearsal.streams() + rehearsal.count() + collections() + sumOfLines(new ByteArrayInputStream(input)));
        try {
            fail();
        } catch (IllegalStateException expected) {
            expected.printStackTrace(out);
        }
    }
}
