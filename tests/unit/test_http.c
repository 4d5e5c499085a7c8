/* The way of a request through the routes of a service: what is refused, how, and before what is read. */
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "codex/request.h"
#include "frame.h"
#include "frame/log.h"

/* ---- a small service ---- */

static struct http_answer answer;
static char seen_body[64];
static char seen_tail[64];
static int handled;

static int echo(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	(void)ret;
	(void)err;
	const struct cx_bytes *body = &exchange->request->body;
	snprintf(seen_body, sizeof(seen_body), "%s", body->data ? body->data : "");
	snprintf(seen_tail, sizeof(seen_tail), "%s", exchange->request->path_tail);
	handled++;
	return 0;
}

static int fail_busy(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	(void)exchange;
	(void)ret;
	return cx_fail(err, CX_EBUSY, "all slots are taken");
}

static int fail_gone(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	(void)exchange;
	(void)ret;
	return cx_fail(err, CX_ECANCELLED, "cancelled");
}

static const struct site_route routes[] = {
	{ "POST", "/run", SITE_CALLER, echo },
	{ "POST", "/busy", SITE_CALLER, fail_busy },
	{ "POST", "/gone", SITE_CALLER, fail_gone },
	{ "GET", "/health", SITE_OPEN, echo },
	{ "GET", "/info/*", SITE_LOCAL, echo },
	{ "GET", "/metrics", SITE_WATCHER, echo },
	{ 0 },
};

static struct auth auth = { .anonymous = true };
static struct site site = { .routes = routes, .auth = &auth };

/* Send a request with these parameters (the last one NULL), and a body in pieces. */
static void send(char **params, struct pieces pieces)
{
	struct http_request req;
	struct http_source source = { pieces_read, &pieces };
	http_answer_done(&answer);
	handled = 0;
	http_request_read(&req, params, &source, -1);
	site_answer(&site, &req, &answer);
	http_request_done(&req);
}

static void post(const char *length, const char *type, struct pieces pieces)
{
	char content_length[64], content_type[64];
	snprintf(content_length, sizeof(content_length), "CONTENT_LENGTH=%s", length);
	snprintf(content_type, sizeof(content_type), "CONTENT_TYPE=%s", type);
	send((char *[]){ "REQUEST_METHOD=POST", "PATH_INFO=/run", content_length, content_type, NULL },
	     pieces);
}

static void ask(char *method, char *path)
{
	char *params[] = { method, path, "CONTENT_TYPE=application/json", "CONTENT_LENGTH=2", NULL };
	send(params, (struct pieces){ "{}", 2, 2, false });
}

static const struct pieces two = { "{}", 2, 2, false };

/* ---- routes ---- */

TEST(a_route_is_found_by_path_and_method)
{
	ask("REQUEST_METHOD=POST", "PATH_INFO=/run");
	CHECK_EQ_INT(answer.status, 200);
	CHECK_EQ_INT(handled, 1);
	CHECK_EQ_STR(seen_body, "{}");
}

TEST(an_unknown_path_is_not_found)
{
	static char *const paths[] = { "PATH_INFO=/",	  "PATH_INFO=/ru",	   "PATH_INFO=/run/",
				       "PATH_INFO=//run", "PATH_INFO=/run/../run", "PATH_INFO=run",
				       "PATH_INFO=/*" };
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		ask("REQUEST_METHOD=POST", paths[i]);
		CHECK_EQ_INT(answer.status, 404);
		CHECK_EQ_INT(handled, 0);
	}
}

TEST(a_star_is_one_segment_of_the_path)
{
	ask("REQUEST_METHOD=GET", "PATH_INFO=/info/python");
	CHECK_EQ_INT(answer.status, 200);
	CHECK_EQ_STR(seen_tail, "python");
	ask("REQUEST_METHOD=GET", "PATH_INFO=/info/");
	CHECK_EQ_INT(answer.status, 404);
	ask("REQUEST_METHOD=GET", "PATH_INFO=/info/a/b");
	CHECK_EQ_INT(answer.status, 404);
}

TEST(another_method_is_refused_and_told_which_there_are)
{
	ask("REQUEST_METHOD=GET", "PATH_INFO=/run");
	CHECK_EQ_INT(answer.status, 405);
	CHECK_CONTAINS(answer.headers, "Allow: POST\r\n");
	ask("REQUEST_METHOD=POST", "PATH_INFO=/health");
	CHECK_EQ_INT(answer.status, 405);
	CHECK_CONTAINS(answer.headers, "Allow: GET, HEAD\r\n");
	ask("REQUEST_METHOD=post", "PATH_INFO=/run");
	CHECK_EQ_INT(answer.status, 405);
}

