/*
 * annotate.h: what we tell the compiler about our functions and variables.
 */
#ifndef BASE_ANNOTATE_H
#define BASE_ANNOTATE_H

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define UNUSED __attribute__((unused))

/* Calls fn(&variable) when the variable leaves its scope; for foreign resources only, our own memory lives in an arena. */
#define AUTO(fn) __attribute__((cleanup(fn)))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
