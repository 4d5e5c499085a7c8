/* Many pieces of work: order, back-pressure, workers that die, and giving up. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "codex/batch.h"

#include "check.h"

enum { MAX_PIECES = 300 };

/* What a test wants, and what it saw. */
struct bench {
	unsigned pieces;
	unsigned slow;	     /* this piece takes long */
	unsigned deadly;     /* this one kills its worker */
	bool stuck;	     /* pieces end when they are cancelled alone */
	unsigned stop_after; /* rows */
	int stop_fd;
	unsigned stops;

	unsigned given;
	unsigned told;
	unsigned most_ahead;
	uint64_t numbers[MAX_PIECES];
	unsigned lost;
	bool wrong;
};

static int next(void *data, uint64_t *ret_number, struct cx_bytes *ret_item, struct cx_error *err)
{
	struct bench *bench = data;
	char *text;
	(void)err;
	if (bench->given == bench->pieces)
		return CX_BATCH_END;
	*ret_number = ++bench->given;
	int len = asprintf(&text, "piece %u", bench->given);
	*ret_item = (struct cx_bytes){ text, (size_t)len };
	if (bench->given - bench->told > bench->most_ahead)
		bench->most_ahead = bench->given - bench->told;
	return CX_BATCH_ITEM;
}

static int work(void *data, uint64_t number, const struct cx_bytes *item, int cancel_fd,
		struct cx_batch_row *ret, struct cx_error *err)
{
	struct bench *bench = data;
	struct pollfd cancelled = { .fd = cancel_fd, .events = POLLIN | POLLRDHUP };
	if (number == bench->deadly)
		raise(SIGKILL);
	if (bench->stuck && poll(&cancelled, 1, 20000) > 0)
		return cx_fail(err, CX_ECANCELLED, "cancelled");
	if (number == bench->slow)
		usleep(300 * 1000);
	int len = asprintf(&ret->text.data, "%s done", item->data);
	ret->text.len = (size_t)len;
	ret->ok = number % 2 == 0;
	ret->tests = (uint32_t)number;
	snprintf(ret->status, sizeof(ret->status), "good");
	return 0;
}

static int done(void *data, const struct cx_batch_row *row, struct cx_error *err)
{
	struct bench *bench = data;
	char expected[40];
	(void)err;
	snprintf(expected, sizeof(expected), "piece %llu done", (unsigned long long)row->number);
	if (row->number != bench->deadly)
		bench->wrong |= strcmp(row->text.data, expected) != 0 || row->ok != (row->number % 2 == 0) ||
				row->tests != row->number || strcmp(row->status, "good") != 0;
	bench->numbers[bench->told++] = row->number;
	if (bench->told == bench->stop_after)
		eventfd_write(bench->stop_fd, 1);
	return 0;
}

static int lost(void *data, uint64_t number, const struct cx_bytes *item, struct cx_batch_row *ret,
		struct cx_error *err)
{
	struct bench *bench = data;
	(void)err;
	bench->lost++;
	bench->wrong |= number != bench->deadly || strncmp(item->data, "piece ", 6) != 0;
	ret->text.data = strdup("lost");
	ret->text.len = 4;
	return 0;
}

static bool stop(void *data)
{
	struct bench *bench = data;
	eventfd_t value;
	eventfd_read(bench->stop_fd, &value);
	return ++bench->stops > 1 || bench->stuck;
}

static void nothing(void *data)
{
	(void)data;
}

static struct cx_error err;

static int run(struct bench *bench, unsigned workers, bool ordered)
{
	struct cx_batch how = { .workers = workers,
				.ordered = ordered,
				.input_fd = -1,
				.stop_fd = bench->stop_fd,
				.data = bench,
				.next = next,
				.done = done,
				.lost = lost,
				.stop = stop,
				.tick = nothing,
				.born = nothing,
				.work = work };
	fflush(stdout);
	return cx_batch_run(&how, &err);
}