TEST(head_is_get_without_a_body)
{
	ask("REQUEST_METHOD=HEAD", "PATH_INFO=/health");
	CHECK_EQ_INT(answer.status, 200);
	CHECK_EQ_INT(handled, 1);
}

TEST(a_request_without_parameters_is_an_unknown_path)
{
	send((char *[]){ NULL }, two);
	CHECK_EQ_INT(answer.status, 404);
}

/* ---- bodies ---- */

TEST(the_body_must_be_called_json)
{
	static const char *const good[] = { "application/json", "Application/JSON",
					    "application/json; charset=utf-8", "application/json ;x" };
	static const char *const bad[] = { "", "text/plain", "application/jsonx",
					   "application/json-patch+json", "application" };
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		post("2", good[i], two);
		CHECK_EQ_INT(answer.status, 200);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		post("2", bad[i], two);
		CHECK_EQ_INT(answer.status, 415);
		CHECK_EQ_INT(handled, 0);
	}
}

TEST(a_body_comes_in_pieces)
{
	post("11", "application/json", (struct pieces){ "{\"a\": true}", 11, 1, false });
	CHECK_EQ_INT(answer.status, 200);
	CHECK_EQ_STR(seen_body, "{\"a\": true}");
}

TEST(a_length_that_lies_is_refused)
{
	post("3", "application/json", two);
	CHECK_EQ_INT(answer.status, 400);
	CHECK_CONTAINS(answer.body.data, "Content-Length says 3 bytes, and 2 came");
	post("1", "application/json", two);
	CHECK_EQ_INT(answer.status, 400);
	CHECK_EQ_INT(handled, 0);
}

TEST(a_length_that_is_no_number_is_refused)
{
	static const char *const lengths[] = { "-1", "+2", "2 ", " 2", "0x2", "many", "2.0" };
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		post(lengths[i], "application/json", two);
		CHECK_EQ_INT(answer.status, 400);
		CHECK_EQ_INT(handled, 0);
	}
}

TEST(a_length_over_the_maximum_is_refused_before_a_byte_is_read)
{
	static const char *const lengths[] = { "8388609", "99999999999999999999999999999999" };
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		/* A transport that would break when it is read from. */
		post(lengths[i], "application/json", (struct pieces){ "", 0, 1, true });
		CHECK_EQ_INT(answer.status, 413);
		CHECK_CONTAINS(answer.body.data, "over the maximum of 8388608 bytes");
	}
}

TEST(without_a_length_all_is_read_and_not_more_than_the_maximum)
{
	size_t len = CX_MAX_BODY + 1;
	char *large = malloc(len);
	memset(large, ' ', len);
	post("", "application/json", two);
	CHECK_EQ_INT(answer.status, 200);
	post("", "application/json", (struct pieces){ large, CX_MAX_BODY, 60000, false });
	CHECK_EQ_INT(answer.status, 200);
	post("", "application/json", (struct pieces){ large, len, 60000, false });
	CHECK_EQ_INT(answer.status, 413);
	free(large);
}

TEST(a_connection_that_breaks_in_the_body_is_a_wrong_request)
{
	post("2", "application/json", (struct pieces){ "{", 1, 1, true });
	CHECK_EQ_INT(answer.status, 400);
	CHECK_EQ_INT(handled, 0);
}

/* ---- failures ---- */

TEST(a_failure_is_json_with_the_id_of_the_request)
{
	send((char *[]){ "REQUEST_METHOD=GET", "PATH_INFO=/x", "HTTP_X_REQUEST_ID=my-id_1.2:3", NULL }, two);
	CHECK_EQ_STR(answer.body.data,
		     "{\"status\":\"invalid_request\",\"error\":\"there is nothing at this path\","
		     "\"requestId\":\"my-id_1.2:3\"}");
}

TEST(an_id_that_is_not_fit_for_a_log_gets_another)
{
	static char *const ids[] = { "HTTP_X_REQUEST_ID=a b", "HTTP_X_REQUEST_ID=a\"b",
				     "HTTP_X_REQUEST_ID=a\nb", "HTTP_X_REQUEST_ID=" };
	char long_id[256] = "HTTP_X_REQUEST_ID=";
	memset(long_id + strlen(long_id), 'x', 129);
	for (size_t i = 0; i <= sizeof(ids) / sizeof(ids[0]); i++) {
		struct http_request req;
		struct http_source source = { 0 };
		char *params[] = { i < 4 ? ids[i] : long_id, NULL };
		http_request_read(&req, params, &source, -1);
		CHECK_EQ_INT(strlen(req.id), 32);
		CHECK_EQ_INT(strspn(req.id, "0123456789abcdef"), 32);
	}
}

