#include "core/ident/wallet_provider.h"

#include "base/number.h"
#include "core/ident/compact.h"
#include "core/ident/free_text.h"
#include "core/ident/parse.h"

#define TAG_MOST 32

struct wallet_form {
    bool (*parse)(const struct ident_data *data, struct arena *arena, const struct wallet_form *form, struct bytes account,
                  const struct ident_context *context, struct bytes *ret);
    struct bytes prefix;
    uint64_t least, most; /* characters behind the prefix */
};

/* Providers do not tell addresses apart that differ in case only. */
static bool email_form(const struct ident_data *data, struct arena *arena, const struct wallet_form *form, struct bytes account,
                       const struct ident_context *context, struct bytes *ret)
{
    struct ident email;

    (void)form;
    if (ident_parse(data, arena, IDENT_email, account, context, &email) != REASON_ok)
        return false;
    return free_text_parse(arena, bytes_lower(arena, email.value), IDENT_TEXT_MOST, ret) == REASON_ok;
}

static bool phone_form(const struct ident_data *data, struct arena *arena, const struct wallet_form *form, struct bytes account,
                       const struct ident_context *context, struct bytes *ret)
{
    struct ident phone;

    (void)form;
    if (ident_parse(data, arena, IDENT_phone, account, context, &phone) != REASON_ok)
        return false;
    *ret = phone.value;
    return true;
}

static bool tag_form(const struct ident_data *data, struct arena *arena, const struct wallet_form *form, struct bytes account,
                     const struct ident_context *context, struct bytes *ret)
{
    (void)data;
    (void)form;
    (void)context;
    if (account.n > 0 && (account.p[0] == '$' || account.p[0] == '@'))
        account = bytes_from(account, 1);
    if (account.n == 0 || account.n > TAG_MOST || !ascii_alnum(account.p[0]))
        return false;
    for (size_t i = 0; i < account.n; i++)
        if (!ascii_alnum(account.p[i]) && account.p[i] != '-' && account.p[i] != '_' && account.p[i] != '.')
            return false;
    *ret = bytes_lower(arena, account);
    return true;
}

static bool prefixed(const struct wallet_form *form, struct bytes account, struct compact *compact, struct bytes *ret_body)
{
    if (compact_upper(account, COMPACT_DASH, compact) != REASON_ok || !bytes_start(compact_bytes(compact), form->prefix))
        return false;
    *ret_body = bytes_from(compact_bytes(compact), form->prefix.n);
    return ret_body->n >= form->least && ret_body->n <= form->most;
}

static bool digits_form(const struct ident_data *data, struct arena *arena, const struct wallet_form *form, struct bytes account,
                        const struct ident_context *context, struct bytes *ret)
{
    struct compact compact;
    struct bytes body;

    (void)data;
    (void)context;
    if (!prefixed(form, account, &compact, &body) || !all_digits(body.p, body.n))
        return false;
    *ret = bytes_copy(arena, compact_bytes(&compact));
    return true;
}

static bool alnum_form(const struct ident_data *data, struct arena *arena, const struct wallet_form *form, struct bytes account,
                       const struct ident_context *context, struct bytes *ret)
{
    struct compact compact;
    struct bytes body;

    (void)data;
    (void)context;
    if (!prefixed(form, account, &compact, &body))
        return false;
    *ret = bytes_copy(arena, compact_bytes(&compact));
    return true;
}

/* ---- the file ---- */

/* "PREFIX:least-most", "*:least-most". */
static bool read_sized_form(struct bytes text, struct wallet_form *ret)
{
    struct bytes least;

    if (!bytes_next_part(&text, ':', &ret->prefix) || !bytes_next_part(&text, '-', &least))
        return false;
    ret->parse = bytes_is(ret->prefix, "*") ? alnum_form : digits_form;
    if (ret->parse == alnum_form)
        ret->prefix.n = 0;
    return parse_u64(least, &ret->least) && parse_u64(text, &ret->most) && ret->least > 0 && ret->least <= ret->most;
}

static bool read_form(struct bytes text, struct wallet_form *ret)
{
    *ret = (struct wallet_form){.parse = NULL};
    if (bytes_is(text, "email"))
        ret->parse = email_form;
    else if (bytes_is(text, "phone"))
        ret->parse = phone_form;
    else if (bytes_is(text, "tag"))
        ret->parse = tag_form;
    else
        return read_sized_form(text, ret);
    return true;
}

static size_t count_parts(struct bytes text)
{
    size_t count = 1;

    for (size_t i = 0; i < text.n; i++)
        count += text.p[i] == '|';
    return count;
}

enum reason wallet_provider_read(struct ident_data *data, struct bytes line, int argument)
{
    struct wallet_provider *provider = arena_new_of(data->arena, struct wallet_provider);
    struct bytes others, forms, part;

    (void)argument;
    provider->name = data_cell(&line);
    others = data_cell(&line);
    forms = data_cell(&line);
    if (provider->name.n == 0 || forms.n == 0)
        return REASON_too_few_fields;
    provider->forms = arena_array(data->arena, struct wallet_form, count_parts(forms));
    while (bytes_next_part(&forms, '|', &part))
        if (!read_form(part, &provider->forms[provider->form_count++]))
            return REASON_structure;
    *map_put(&data->wallet_providers, provider->name) = provider;
    while (others.n > 0 && bytes_next_part(&others, '|', &part))
        *map_put(&data->wallet_providers, part) = provider;
    return REASON_ok;
}

const struct wallet_provider *wallet_provider_find(const struct ident_data *data, struct bytes name)
{
    return map_find(&data->wallet_providers, name);
}

static bool first_form(const struct ident_data *data, struct arena *arena, const struct wallet_provider *provider,
                       struct bytes account, const struct ident_context *context, struct bytes *ret)
{
    if (provider == NULL)
        return email_form(data, arena, NULL, account, context, ret);
    for (size_t i = 0; i < provider->form_count; i++)
        if (provider->forms[i].parse(data, arena, &provider->forms[i], account, context, ret))
            return true;
    return false;
}

/* What one form makes of the account may fit another one better: "@5GR1800000562" without its @ is a merchant id. */
bool wallet_account_parse(const struct ident_data *data, struct arena *arena, const struct wallet_provider *provider,
                          struct bytes account, const struct ident_context *context, struct bytes *ret)
{
    struct bytes again;

    if (!first_form(data, arena, provider, account, context, ret))
        return false;
    if (first_form(data, arena, provider, *ret, context, &again))
        *ret = again;
    return true;
}
