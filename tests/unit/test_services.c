/* Which service has a language, and what a URL of an instance may be. */
#include "gateway/services.h"

#include "check.h"

static struct cx_error err;
static struct services services;

/* Read them with this list of URLs for python. */
static int read_python(const char *list)
{
	services_done(&services);
	err = (struct cx_error){ 0 };
	setenv("PYTHON_EXECUTOR_URL", list, 1);
	return services_read(&services, &err);
}

static const struct service *python(const char *list)
{
	CHECK_EQ_INT(read_python(list), 0);
	return services_find(&services, "python");
}

TEST(languages_are_found_by_name_and_alias_in_any_letter_case)
{
	static const char *const rows[][2] = {
		{ "python", "python-executor" },     { "py", "python-executor" },
		{ "Python3", "python-executor" },    { "js", "nodejs-executor" },
		{ "typescript", "nodejs-executor" }, { "ts", "nodejs-executor" },
		{ "nodejs", "nodejs-executor" },     { "java", "java-executor" },
		{ "c++", "cpp-executor" },	     { "CXX", "cpp-executor" },
		{ "golang", "go-executor" },	     { "rs", "rust-executor" },
	};
	CHECK_EQ_INT(read_python(""), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct service *service = services_find(&services, rows[i][0]);
		CHECK_EQ_STR(service ? service->name : NULL, rows[i][1]);
	}
	CHECK(!services_find(&services, "cobol"));
	CHECK(!services_find(&services, ""));
	CHECK(!services_find(&services, "python "));
}

TEST(a_variable_of_its_own_makes_a_service_of_another_language)
{
	CHECK(!services_find(&services, "c"));
	setenv("C_EXECUTOR_URL", "http://127.0.0.1:8007", 1);
	CHECK_EQ_INT(read_python(""), 0);
	const struct service *c = services_find(&services, "c");
	CHECK_EQ_STR(c ? c->name : NULL, "c-executor");
	CHECK_EQ_STR(c ? c->tag : NULL, "c_executor");
	CHECK_EQ_STR(c ? c->languages[0] : NULL, "c");
	CHECK_EQ_INT(c ? c->urls_len : 0, 1);
	unsetenv("C_EXECUTOR_URL");
}

TEST(a_service_without_urls_is_there_and_has_none)
{
	CHECK_EQ_INT(python("")->urls_len, 0);
	CHECK_EQ_INT(python(" , ,")->urls_len, 0);
}

TEST(urls_are_separated_by_commas_and_each_counts_once)
{
	const struct service *service =
		python("http://127.0.0.1:8001, http://127.0.0.1:9001/,http://127.0.0.1:8001");
	CHECK_EQ_INT(service->urls_len, 2);
	CHECK_EQ_STR(service->urls[0].text, "http://127.0.0.1:8001");
	CHECK_EQ_STR(service->urls[1].text, "http://127.0.0.1:9001");
}

TEST(a_url_is_taken_apart)
{
	struct service_url url = python("https://[fd12::10]:8443/base/")->urls[0];
	CHECK(url.tls && url.literal);
	CHECK_EQ_STR(url.host, "fd12::10");
	CHECK_EQ_STR(url.port, "8443");
	CHECK_EQ_STR(url.path, "/base");
	CHECK_EQ_STR(url.text, "https://[fd12::10]:8443/base");
	url = python("HTTP://python.internal")->urls[0];
	CHECK(!url.tls && !url.literal);
	CHECK_EQ_STR(url.port, "80");
	CHECK_EQ_STR(url.path, "");
	CHECK_EQ_STR(python("https://a.example")->urls[0].port, "443");
}

TEST(addresses_share_an_upstream_and_names_do_not)
{
	const struct service *service =
		python("http://127.0.0.1:1,http://a.example:2,http://[::1]:3,http://b.example:2,"
		       "https://127.0.0.1:4,http://127.0.0.1:5/base");
	static const unsigned groups[] = { 0, 1, 0, 2, 3, 4 };
	for (size_t i = 0; i < 6; i++)
		CHECK_EQ_INT(service->urls[i].group, groups[i]);
	CHECK_EQ_INT(service->groups, 5);
}

TEST(what_is_no_url_is_refused_with_its_variable)
{
	static const char *const broken[] = {
		"127.0.0.1:8001", "ftp://a",	    "http://",	     "http://:80",     "http://a:",
		"http://a:0",	  "http://a:65536", "http://a:port", "http://a:80:80", "http://user@a",
		"http://a;b",	  "http://a{",	    "http://a/b?c",  "http://a/b#c",   "http://a/../b",
		"http://a//b",	  "http://a/%2e",   "http://[::1",   "http://[zz]",    "http://[1.2.3.4]",
		"http://a\\b",	  "http://-a",	    "http://a/$b",   "http://a/\"b",   "http://a'b",
		"http://a:080",	  "http://a/b\x7f",
	};
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		if (read_python(broken[i]) == 0)
			printf("# \"%s\" was taken\n", broken[i]);
		CHECK_EQ_INT(err.code, CX_EINPUT);
		CHECK_CONTAINS(err.msg, "PYTHON_EXECUTOR_URL");
	}
}

TEST(there_is_an_end_to_the_urls_of_a_service)
{
	char list[2000] = "";
	for (int i = 0; i <= SERVICE_URLS_MAX; i++)
		snprintf(list + strlen(list), sizeof(list) - strlen(list), "http://127.0.0.1:%d,", 8000 + i);
	CHECK_EQ_INT(read_python(list), -1);
	CHECK_CONTAINS(err.msg, "more than 32 URLs");
}

int main(void)
{
	RUN(languages_are_found_by_name_and_alias_in_any_letter_case);
	RUN(a_variable_of_its_own_makes_a_service_of_another_language);
	RUN(a_service_without_urls_is_there_and_has_none);
	RUN(urls_are_separated_by_commas_and_each_counts_once);
	RUN(a_url_is_taken_apart);
	RUN(addresses_share_an_upstream_and_names_do_not);
	RUN(what_is_no_url_is_refused_with_its_variable);
	RUN(there_is_an_end_to_the_urls_of_a_service);
	services_done(&services);
	return check_done();
}
