#include "codex/request.h"

#include <stdlib.h>

static void free_files(struct cx_file *files, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		free(files[i].name);
		cx_bytes_done(&files[i].content);
	}
	free(files);
}

void cx_checker_done(struct cx_checker *checker)
{
	free_files(checker->files, checker->files_len);
	free(checker->language);
	*checker = (struct cx_checker){ 0 };
}

static void free_tests(struct cx_request *req)
{
	for (size_t i = 0; i < req->tests_len; i++) {
		free(req->tests[i].name);
		cx_bytes_done(&req->tests[i].input);
		cx_bytes_done(&req->tests[i].expected);
	}
	free(req->tests);
	for (size_t i = 0; i < req->checkers_len; i++)
		cx_checker_done(&req->checkers[i]);
	free(req->checkers);
}

void cx_request_done(struct cx_request *req)
{
	free_files(req->files, req->files_len);
	free_tests(req);
	for (size_t i = 0; i < req->options_len; i++) {
		free(req->options[i].name);
		free(req->options[i].value);
	}
	free(req->options);
	free(req->language);
	free(req->id);
	cx_bytes_done(&req->input);
	cx_strings_done(&req->args);
	cx_strings_done(&req->collect);
	cx_strings_done(&req->notices);
	*req = (struct cx_request){ .cancel_fd = -1 };
}

uint64_t cx_request_tests_wall_us(const struct cx_request *req)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < req->tests_len; i++)
		sum += req->tests[i].wall_us;
	return sum;
}
