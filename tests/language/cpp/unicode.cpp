#include <iostream>
#include <string>
#include <vector>

int main()
{
	std::string word;
	std::getline(std::cin, word);
	std::vector<std::string> letters;
	for (char c : word) {
		if ((static_cast<unsigned char>(c) & 0xc0) == 0x80)
			letters.back() += c;
		else
			letters.emplace_back(1, c);
	}
	std::cout << word << '\n' << letters.size() << '\n';
	for (auto it = letters.rbegin(); it != letters.rend(); ++it)
		std::cout << *it;
	std::cout << '\n';
}
