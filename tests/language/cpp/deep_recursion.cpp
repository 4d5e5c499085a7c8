#include <iostream>

volatile long zero;

long total(long n)
{
	volatile long frame = n;
	return n ? total(n - 1) + frame : 0;
}

long forever(long n)
{
	volatile long frame = n;
	return forever(n + 1 + zero) + frame;
}

int main()
{
	std::cout << total(10000) << std::endl;
	return static_cast<int>(forever(0));
}
