#include "core/ident.h"
#include "core/ident/ethereum.h"
#include "core/ident/iban.h"
#include "core/ident/letters.h"
#include "core/ident/parse.h"

#define PERSONAL true
#define PUBLIC false
#define PIVOT true
#define PLAIN false

typedef enum reason ident_parser(const struct ident_data *data, struct arena *arena, struct bytes text,
                                 const struct ident_context *context, struct ident *ret);

struct kind {
    const char *name;
    const char *label;
    ident_parser *parse;
    enum ident_strength strength;
    bool personal;
    bool pivot;
};

static const struct kind kinds[] = {
    [IDENT_none] = {"none", "nothing", NULL, STRENGTH_FREE, PUBLIC, PLAIN},
#define IDENT(name, label, parse, strength, personal, pivot)                                                                     \
    [IDENT_##name] = {#name, label, parse, STRENGTH_##strength, personal, pivot},
#include "core/ident_kind.def"
#undef IDENT
};

/* Kinds whose form for people differs from the canonical one. */
static struct bytes (*const printers[IDENT_COUNT])(struct arena *arena, struct bytes value) = {
    [IDENT_iban] = iban_print, [IDENT_ethereum] = ethereum_print, [IDENT_host] = host_print,   [IDENT_nameserver] = host_print,
    [IDENT_site] = site_print, [IDENT_url] = url_print_letters,   [IDENT_email] = email_print,
};

enum reason ident_parse(const struct ident_data *data, struct arena *arena, enum ident_kind kind, struct bytes text,
                        const struct ident_context *context, struct ident *ret)
{
    static const struct ident_context nothing_known;
    struct ident ident = {.kind = kind, .doubt = REASON_ok};
    enum reason reason;

    text = bytes_trim(text);
    if (text.n == 0)
        return REASON_empty;
    if (text.n > IDENT_TEXT_MOST)
        return REASON_too_long;
    if (utf8_check(text) < text.n)
        return REASON_invalid_utf8;
    if (bytes_find(text, '\0', &(size_t){0}))
        return REASON_nul_byte;
    reason = kinds[kind].parse(data, arena, text, context == NULL ? &nothing_known : context, &ident);
    if (reason == REASON_ok)
        *ret = ident;
    return reason;
}

struct bytes ident_print(struct arena *arena, const struct ident *ident)
{
    return printers[ident->kind] == NULL ? ident->value : printers[ident->kind](arena, ident->value);
}

const char *ident_kind_name(enum ident_kind kind)
{
    return kinds[kind].name;
}

const char *ident_kind_label(enum ident_kind kind)
{
    return kinds[kind].label;
}

bool ident_kind_find(struct bytes name, enum ident_kind *ret)
{
    for (int kind = IDENT_none + 1; kind < IDENT_COUNT; kind++)
        if (bytes_is(name, kinds[kind].name)) {
            *ret = (enum ident_kind)kind;
            return true;
        }
    return false;
}

bool ident_kind_personal(enum ident_kind kind)
{
    return kinds[kind].personal;
}

bool ident_kind_pivot(enum ident_kind kind)
{
    return kinds[kind].pivot;
}

enum ident_strength ident_kind_strength(enum ident_kind kind)
{
    return kinds[kind].strength;
}
