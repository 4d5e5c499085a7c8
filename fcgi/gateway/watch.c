#include "watch.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "codex/environment.h"

enum {
	BODY_MAX = 1024 * 1024, /* of an answer; an instance's is a few KB */
	CONNECT_MS = 500,	/* instances are near, or they are not there */
	CONNECTIONS_KEPT = 64,
};

struct watch {
	CURLM *multi;
};

/* One question on its way. */
struct asked {
	CURL *handle;
	struct watch_call *call;
	size_t room; /* behind the body */
	bool done;
};

struct watch *watch_open(struct cx_error *err)
{
	struct watch *watch = calloc(1, sizeof(*watch));
	if (!watch || curl_global_init(CURL_GLOBAL_DEFAULT) != 0) {
		free(watch);
		cx_fail_oom(err);
		return NULL;
	}
	watch->multi = curl_multi_init();
	if (!watch->multi) {
		free(watch);
		cx_fail_oom(err);
		return NULL;
	}
	/* Kept connections spare the next question a handshake. */
	curl_multi_setopt(watch->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_KEPT);
	return watch;
}

void watch_close(struct watch *watch)
{
	if (!watch)
		return;
	curl_multi_cleanup(watch->multi);
	curl_global_cleanup();
	free(watch);
}

static uint64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* ---- one question ---- */

static size_t take_body(char *data, size_t size, size_t count, void *into)
{
	struct asked *asked = into;
	struct cx_bytes *body = &asked->call->body;
	size_t len = size * count;
	if (len > BODY_MAX - body->len)
		return 0; /* curl ends the transfer */
	if (len > asked->room) {
		size_t more = len + 4096;
		char *grown = realloc(body->data, body->len + more + 1);
		if (!grown)
			return 0;
		body->data = grown;
		asked->room = more;
	}
	memcpy(body->data + body->len, data, len);
	body->len += len;
	asked->room -= len;
	body->data[body->len] = '\0';
	return len;
}

static bool add_header(struct curl_slist **list, const char *name, const char *value)
{
	char line[700];
	if (!value)
		return true;
	int len = snprintf(line, sizeof(line), "%s: %s", name, value);
	if (len < 0 || (size_t)len >= sizeof(line))
		return false;
	struct curl_slist *longer = curl_slist_append(*list, line);
	*list = longer ? longer : *list;
	return longer != NULL;
}

static struct curl_slist *header_list(const struct watch_headers *headers)
{
	char authorization[600];
	struct curl_slist *list = NULL;
	if (headers->token)
		snprintf(authorization, sizeof(authorization), "Bearer %s", headers->token);
	if (add_header(&list, "Accept", "application/json") &&
	    add_header(&list, "Authorization", headers->token ? authorization : NULL) &&
	    add_header(&list, "X-Request-Id", headers->request_id) &&
	    add_header(&list, "traceparent", headers->trace))
		return list;
	curl_slist_free_all(list);
	return NULL;
}

static void set_options(struct asked *asked, const char *url, struct curl_slist *headers,
			unsigned deadline_ms)
{
	CURL *handle = asked->handle;
	const char *authorities = cx_env_text("CODEX_UPSTREAM_CA");
	curl_easy_setopt(handle, CURLOPT_URL, url);
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(handle, CURLOPT_PROXY,
			 ""); /* whatever the environment says: instances are our own */
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)deadline_ms);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, asked);
	curl_easy_setopt(handle, CURLOPT_PRIVATE, asked);
	if (authorities)
		curl_easy_setopt(handle, CURLOPT_CAINFO, authorities);
}

static int begin(struct watch *watch, struct asked *asked, struct curl_slist *headers, unsigned deadline_ms)
{
	char url[800];
	snprintf(url, sizeof(url), "%s%s", asked->call->base, asked->call->path);
	asked->handle = curl_easy_init();
	if (!asked->handle)
		return -1;
	set_options(asked, url, headers, deadline_ms);
	return curl_multi_add_handle(watch->multi, asked->handle) == CURLM_OK ? 0 : -1;
}

