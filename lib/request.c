#include "codex/request.h"

#include <stdlib.h>

void cx_request_done(struct cx_request *req)
{
	for (size_t i = 0; i < req->files_len; i++) {
		free(req->files[i].name);
		cx_bytes_done(&req->files[i].content);
	}
	free(req->files);
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
