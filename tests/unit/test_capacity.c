/* How many runs at once: from CPUs and memory. */
#include "sandbox/capacity.h"

#include "check.h"

#define MB (1024ULL * 1024)

TEST(two_per_cpu_where_there_is_memory)
{
	CHECK_EQ_INT(cx_capacity_slots(4, 64 * 1024 * MB, 128 * MB), 8);
}

TEST(what_the_memory_takes_where_there_is_little)
{
	CHECK_EQ_INT(cx_capacity_slots(4, 512 * MB, 128 * MB), 3);
	CHECK_EQ_INT(cx_capacity_slots(4, (512 - 64) * MB, (128 + 64) * MB), 1);
	CHECK_EQ_INT(cx_capacity_slots(4, 200 * MB, 128 * MB), 1);
}

TEST(one_is_the_least)
{
	CHECK_EQ_INT(cx_capacity_slots(1, 32 * MB, 128 * MB), 1);
	CHECK_EQ_INT(cx_capacity_slots(0, 1024 * MB, 128 * MB), 1);
}

int main(void)
{
	RUN(two_per_cpu_where_there_is_memory);
	RUN(what_the_memory_takes_where_there_is_little);
	RUN(one_is_the_least);
	return check_done();
}
