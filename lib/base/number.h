/* Decimal numbers in text, in JSON's grammar, whatever the locale says of the decimal point. */
#ifndef CX_BASE_NUMBER_H
#define CX_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Measure the number that starts at `at`. True: one is there, *ret_len bytes long.
 * False: a digit is missing behind *ret_len bytes.
 */
bool cx_number_span(const char *at, size_t len, size_t *ret_len);

/* The nearest double of a number that cx_number_span() measured; infinite when there is none. */
double cx_number_value(const char *at, size_t len);

/* The whole text is one number with a finite value. */
bool cx_number_parse(const char *text, double *ret_value);

/* The shortest text that reads back as the same finite value: "0.05", "75", "1e+20". Returns buf. */
const char *cx_number_format(double value, char buf[static 32]);

#endif