static bool each_once(const struct bench *bench, unsigned count)
{
	bool seen[MAX_PIECES + 1] = { false };
	for (unsigned i = 0; i < bench->told; i++) {
		if (bench->numbers[i] > count || seen[bench->numbers[i]])
			return false;
		seen[bench->numbers[i]] = true;
	}
	return bench->told == count;
}

TEST(rows_come_in_the_order_of_their_pieces)
{
	struct bench bench = { .pieces = MAX_PIECES, .slow = 5, .stop_fd = -1 };
	CHECK_EQ_INT(run(&bench, 3, true), 0);
	CHECK_EQ_INT(bench.told, MAX_PIECES);
	CHECK(!bench.wrong);
	for (unsigned i = 0; i < bench.told; i++)
		CHECK_EQ_INT(bench.numbers[i], i + 1);
}

TEST(a_slow_piece_does_not_let_the_others_pile_up)
{
	struct bench bench = { .pieces = MAX_PIECES, .slow = 1, .stop_fd = -1 };
	CHECK_EQ_INT(run(&bench, 2, true), 0);
	CHECK(bench.most_ahead <= 32);
	CHECK(bench.most_ahead > 2);
}

TEST(without_order_nothing_waits_for_a_slow_piece)
{
	struct bench bench = { .pieces = 100, .slow = 1, .stop_fd = -1 };
	CHECK_EQ_INT(run(&bench, 2, false), 0);
	CHECK(each_once(&bench, 100));
	CHECK(bench.numbers[0] != 1);
	CHECK(!bench.wrong);
}

TEST(a_worker_that_dies_loses_its_own_piece_only)
{
	struct bench bench = { .pieces = 50, .deadly = 7, .stop_fd = -1 };
	CHECK_EQ_INT(run(&bench, 2, true), 0);
	CHECK(each_once(&bench, 50));
	CHECK_EQ_INT(bench.lost, 1);
	CHECK(!bench.wrong);
}

TEST(one_worker_is_enough)
{
	struct bench bench = { .pieces = 20, .deadly = 20, .stop_fd = -1 };
	CHECK_EQ_INT(run(&bench, 1, true), 0);
	CHECK(each_once(&bench, 20));
}

TEST(nothing_to_do_is_done_at_once)
{
	struct bench bench = { .stop_fd = -1 };
	CHECK_EQ_INT(run(&bench, 2, true), 0);
	CHECK_EQ_INT(bench.told, 0);
}

TEST(when_it_is_stopped_what_was_begun_is_told)
{
	struct bench bench = { .pieces = MAX_PIECES, .stop_after = 10, .stop_fd = eventfd(0, EFD_CLOEXEC) };
	CHECK_EQ_INT(run(&bench, 2, true), 0);
	CHECK(bench.told >= 10 && bench.told < MAX_PIECES);
	CHECK(each_once(&bench, bench.given));
	close(bench.stop_fd);
}

TEST(when_it_is_given_up_what_runs_is_cancelled)
{
	struct bench bench = { .pieces = 10, .stuck = true, .stop_fd = eventfd(1, EFD_CLOEXEC) };
	CHECK_EQ_INT(run(&bench, 2, true), -1);
	CHECK_EQ_INT(err.code, CX_ECANCELLED);
	CHECK_EQ_INT(bench.told, 0);
	close(bench.stop_fd);
}

int main(void)
{
	RUN(rows_come_in_the_order_of_their_pieces);
	RUN(a_slow_piece_does_not_let_the_others_pile_up);
	RUN(without_order_nothing_waits_for_a_slow_piece);
	RUN(a_worker_that_dies_loses_its_own_piece_only);
	RUN(one_worker_is_enough);
	RUN(nothing_to_do_is_done_at_once);
	RUN(when_it_is_stopped_what_was_begun_is_told);
	RUN(when_it_is_given_up_what_runs_is_cancelled);
	return check_done();
}
