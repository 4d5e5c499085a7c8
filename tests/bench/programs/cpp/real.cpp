// Orders by customer and month: what a person or a model writes in fifty lines.
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

struct Order {
	int month = 0;
	std::string customer;
	long cents = 0;

	static std::optional<Order> parse(const std::string &line)
	{
		std::istringstream in(line);
		int year, day;
		char dash, other;
		std::string mail;
		Order order;
		if (!(in >> year >> dash >> order.month >> other >> day >> mail >> order.cents) || dash != '-')
			return std::nullopt;
		order.customer = mail.substr(0, mail.find('@'));
		return order;
	}
};

static std::vector<std::string> generate(int count)
{
	std::mt19937 chance(7);
	const std::vector<std::string> names = { "ann", "ben", "cy" };
	std::vector<std::string> lines;
	for (int i = 0; i < count; i++) {
		std::ostringstream out;
		out << "2024-" << std::setw(2) << std::setfill('0') << 1 + chance() % 12 << '-' << std::setw(2) << 1 + chance() % 28
		    << ' ' << names[chance() % 3] << "@example.org " << 100 + chance() % 8900;
		lines.push_back(i % 50 ? out.str() : "not an order");
	}
	return lines;
}

int main()
{
	std::map<std::string, std::vector<long>> spent;
	std::map<int, int> months;
	int bad = 0;
	for (const auto &line : generate(500)) {
		if (auto order = Order::parse(line)) {
			spent[order->customer].push_back(order->cents);
			months[order->month]++;
		} else {
			bad++;
		}
	}
	for (auto &[customer, cents] : spent) {
		std::sort(cents.begin(), cents.end());
		std::cout << customer << ": " << std::accumulate(cents.begin(), cents.end(), 0L) << ", median " << cents[cents.size() / 2] << "\n";
	}
	auto best = std::max_element(months.begin(), months.end(), [](auto &a, auto &b) { return a.second < b.second; });
	std::cout << "bad " << bad << ", busiest " << best->first << std::endl;
}
