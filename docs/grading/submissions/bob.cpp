#include <iostream>

int main()
{
	int n, sum = 0, x;
	std::cin >> n;
	while (std::cin >> x)
		if (x > 0)
			sum += x;
	std::cout << sum << "\n";
}
