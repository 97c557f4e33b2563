/*
 * phone_number.h: Google's libphonenumber, which knows the numbering plans of all countries, behind a C face.
 */
#ifndef CORE_IDENT_PHONE_NUMBER_H
#define CORE_IDENT_PHONE_NUMBER_H

#include <stddef.h>

#define PHONE_E164_ROOM 20 /* '+', 15 digits and some more that the library may give for impossible numbers */

#ifdef __cplusplus
extern "C" {
#endif

enum phone_verdict { PHONE_NONE, PHONE_POSSIBLE, PHONE_VALID };

/* The library reports on stdout what it cannot read unless told not to: once, before any thread uses it. */
void phone_number_quiet(void);

/* country: two capital letters, or "ZZ" when it is not known. ret_e164 is written unless the verdict is PHONE_NONE. */
enum phone_verdict phone_number_read(const char *text, size_t n, const char *country, char ret_e164[PHONE_E164_ROOM]);

#ifdef __cplusplus
}
#endif

#endif
