#include "core/ident/email.h"

#include <string.h>
#include <unicode/ustring.h>

#include "core/ident/data.h"
#include "core/ident/defang.h"
#include "core/ident/host.h"
#include "core/ident/name.h"
#include "core/ident/parse.h"

#define LOCAL_MOST 64 /* RFC 5321 section 4.5.3.1.1 */

static bool is_atext(char c)
{
    return ascii_alnum(c) || (unsigned char)c >= 0x80 || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool is_dot_atom(struct bytes local)
{
    for (size_t i = 0; i < local.n; i++) {
        bool inner_dot = local.p[i] == '.' && i > 0 && i + 1 < local.n && local.p[i - 1] != '.';

        if (!is_atext(local.p[i]) && !inner_dot)
            return false;
    }
    return local.n > 0;
}

/* What stands between the quotes, without the backslashes. */
static bool unquote(struct arena *arena, struct bytes quoted, struct bytes *ret)
{
    struct buf out;

    buf_init(&out, arena);
    for (size_t i = 1; i + 1 < quoted.n; i++) {
        if (quoted.p[i] == '\\' && ++i + 1 >= quoted.n)
            return false;
        if (quoted.p[i] == '"' && quoted.p[i - 1] != '\\')
            return false;
        if ((unsigned char)quoted.p[i] < ' ' || quoted.p[i] == 0x7F)
            return false;
        buf_putc(&out, quoted.p[i]);
    }
    *ret = buf_bytes(&out);
    return quoted.n >= 2 && quoted.p[quoted.n - 1] == '"';
}

static struct bytes requote(struct arena *arena, struct bytes text)
{
    struct buf out;

    buf_init(&out, arena);
    buf_putc(&out, '"');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\')
            buf_putc(&out, '\\');
        buf_putc(&out, text.p[i]);
    }
    buf_putc(&out, '"');
    return buf_bytes(&out);
}

static enum reason read_local(const struct ident_data *data, struct arena *arena, struct bytes text, struct bytes *ret)
{
    struct bytes local = text;

    if (text.n == 0 || text.n > 2 * LOCAL_MOST)
        return REASON_email_invalid;
    if (*text.p == '"' && !unquote(arena, text, &local))
        return REASON_email_invalid;
    local = name_composed(data, arena, local);
    if (local.n == 0 || local.n > LOCAL_MOST)
        return REASON_email_invalid;
    if (is_dot_atom(local) && bytes_equal(local, defang(arena, local, DEFANG_EMAIL))) {
        *ret = local; /* it reads the same without its quotes */
        return REASON_ok;
    }
    if (*text.p != '"')
        return REASON_email_invalid;
    *ret = requote(arena, local);
    return REASON_ok;
}

static enum reason read_domain(const struct ident_data *data, struct arena *arena, struct bytes text, struct bytes *ret)
{
    struct host host;
    enum reason reason = host_read(data, arena, text, &host);

    if (reason == REASON_ok)
        reason = host_check(&host);
    if (reason != REASON_ok)
        return reason;
    if (host.type != HOST_NAME || !bytes_find(host.text, '.', &(size_t){0}))
        return REASON_host_invalid;
    *ret = host.text;
    return REASON_ok;
}

/* "Shop <info@shop.example>", "mailto:info@shop.example?subject=..." */
static struct bytes without_wrapping(struct bytes text)
{
    const char *open = memrchr(text.p, '<', text.n);
    size_t query;

    if (open != NULL && text.p[text.n - 1] == '>')
        text = bytes_trim(bytes_slice(text, (size_t)(open - text.p) + 1, (size_t)(text.p + text.n - open) - 2));
    if (text.n > 7 && bytes_equal_fold(bytes_slice(text, 0, 7), BYTES("mailto:"))) {
        text = bytes_from(text, 7);
        if (bytes_find(text, '?', &query))
            text = bytes_slice(text, 0, query);
    }
    return text;
}

/* Spaces in a quoted local part are its own; elsewhere the spellings of defang.h are undone. */
static struct bytes undone(struct arena *arena, struct bytes text)
{
    return text.n > 0 && *text.p == '"' ? text : defang(arena, text, DEFANG_EMAIL);
}

enum reason email_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                        UNUSED const struct ident_context *context, struct ident *ret)
{
    struct bytes local, domain;
    enum reason reason;
    const char *at;

    text = undone(arena, without_wrapping(text));
    at = text.n == 0 ? NULL : memrchr(text.p, '@', text.n);
    if (at == NULL)
        return REASON_email_invalid;
    reason = read_local(data, arena, bytes_slice(text, 0, (size_t)(at - text.p)), &local);
    if (reason == REASON_ok)
        reason = read_domain(data, arena, bytes_from(text, (size_t)(at - text.p) + 1), &domain);
    if (reason == REASON_ok)
        ret->value = bytes_printf(arena, "%.*s@%.*s", (int)local.n, local.p, (int)domain.n, domain.p);
    return reason;
}

struct bytes ident_email_domain(struct bytes canonical_email)
{
    const char *at = canonical_email.n == 0 ? NULL : memrchr(canonical_email.p, '@', canonical_email.n);

    return at == NULL ? BYTES_NONE : bytes_from(canonical_email, (size_t)(at - canonical_email.p) + 1);
}

static struct bytes without_dots(struct arena *arena, struct bytes text)
{
    struct buf out;

    buf_init(&out, arena);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '.')
            buf_putc(&out, text.p[i]);
    return buf_bytes(&out);
}

/* A provider that is not in the list is taken to know the plus-tag, which most do. */
struct bytes ident_email_folded(const struct ident_data *data, struct arena *arena, struct bytes canonical_email)
{
    static const struct email_fold usual = {.tag = '+'};
    struct bytes domain = ident_email_domain(canonical_email), local;
    const struct email_fold *fold = map_find(&data->email_folds, domain);
    size_t tag;

    if (domain.n == 0)
        return canonical_email;
    local = bytes_slice(canonical_email, 0, canonical_email.n - domain.n - 1);
    if (fold == NULL)
        fold = &usual;
    if (*local.p != '"') {
        if (fold->tag != 0 && bytes_find(local, fold->tag, &tag) && tag > 0)
            local = bytes_slice(local, 0, tag);
        if (fold->drop_dots)
            local = without_dots(arena, local);
    }
    local = name_case_folded(data, arena, local);
    if (fold->domain.n > 0)
        domain = fold->domain;
    return bytes_printf(arena, "%.*s@%.*s", (int)local.n, local.p, (int)domain.n, domain.p);
}

enum reason email_fold_read(struct ident_data *data, struct bytes line, UNUSED int unused)
{
    struct email_fold *fold = arena_new_of(data->arena, struct email_fold);
    struct bytes domain = data_cell(&line), tag, dots;

    fold->domain = data_cell(&line);
    tag = data_cell(&line);
    dots = data_cell(&line);
    if (domain.n == 0 || fold->domain.n == 0 || tag.n > 1 || !(bytes_is(dots, "drop") || bytes_is(dots, "keep")))
        return REASON_structure;
    fold->tag = tag.n == 0 ? 0 : *tag.p;
    fold->drop_dots = bytes_is(dots, "drop");
    *map_put(&data->email_folds, domain) = fold;
    return REASON_ok;
}
