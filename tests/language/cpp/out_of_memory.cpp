#include <cstddef>
#include <vector>

int main()
{
	std::vector<std::vector<char>> kept;
	for (;;)
		kept.emplace_back(std::size_t(1) << 20, 'x');
}
