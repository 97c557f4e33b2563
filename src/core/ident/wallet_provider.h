/*
 * wallet_provider.h: what the accounts of known wallet providers look like (config/ident/wallet_provider.csv).
 *
 * Shape   a line "provider,other names,forms"; see the file
 * Errors  REASON_structure for a form that is none, REASON_too_few_fields
 */
#ifndef CORE_IDENT_WALLET_PROVIDER_H
#define CORE_IDENT_WALLET_PROVIDER_H

#include "core/ident/data.h"

struct wallet_form;

struct wallet_provider {
    struct bytes name;
    struct wallet_form *forms;
    size_t form_count;
};

enum reason wallet_provider_read(struct ident_data *data, struct bytes line, int argument);

/* By its name or another name of it, lower case; NULL when nothing is known of it. */
const struct wallet_provider *wallet_provider_find(const struct ident_data *data, struct bytes name);

/* The account as the first form that fits has it; false when none does. provider NULL: an e-mail address is known everywhere. */
bool wallet_account_parse(const struct ident_data *data, struct arena *arena, const struct wallet_provider *provider,
                          struct bytes account, const struct ident_context *context, struct bytes *ret);

#endif
