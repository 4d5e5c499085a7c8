// Shortest ways from the first city to all others: `roads`, then one `from to length` a line.
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <queue>
#include <string>
#include <utility>
#include <vector>

using Road = std::pair<std::string, long>;

class Graph {
	std::map<std::string, std::vector<Road>> roads;

    public:
	std::string first;

	void add(const std::string &a, const std::string &b, long length)
	{
		if (first.empty())
			first = a;
		roads[a].push_back({ b, length });
		roads[b].push_back({ a, length });
	}

	std::size_t size() const { return roads.size(); }

	std::map<std::string, long> distances() const
	{
		std::map<std::string, long> best{ { first, 0 } };
		using Item = std::pair<long, std::string>;
		std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
		queue.push({ 0, first });
		while (!queue.empty()) {
			auto [so_far, city] = queue.top();
			queue.pop();
			if (so_far > best[city])
				continue;
			for (const auto &[neighbour, length] : roads.at(city)) {
				auto found = best.find(neighbour);
				if (found == best.end() || so_far + length < found->second) {
					best[neighbour] = so_far + length;
					queue.push({ so_far + length, neighbour });
				}
			}
		}
		return best;
	}
};

int main()
{
	int count;
	std::cin >> count;
	Graph graph;
	for (int i = 0; i < count; i++) {
		std::string a, b;
		long length;
		std::cin >> a >> b >> length;
		graph.add(a, b, length);
	}
	auto best = graph.distances();
	std::vector<std::pair<long, std::string>> order;
	long sum = 0;
	for (const auto &[city, distance] : best) {
		order.push_back({ distance, city });
		sum += distance;
	}
	std::sort(order.begin(), order.end());
	for (const auto &[distance, city] : order)
		std::cout << std::left << std::setw(10) << city << std::right << std::setw(6) << distance << '\n';
	std::cout << best.size() << " of " << graph.size() << " cities, " << sum << " in all\n";
}