/* Words for a reader of the health, who is not to learn addresses. */
static const char *reason_of(CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		return "its name has no address";
	case CURLE_COULDNT_CONNECT:
		return "the connection was refused";
	case CURLE_OPERATION_TIMEDOUT:
		return "it did not answer in time";
	case CURLE_PEER_FAILED_VERIFICATION:
		return "its certificate is not one that we trust";
	case CURLE_WRITE_ERROR:
		return "its answer is too long";
	default:
		return curl_easy_strerror(code);
	}
}

static void end(struct asked *asked, CURLcode code)
{
	struct watch_call *call = asked->call;
	curl_off_t took = 0;
	long status = 0;
	asked->done = true;
	curl_easy_getinfo(asked->handle, CURLINFO_TOTAL_TIME_T, &took);
	call->time_us = took > 0 ? (uint64_t)took : 0;
	if (code == CURLE_OK) {
		curl_easy_getinfo(asked->handle, CURLINFO_RESPONSE_CODE, &status);
		call->http_status = (int)status;
	} else {
		snprintf(call->error, sizeof(call->error), "%s", reason_of(code));
		cx_bytes_done(&call->body);
	}
}

/* ---- all of them ---- */

static void take_ended(struct watch *watch)
{
	int left = 0;
	for (CURLMsg *message; (message = curl_multi_info_read(watch->multi, &left));) {
		struct asked *asked = NULL;
		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&asked);
		end(asked, message->data.result);
	}
}

static bool group_answered(const struct asked *asked, size_t len, unsigned group)
{
	for (size_t i = 0; i < len; i++)
		if (asked[i].done && asked[i].call->group == group && asked[i].call->http_status == 200)
			return true;
	return false;
}

/* Nothing that is still on its way could change the answer. */
static bool is_enough(const struct asked *asked, size_t len, bool one_per_group)
{
	for (size_t i = 0; i < len; i++)
		if (!asked[i].done && !(one_per_group && group_answered(asked, len, asked[i].call->group)))
			return false;
	return true;
}

static void wait_for_all(struct watch *watch, struct asked *asked, size_t len, uint64_t end_ms,
			 bool one_per_group)
{
	for (;;) {
		int running = 0;
		curl_multi_perform(watch->multi, &running);
		take_ended(watch);
		uint64_t now = now_ms();
		if (is_enough(asked, len, one_per_group) || now >= end_ms)
			return;
		curl_multi_poll(watch->multi, NULL, 0, (int)(end_ms - now), NULL);
	}
}

static int ask(struct watch *watch, struct asked *asked, size_t len, struct curl_slist *headers,
	       unsigned deadline_ms, bool one_per_group, struct cx_error *err)
{
	for (size_t i = 0; i < len; i++)
		if (begin(watch, &asked[i], headers, deadline_ms) < 0)
			return cx_fail_oom(err);
	wait_for_all(watch, asked, len, now_ms() + deadline_ms, one_per_group);
	for (size_t i = 0; i < len; i++)
		if (!asked[i].done)
			end(&asked[i], CURLE_OPERATION_TIMEDOUT);
	return 0;
}

int watch_ask(struct watch *watch, struct watch_call *calls, size_t len, const struct watch_headers *headers,
	      unsigned deadline_ms, bool one_per_group, struct cx_error *err)
{
	struct asked *asked = calloc(len + 1, sizeof(*asked));
	struct curl_slist *list = header_list(headers);
	int done = asked && list ? 0 : cx_fail_oom(err);
	for (size_t i = 0; done == 0 && i < len; i++) {
		calls[i].http_status = 0;
		calls[i].error[0] = '\0';
		calls[i].body = (struct cx_bytes){ 0 };
		calls[i].time_us = 0;
		asked[i].call = &calls[i];
	}
	if (done == 0)
		done = ask(watch, asked, len, list, deadline_ms, one_per_group, err);
	for (size_t i = 0; asked && i < len; i++) {
		if (!asked[i].handle)
			continue;
		curl_multi_remove_handle(watch->multi, asked[i].handle);
		curl_easy_cleanup(asked[i].handle);
	}
	curl_slist_free_all(list);
	free(asked);
	return done;
}

void watch_calls_done(struct watch_call *calls, size_t len)
{
	for (size_t i = 0; i < len; i++)
		cx_bytes_done(&calls[i].body);
}