TEST(a_trace_must_have_the_form_of_a_trace)
{
	static char *const bad[] = {
		"HTTP_TRACEPARENT=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
		"HTTP_TRACEPARENT=00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
		"HTTP_TRACEPARENT=00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	};
	struct http_request req;
	struct http_source source = { 0 };
	char *good[] = { "HTTP_TRACEPARENT=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", NULL };
	http_request_read(&req, good, &source, -1);
	CHECK_EQ_STR(req.trace, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *params[] = { bad[i], NULL };
		http_request_read(&req, params, &source, -1);
		CHECK(req.trace == NULL);
	}
}

TEST(who_is_told_to_come_back_is_told_when)
{
	ask("REQUEST_METHOD=POST", "PATH_INFO=/busy");
	CHECK_EQ_INT(answer.status, 503);
	CHECK_CONTAINS(answer.headers, "Retry-After: ");
	CHECK_CONTAINS(answer.body.data, "\"status\":\"busy\"");
}

TEST(nobody_is_answered_when_the_client_has_gone)
{
	ask("REQUEST_METHOD=POST", "PATH_INFO=/gone");
	CHECK(answer.gone);
}

TEST(a_client_that_has_hung_up_gets_no_run)
{
	int ends[2];
	struct http_request req;
	struct pieces pieces = two;
	struct http_source source = { pieces_read, &pieces };
	char *params[] = { "REQUEST_METHOD=POST", "PATH_INFO=/run", "CONTENT_TYPE=application/json", NULL };
	CHECK_EQ_INT(pipe(ends), 0);
	close(ends[1]);
	http_answer_done(&answer);
	handled = 0;
	http_request_read(&req, params, &source, ends[0]);
	site_answer(&site, &req, &answer);
	http_request_done(&req);
	close(ends[0]);
	CHECK(answer.gone);
	CHECK_EQ_INT(handled, 0);
}

TEST(who_has_waited_too_long_is_refused_as_busy)
{
	site.queue_us = 1000000;
	send((char *[]){ "REQUEST_METHOD=POST", "PATH_INFO=/run", "CONTENT_TYPE=application/json",
			 "QUEUED_AT=1.5", NULL },
	     two);
	CHECK_EQ_INT(answer.status, 200); /* a clock that was set tells nothing */
	char queued_at[64];
	snprintf(queued_at, sizeof(queued_at), "QUEUED_AT=%lld.000", (long long)time(NULL) - 10);
	send((char *[]){ "REQUEST_METHOD=POST", "PATH_INFO=/run", "CONTENT_TYPE=application/json", queued_at,
			 NULL },
	     two);
	CHECK_EQ_INT(answer.status, 503);
	CHECK_EQ_INT(handled, 0);
	site.queue_us = 0;
}

/* ---- the head ---- */

TEST(a_header_cannot_begin_another_one)
{
	struct http_answer a = { .status = 200 };
	http_answer_header(&a, "X-Good", "yes");
	http_answer_header(&a, "X-Bad", "no\r\nSet-Cookie: a=b");
	CHECK_EQ_STR(a.headers, "X-Good: yes\r\n");
}

TEST(headers_that_do_not_fit_are_left_out_whole)
{
	struct http_answer a = { .status = 200 };
	char large[600];
	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	http_answer_header(&a, "X-One", large);
	size_t len = a.headers_len;
	http_answer_header(&a, "X-Two", large);
	CHECK_EQ_INT(a.headers_len, len);
	CHECK_EQ_INT(strlen(a.headers), len);
}

/* ---- callers ---- */

TEST(tokens_let_callers_in_and_others_not)
{
	struct frame_config config = { .tokens = "first, second", .upstream_token = "gate" };
	struct cx_error err;
	struct auth some;
	CHECK_EQ_INT(auth_open(&config, &some, &err), 0);
	CHECK_EQ_INT(auth_check(&some, NULL), AUTH_REFUSED_MISSING);
	CHECK_EQ_INT(auth_check(&some, ""), AUTH_REFUSED_MISSING);
	CHECK_EQ_INT(auth_check(&some, "Bearer first"), AUTH_TOKEN);
	CHECK_EQ_INT(auth_check(&some, "bearer  second"), AUTH_TOKEN);
	CHECK_EQ_INT(auth_check(&some, "Bearer gate"), AUTH_GATEWAY);
	static const char *const wrong[] = { "Bearer firs",	    "Bearer firstx",	"Bearer ",
					     "Bearer first second", "Basic first",	"first",
					     "Bearer First",	    "Bearer firstfirst" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		CHECK_EQ_INT(auth_check(&some, wrong[i]), AUTH_REFUSED_WRONG);
	auth_done(&some);
}

TEST(a_service_for_all_the_world_needs_a_token_or_a_word)
{
	struct frame_config config = { .port = 80 };
	struct cx_error err = { 0 };
	struct auth some;
	CHECK_EQ_INT(auth_open(&config, &some, &err), -1);
	CHECK_EQ_INT(err.code, CX_EINPUT);
	CHECK_CONTAINS(err.msg, "CODEX_TOKENS");
	CHECK_CONTAINS(err.msg, "CODEX_ALLOW_ANONYMOUS=1");
	config.allow_anonymous = true;
	CHECK_EQ_INT(auth_open(&config, &some, &err), 0);
	CHECK_EQ_INT(auth_check(&some, NULL), AUTH_ANONYMOUS);
	auth_done(&some);
	config = (struct frame_config){ .port = 80, .upstream_token = "gate" };
	CHECK_EQ_INT(auth_open(&config, &some, &err), 0);
	CHECK_EQ_INT(auth_check(&some, NULL), AUTH_REFUSED_MISSING);
	auth_done(&some);
}

TEST(who_calls_from_this_machine_needs_no_token_to_watch)
{
	static const struct {
		char *client, *server;
		int status;
	} rows[] = {
		{ "REMOTE_ADDR=127.0.0.1", "SERVER_ADDR=127.0.0.1", 200 },
		{ "REMOTE_ADDR=::1", "SERVER_ADDR=::1", 200 },
		{ "REMOTE_ADDR=192.0.2.1", "SERVER_ADDR=127.0.0.1", 401 },
		{ "REMOTE_ADDR=127.0.0.1", "SERVER_ADDR=192.0.2.1", 401 },
		{ "REMOTE_ADDR=1270.0.0.1", "SERVER_ADDR=127.0.0.1", 401 },
		{ "REMOTE_ADDR=::ffff:127.0.0.1", "SERVER_ADDR=::1", 200 },
		{ "X=1", "Y=1", 401 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		auth.anonymous = false;
		send((char *[]){ "REQUEST_METHOD=GET", "PATH_INFO=/info/x", rows[i].client, rows[i].server,
				 NULL },
		     two);
		CHECK_EQ_INT(answer.status, rows[i].status);
		/* That strangers may run programs does not mean that they may watch. */
		auth.anonymous = true;
		send((char *[]){ "REQUEST_METHOD=GET", "PATH_INFO=/metrics", rows[i].client, rows[i].server,
				 NULL },
		     two);
		CHECK_EQ_INT(answer.status, rows[i].status);
		send((char *[]){ "REQUEST_METHOD=GET", "PATH_INFO=/info/x", rows[i].client, rows[i].server,
				 NULL },
		     two);
		CHECK_EQ_INT(answer.status, 200);
	}
	auth.anonymous = false;
	send((char *[]){ "REQUEST_METHOD=GET", "PATH_INFO=/health", NULL }, two);
	CHECK_EQ_INT(answer.status, 200);
	send((char *[]){ "REQUEST_METHOD=POST", "PATH_INFO=/run", "REMOTE_ADDR=127.0.0.1", NULL }, two);
	CHECK_EQ_INT(answer.status, 401);
	CHECK_CONTAINS(answer.headers, "WWW-Authenticate: Bearer");
	auth.anonymous = true;
}

int main(void)
{
	log_open("");
	RUN(a_route_is_found_by_path_and_method);
	RUN(an_unknown_path_is_not_found);
	RUN(a_star_is_one_segment_of_the_path);
	RUN(another_method_is_refused_and_told_which_there_are);
	RUN(head_is_get_without_a_body);
	RUN(a_request_without_parameters_is_an_unknown_path);
	RUN(the_body_must_be_called_json);
	RUN(a_body_comes_in_pieces);
	RUN(a_length_that_lies_is_refused);
	RUN(a_length_that_is_no_number_is_refused);
	RUN(a_length_over_the_maximum_is_refused_before_a_byte_is_read);
	RUN(without_a_length_all_is_read_and_not_more_than_the_maximum);
	RUN(a_connection_that_breaks_in_the_body_is_a_wrong_request);
	RUN(a_failure_is_json_with_the_id_of_the_request);
	RUN(an_id_that_is_not_fit_for_a_log_gets_another);
	RUN(a_trace_must_have_the_form_of_a_trace);
	RUN(who_is_told_to_come_back_is_told_when);
	RUN(nobody_is_answered_when_the_client_has_gone);
	RUN(a_client_that_has_hung_up_gets_no_run);
	RUN(who_has_waited_too_long_is_refused_as_busy);
	RUN(a_header_cannot_begin_another_one);
	RUN(headers_that_do_not_fit_are_left_out_whole);
	RUN(tokens_let_callers_in_and_others_not);
	RUN(a_service_for_all_the_world_needs_a_token_or_a_word);
	RUN(who_calls_from_this_machine_needs_no_token_to_watch);
	http_answer_done(&answer);
	return check_done();
}
