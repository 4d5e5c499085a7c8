// Shortest ways from the first city to all others: `roads`, then one `from to length` a line.
package ways;

import java.util.*;
import java.util.stream.Collectors;

record Road(String to, long length) {}

class Graph {
    private final Map<String, List<Road>> roads = new LinkedHashMap<>();

    void add(String a, String b, long length) {
        roads.computeIfAbsent(a, key -> new ArrayList<>()).add(new Road(b, length));
        roads.computeIfAbsent(b, key -> new ArrayList<>()).add(new Road(a, length));
    }

    int size() {
        return roads.size();
    }

    Map<String, Long> distances() {
        record Item(String city, long soFar) {}
        String start = roads.keySet().iterator().next();
        Map<String, Long> best = new HashMap<>(Map.of(start, 0L));
        PriorityQueue<Item> queue = new PriorityQueue<>(Comparator.comparingLong(Item::soFar));
        queue.add(new Item(start, 0));
        while (!queue.isEmpty()) {
            Item item = queue.poll();
            if (item.soFar() > best.get(item.city())) {
                continue;
            }
            for (Road road : roads.get(item.city())) {
                long candidate = item.soFar() + road.length();
                if (candidate < best.getOrDefault(road.to(), Long.MAX_VALUE)) {
                    best.put(road.to(), candidate);
                    queue.add(new Item(road.to(), candidate));
                }
            }
        }
        return best;
    }
}

public class Ways {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        Graph graph = new Graph();
        for (int count = in.nextInt(); count > 0; count--) {
            graph.add(in.next(), in.next(), in.nextLong());
        }
        Map<String, Long> best = graph.distances();
        System.out.println(best.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
            .map(entry -> String.format("%-10s%6d", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("\n")));
        long sum = best.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf("%d of %d cities, %d in all%n", best.size(), graph.size(), sum);
    }
}
