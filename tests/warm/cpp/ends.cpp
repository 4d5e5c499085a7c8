// request: {"cases": ["return", "throw", "terminate", "static", "memory"]}
#include <cstring>
#include <exception>
#include <iostream>
#include <new>
#include <stdexcept>

struct Last {
	~Last() { std::cout << "the last word" << std::endl; }
};
static Last last;

int main(int argc, char **argv)
{
	std::string how = argc > 1 ? argv[1] : "";
	std::cout << how << std::endl;
	if (how == "throw")
		throw std::runtime_error("nobody catches it");
	if (how == "terminate")
		std::terminate();
	if (how == "memory")
		for (;;)
			std::memset(new char[1 << 20], 1, 1 << 20);
	return how == "static" ? 6 : 0;
}
