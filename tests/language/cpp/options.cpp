#include <iostream>

int main()
{
	std::cout << __cplusplus << '\n';
#ifdef __OPTIMIZE__
	std::cout << "optimized\n";
#endif
}
