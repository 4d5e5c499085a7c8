/* Decimal numbers in text, whatever the locale says of the decimal point. */
#ifndef CX_BASE_NUMBER_H
#define CX_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* True when a number in JSON's grammar rounds to a finite double. */
bool cx_number_is_finite(const char *at, size_t len);

#endif
