/*
 * payment_page.h: pages on which one party is paid: the account that stands in their URL, in its path
 * (config/ident/payment_page.csv) or in a parameter (payment_parameter.csv).
 *
 * Shape   a line "host/start of the path,provider" or "parameter,provider"; a parameter without provider holds a merchant's number
 * Errors  REASON_structure for a line that lacks what it must have
 */
#ifndef CORE_IDENT_PAYMENT_PAGE_H
#define CORE_IDENT_PAYMENT_PAGE_H

#include "core/ident.h"

enum reason payment_page_read(struct ident_data *data, struct bytes line, int unused);
enum reason payment_parameter_read(struct ident_data *data, struct bytes line, int unused);

/* The wallet account that the page of a URL, as it may be written in text, belongs to; REASON_scheme_unknown when it is no such
 * page. */
enum reason payment_page_parse(const struct ident_data *data, struct arena *arena, struct bytes url, struct ident *ret);

/* Whether the text begins as a URL of the web does, defanged or not. */
bool payment_page_shaped(struct bytes text);

#endif
