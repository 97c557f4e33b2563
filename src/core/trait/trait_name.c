/* Names of firms, persons and sites, in the forms in which two spellings of one name meet. */
#include "core/trait/derivation.h"

#define START_LETTERS 8  /* of a name: what a cut descriptor and a longer domain label still share */
#define SQUASHED_LEAST 4 /* letters; shorter names meet by chance */
#define TOKENS_MOST 8    /* of one name */
#define TOKEN_LEAST 3    /* letters */

static void put_tokens(struct derivation *d, enum record_role role, struct bytes name)
{
    struct token_list tokens;

    ident_name_tokens(d->data, d->arena, name, &tokens);
    for (size_t i = 0; i < tokens.count && i < TOKENS_MOST; i++)
        if (tokens.items[i].n >= TOKEN_LEAST)
            derivation_put(d, TRAIT_name_token, role, tokens.items[i]);
}

struct bytes trait_name_start(struct bytes squashed)
{
    struct bytes rest = squashed;
    uint32_t letter;

    for (size_t i = 0; i < START_LETTERS; i++) {
        size_t n = utf8_next(rest, &letter);

        if (n == 0)
            return BYTES_NONE;
        rest = bytes_from(rest, n);
    }
    return bytes_slice(squashed, 0, squashed.n - rest.n);
}

static void put_squashed(struct derivation *d, enum record_role role, struct bytes squashed)
{
    if (squashed.n < SQUASHED_LEAST)
        return;
    derivation_put(d, TRAIT_name_squashed, role, squashed);
    derivation_put(d, TRAIT_name_start, role, trait_name_start(squashed));
}

void trait_put_name(struct derivation *d, enum record_role role, struct bytes name)
{
    put_tokens(d, role, name);
    put_squashed(d, role, ident_name_squashed(d->data, d->arena, name));
}

void trait_put_company(struct derivation *d, enum record_role role, const struct value *value)
{
    trait_put_name(d, role, value->text);
    if (role == ROLE_owner)
        derivation_put(d, TRAIT_owner, role, ident_name_squashed(d->data, d->arena, value->text));
}

/* The parts of a person's name come in any order; a holder may also be a firm. */
void trait_put_person(struct derivation *d, enum record_role role, const struct value *value)
{
    struct token_list tokens;
    struct buf name;

    ident_name_tokens(d->data, d->arena, value->text, &tokens);
    buf_init(&name, d->arena);
    for (size_t i = 0; i < tokens.count; i++) {
        if (i > 0)
            buf_putc(&name, ' ');
        buf_put(&name, tokens.items[i]);
    }
    if (tokens.count > 1)
        derivation_put(d, TRAIT_owner, role, buf_bytes(&name));
    put_squashed(d, role, ident_name_squashed(d->data, d->arena, value->text));
}

/* The words of a domain label are parted by dashes. */
static void put_label_tokens(struct derivation *d, struct bytes site)
{
    struct bytes rest = site, label;

    if (!bytes_next_part(&rest, '.', &label) || bytes_start(label, BYTES("xn--")))
        return;
    char *words = bytes_cstr(d->arena, label);

    for (size_t i = 0; i < label.n; i++)
        if (words[i] == '-')
            words[i] = ' ';
    put_tokens(d, ROLE_self, (struct bytes){words, label.n});
}

void trait_put_site_names(struct derivation *d)
{
    struct bytes label = ident_site_label(d->data, d->arena, d->own->name);

    put_squashed(d, ROLE_self, label);
    put_squashed(d, ROLE_self, ident_site_skeleton(d->data, d->arena, d->own->name));
    if (label.n > 0)
        put_label_tokens(d, d->own->name);
}
