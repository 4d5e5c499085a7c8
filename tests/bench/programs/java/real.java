import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/* Orders by customer and month: what a person or a model writes in fifty lines. */
public class Main {
	record Order(LocalDate day, String customer, long cents) {
		private static final Pattern LINE = Pattern.compile("^(\\d{4}-\\d{2}-\\d{2})\\s+([\\w.]+)@[\\w.]+\\s+(\\d+)$");

		static Optional<Order> parse(String text) {
			Matcher match = LINE.matcher(text);
			if (!match.matches())
				return Optional.empty();
			return Optional.of(new Order(LocalDate.parse(match.group(1)), match.group(2), Long.parseLong(match.group(3))));
		}
	}

	static List<String> generate(int count) {
		Random chance = new Random(7);
		List<String> lines = new ArrayList<>();
		String[] names = { "ann", "ben", "cy" };
		for (int i = 0; i < count; i++) {
			LocalDate day = LocalDate.of(2024, 1, 1).plusDays(chance.nextInt(366));
			lines.add(String.format("%s %s@example.org %d", day, names[chance.nextInt(3)], 100 + chance.nextInt(8900)));
			if (i % 50 == 0)
				lines.add("not an order");
		}
		return lines;
	}

	public static void main(String[] args) {
		List<String> lines = generate(500);
		List<Order> orders = lines.stream().map(Order::parse).flatMap(Optional::stream).collect(Collectors.toList());
		Map<String, Long> spent = orders.stream()
			.collect(Collectors.groupingBy(Order::customer, TreeMap::new, Collectors.summingLong(Order::cents)));
		Map<Integer, Long> months = orders.stream()
			.collect(Collectors.groupingBy(order -> order.day().getMonthValue(), Collectors.counting()));
		String best = spent.entrySet().stream().max(Map.Entry.comparingByValue(Comparator.naturalOrder())).get().getKey();
		System.out.printf("orders=%d bad=%d months=%d best=%s%n", orders.size(), lines.size() - orders.size(), months.size(), best);
		spent.forEach((customer, cents) -> System.out.println(customer + ": " + cents / 100.0));
	}
}
