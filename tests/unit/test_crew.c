/* Workers that do not come to an end, or are stopped: found, killed and replaced. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "frame/crew.h"
#include "frame/log.h"

enum { WORKERS = 3, SECOND_US = 1000 * 1000 };

static struct crew crew;
static struct board board;

static void wait_for_ever(void *handle, unsigned place)
{
	(void)handle;
	(void)place;
	for (;;)
		pause();
}

static void begin(void)
{
	struct cx_error err;
	crew = (struct crew){ 0 };
	board = (struct board){ 0 };
	CHECK_EQ_INT(crew_add(&crew, 0, WORKERS, &err), 0);
	crew_fill(&crew, 0, wait_for_ever, NULL);
	CHECK_EQ_INT(crew_alive(&crew, 0), WORKERS);
}

static void end(void)
{
	crew_kill(&crew, 0, &board, UINT64_MAX);
	while (wait(NULL) > 0)
		;
}

/* The next child that has ended was killed; who it was. */
static pid_t killed(void)
{
	int status = 0;
	pid_t pid = waitpid(-1, &status, 0);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	CHECK(crew_bury(&crew, pid, status, &board));
	return pid;
}

TEST(who_is_busy_for_too_long_is_killed_and_no_other)
{
	begin();
	pid_t stuck = crew.places[1].pid;
	uint64_t now = board_now_us();
	atomic_store(&board.workers[0].busy_since_us, now);
	atomic_store(&board.workers[1].busy_since_us, now - 10 * SECOND_US);
	crew_kill(&crew, 0, &board, now - 5 * SECOND_US);
	CHECK(killed() == stuck);
	CHECK_EQ_INT(waitpid(-1, NULL, WNOHANG), 0);
	CHECK_EQ_INT(atomic_load(&board.workers[1].busy_since_us), 0);
	CHECK_EQ_INT(atomic_load(&board.restarts), 1);
	end();
}

TEST(who_is_stopped_is_killed)
{
	int status = 0;
	begin();
	pid_t worker = crew.places[2].pid;
	kill(worker, SIGSTOP);
	CHECK(waitpid(-1, &status, WUNTRACED) == worker);
	CHECK(WIFSTOPPED(status));
	CHECK(crew_kill_stopped(&crew, worker, status));
	CHECK(killed() == worker);
	CHECK(!crew_kill_stopped(&crew, worker, status));
	end();
}

TEST(who_is_killed_is_replaced)
{
	begin();
	pid_t worker = crew.places[0].pid;
	kill(worker, SIGKILL);
	CHECK(killed() == worker);
	CHECK_EQ_INT(crew_alive(&crew, 0), WORKERS - 1);
	CHECK(crew_due_us(&crew) != 0);
	crew_fill(&crew, 0, wait_for_ever, NULL);
	CHECK_EQ_INT(crew_alive(&crew, 0), WORKERS);
	CHECK(crew.places[0].pid != worker);
	end();
}

TEST(while_it_stops_nobody_is_replaced)
{
	begin();
	crew.closed = true;
	kill(crew.places[0].pid, SIGKILL);
	killed();
	crew_fill(&crew, 0, wait_for_ever, NULL);
	CHECK_EQ_INT(crew_alive(&crew, 0), WORKERS - 1);
	end();
}

int main(void)
{
	log_open("");
	RUN(who_is_busy_for_too_long_is_killed_and_no_other);
	RUN(who_is_stopped_is_killed);
	RUN(who_is_killed_is_replaced);
	RUN(while_it_stops_nobody_is_replaced);
	return check_done();
}
