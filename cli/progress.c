#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "streams.h"

enum { INTERVAL_US = 200 * 1000 };

static uint64_t now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

void progress_start(struct progress *progress, bool quiet)
{
	*progress = (struct progress){ .live = !quiet && isatty(STDERR_FILENO), .started_us = now_us() };
}

static double seconds_since(const struct progress *progress)
{
	return (double)(now_us() - progress->started_us) / 1e6;
}

static double rate(const struct tally *tally, double seconds)
{
	return seconds > 0 ? (double)(tally->rows - tally->before) / seconds : 0;
}

void progress_show(struct progress *progress, const struct tally *tally, double share)
{
	char verdicts[160], left[64] = "";
	uint64_t now = now_us();
	if (!progress->live || now < progress->next_us)
		return;
	progress->next_us = now + INTERVAL_US;
	double seconds = seconds_since(progress);
	tally_describe(tally, verdicts, sizeof(verdicts));
	if (share > 0 && seconds > 2)
		snprintf(left, sizeof(left), ", %.0f %%, %.0f s left", share * 100,
			 seconds / share * (1 - share));
	fprintf(stderr, "\r\033[K%llu rows, %.1f/s%s: %s", tally->rows, rate(tally, seconds), left, verdicts);
	progress->shown = true;
}

void progress_clear(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
	progress->shown = false;
}

void progress_summary(struct progress *progress, const struct tally *tally)
{
	char verdicts[400];
	double seconds = seconds_since(progress);
	progress_clear(progress);
	tally_describe(tally, verdicts, sizeof(verdicts));
	complain("%llu rows in %.1f s (%.1f/s)%s%s", tally->rows - tally->before, seconds,
		 rate(tally, seconds), tally->rows ? ": " : "", verdicts);
	if (tally->before)
		complain("%llu of them were there before", tally->before);
}
