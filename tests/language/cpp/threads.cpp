#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

int main()
{
	int total = 0;
	std::mutex lock;
	std::vector<std::thread> threads;
	for (int i = 0; i < 8; i++) {
		threads.emplace_back([&] {
			for (int n = 0; n < 1000; n++) {
				std::lock_guard<std::mutex> guard(lock);
				total++;
			}
		});
	}
	for (auto &thread : threads)
		thread.join();
	std::cout << total << '\n';
}
