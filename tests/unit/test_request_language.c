/* The language of a request, without reading the rest of it. */
#include "codex/codec.h"

#include "check.h"

static struct cx_error err;

static const char *language_of(const char *json)
{
	static char name[128];
	char *found = NULL;
	err = (struct cx_error){ 0 };
	if (cx_request_language(json, strlen(json), &found, &err) < 0) {
		CHECK(!found);
		return NULL;
	}
	snprintf(name, sizeof(name), "%s", found);
	free(found);
	return name;
}

TEST(it_is_found_wherever_it_stands)
{
	CHECK_EQ_STR(language_of("{\"language\":\"python\",\"code\":\"1\"}"), "python");
	CHECK_EQ_STR(language_of(" \r\n\t{ \"code\" : \"1\" , \"language\" : \"c++\" } "), "c++");
	CHECK_EQ_STR(language_of("{\"limits\":{\"language\":\"go\"},\"language\":\"rust\"}"), "rust");
	CHECK_EQ_STR(language_of("{\"language\":\"rust\",\"files\":[{\"language\":\"go\"}]}"), "rust");
}

TEST(an_empty_key_hides_nothing)
{
	CHECK_EQ_STR(language_of("{\"\":{\"language\":\"go\"},\"language\":\"rust\"}"), "rust");
	CHECK(!language_of("{\"\":{\"language\":\"go\"}}"));
}

TEST(escapes_are_undone_in_the_key_and_in_the_value)
{
	CHECK_EQ_STR(language_of("{\"l\\u0061nguage\":\"p\\u0079thon\"}"), "python");
}

TEST(one_that_is_no_name_is_refused)
{
	CHECK(!language_of("{\"code\":\"1\"}"));
	CHECK_EQ_STR(err.msg, "language: is missing");
	CHECK_EQ_STR(err.field, "language");
	CHECK(!language_of("{\"language\":7}"));
	CHECK_EQ_STR(err.msg, "language: must be a string");
	CHECK(!language_of("{\"language\":null}"));
	CHECK(!language_of("{\"language\":\"\"}"));
	CHECK_EQ_STR(err.msg, "language: is empty");
	CHECK(!language_of("{\"language\":\"a\\nb\"}"));
	CHECK_EQ_STR(err.msg, "language: contains a control character");
	CHECK(!language_of("{\"language\":\"a\\u0000b\"}"));
	CHECK(!language_of(
		"{\"language\":\"0123456789012345678901234567890123456789012345678901234567890123x\"}"));
	CHECK_EQ_STR(err.msg, "language: is 65 bytes long; at most 64 are taken");
}

TEST(the_whole_text_must_be_strict)
{
	static const char *const broken[] = { "",
					      "   ",
					      "[]",
					      "\"language\"",
					      "{\"language\":\"python\"",
					      "{\"language\":\"python\"} x",
					      "{\"language\":\"python\",\"language\":\"go\"}",
					      "{\"language\":\"python\",\"x\":NaN}",
					      "{'language':'python'}",
					      "{\"language\":\"python\",\"x\":\"\xFF\"}" };
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		CHECK(!language_of(broken[i]));
		CHECK_EQ_INT(err.code, CX_EINPUT);
		CHECK(err.msg[0]);
	}
}

TEST(a_body_over_the_maximum_is_not_looked_at)
{
	char *body = malloc(CX_MAX_BODY + 1), *name = NULL;
	memset(body, 'x', CX_MAX_BODY + 1);
	CHECK(cx_request_language(body, CX_MAX_BODY + 1, &name, &err) < 0);
	CHECK_EQ_INT(err.code, CX_ETOOLARGE);
	free(body);
}

int main(void)
{
	RUN(it_is_found_wherever_it_stands);
	RUN(an_empty_key_hides_nothing);
	RUN(escapes_are_undone_in_the_key_and_in_the_value);
	RUN(one_that_is_no_name_is_refused);
	RUN(the_whole_text_must_be_strict);
	RUN(a_body_over_the_maximum_is_not_looked_at);
	return check_done();
}
