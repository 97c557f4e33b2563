#include <stdlib.h>
#include <string.h>

#include "core/ident/data.h"
#include "core/ident/defang.h"
#include "core/ident/host.h"
#include "core/ident/parse.h"
#include "core/ident/url.h"

#define MATCH_MOST 10000 /* steps of the matcher at one place */
#define HEAP_MOST_KIB 64
#define NETWORK_LEAST 8 /* bits; "192.0.2.7/5" is a path */
#define SHORTER_MOST 8  /* words cut off the end of a proposal before it is given up */

struct proposal {
    struct ident_found found;
    size_t row;
};

struct extraction {
    const struct ident_data *data;
    struct arena *arena;
    struct bytes text;
    struct proposal *items;
    size_t count;
};

static void *arena_for_pcre2(PCRE2_SIZE size, void *arena)
{
    return arena_alloc(arena, size);
}

static void keep_for_arena(UNUSED void *memory, UNUSED void *arena)
{
}

static void put(struct extraction *x, const struct ident *ident, size_t offset, size_t n, size_t row)
{
    size_t size = sizeof(*x->items), count = x->count;

    if (count == 0 || (count >= 8 && (count & (count - 1)) == 0))
        x->items = arena_grow(x->arena, x->items, count * size, (count == 0 ? 8 : count * 2) * size);
    x->items[x->count++] = (struct proposal){{*ident, offset, n}, row};
}

/* How many more closing than opening brackets of a sort there are, 0 when there are not. */
static size_t unopened(struct bytes text, char opening, char closing)
{
    size_t open = 0, close = 0;

    for (size_t i = 0; i < text.n; i++) {
        open += text.p[i] == opening;
        close += text.p[i] == closing;
    }
    return close > open ? close - open : 0;
}

/* What ends a sentence, or closes a bracket that was opened before, is not part of it. */
static struct bytes without_tail_punctuation(struct bytes text)
{
    size_t round = unopened(text, '(', ')'), square = unopened(text, '[', ']'), curly = unopened(text, '{', '}');

    while (text.n > 0) {
        char last = text.p[text.n - 1];
        size_t *excess = last == ')' ? &round : last == ']' ? &square : last == '}' ? &curly : NULL;

        if (excess != NULL ? *excess == 0 : last == '\0' || strchr(".,;:!?'*_ ", last) == NULL)
            break;
        if (excess != NULL)
            --*excess;
        text.n--;
    }
    return text;
}

/* A bare name is a host only below a suffix that exists, or one reserved for examples and tests. */
static bool is_real_name(const struct ident_data *data, struct arena *arena, struct bytes host)
{
    static const char *const reserved[] = {".example", ".test", ".invalid", ".onion"};

    for (size_t i = 0; i < COUNT_OF(reserved); i++)
        if (bytes_end(host, bytes_of(reserved[i])))
            return true;
    return host_suffix_known(data, arena, host);
}

/* "end of sentence.Next one": a small word, a stop, a word with a capital. */
static bool is_two_sentences(struct bytes text)
{
    const char *dot = memrchr(text.p, '.', text.n);
    struct bytes next = dot == NULL ? BYTES_NONE : bytes_from(text, (size_t)(dot - text.p) + 1);

    return next.n > 1 && dot > text.p && ascii_upper(next.p[0]) == next.p[0] && ascii_lower(next.p[1]) == next.p[1] &&
           ascii_alpha(next.p[0]) && ascii_alpha(next.p[1]) && ascii_lower(dot[-1]) == dot[-1];
}

/* With a path behind the host it is a URL whose scheme was left out. */
static enum reason read_bare_url(struct extraction *x, struct bytes text, struct ident *ret)
{
    enum reason reason = ident_parse(x->data, x->arena, IDENT_url, text, NULL, ret);
    struct ip ip;

    if (reason == REASON_ok && !ip_read(url_host(ret->value), &ip) && !is_real_name(x->data, x->arena, url_host(ret->value)))
        return REASON_host_invalid;
    return reason;
}

/* "192.0.2.7/24" is the address and how large its network is; "192.0.2.0/24" is a network and no address. */
static bool read_network(struct extraction *x, struct bytes text, struct ident *ret, enum reason *ret_reason)
{
    struct bytes address;
    struct network network;
    struct ip first;

    text = defang(x->arena, text, DEFANG_HOST);
    if (!bytes_find(text, '/', &(size_t){0}) || !network_read(text, &network) || network.bits < NETWORK_LEAST)
        return false;
    bytes_next_part(&text, '/', &address);
    first = network_first(&network);
    *ret_reason = memcmp(first.b, network.ip.b, sizeof(first.b)) == 0
                      ? REASON_ip_invalid
                      : ident_parse(x->data, x->arena, IDENT_ip, address, NULL, ret);
    return true;
}

static enum reason read_bare_host(struct extraction *x, struct bytes text, struct ident *ret)
{
    struct ip ip;
    enum reason reason;

    if (read_network(x, text, ret, &reason))
        return reason;
    if (memchr(text.p, '/', text.n) != NULL)
        return read_bare_url(x, text, ret);
    if (is_two_sentences(text))
        return REASON_host_invalid;
    text = defang(x->arena, text, DEFANG_HOST);
    if (ip_read(text, &ip))
        return ident_parse(x->data, x->arena, IDENT_ip, text, NULL, ret);
    reason = ident_parse(x->data, x->arena, IDENT_host, text, NULL, ret);
    if (reason == REASON_ok && (ip_read(ret->value, &ip) || !is_real_name(x->data, x->arena, ret->value)))
        return REASON_host_invalid;
    return reason;
}

/* A doubt is let pass where the form alone is proof enough that something was meant. */
static bool bearable(enum reason doubt, struct bytes text)
{
    return doubt == REASON_ok || doubt == REASON_ip_reserved || doubt == REASON_address_unverified ||
           (doubt == REASON_phone_unassigned && *text.p == '+');
}

static enum reason decide(struct extraction *x, enum ident_kind kind, struct bytes text, struct ident *ret)
{
    enum reason reason;

    if (kind == IDENT_host)
        return read_bare_host(x, text, ret);
    reason = ident_parse(x->data, x->arena, kind, text, NULL, ret);
    return reason == REASON_ok && !bearable(ret->doubt, text) ? ret->doubt : reason;
}

static bool shorten(struct bytes *text)
{
    const char *space = text->n == 0 ? NULL : memrchr(text->p, ' ', text->n);

    if (space == NULL)
        return false;
    *text = bytes_trim(bytes_slice(*text, 0, (size_t)(space - text->p)));
    return true;
}

/* The next words may look like more of the same: they are cut off until the parser is content. Returns where to go on. */
static size_t propose(struct extraction *x, size_t row, size_t start, size_t end)
{
    enum ident_kind kind = x->data->patterns[row].kind;
    struct bytes text = bytes_slice(x->text, start, end - start);
    struct ident ident;

    text = without_tail_punctuation(text);
    for (int i = 0; text.n > 0 && i < SHORTER_MOST; i++) {
        if (decide(x, kind, text, &ident) == REASON_ok) {
            put(x, &ident, start, text.n, row);
            return start + text.n;
        }
        if (!shorten(&text))
            break;
    }
    return end;
}

struct matcher {
    pcre2_match_data *matches;
    pcre2_match_context *limits;
    const PCRE2_SIZE *at; /* start and end of the last match */
};

static bool matches(struct matcher *m, const pcre2_code *code, struct bytes text, size_t from)
{
    return pcre2_match(code, (PCRE2_SPTR)text.p, text.n, from, 0, m->matches, m->limits) > 0;
}

/* The next proposal of a row from an offset on; false when there is none. */
static bool next_match(struct matcher *m, const struct pattern *pattern, struct bytes text, size_t from)
{
    if (pattern->anchor == NULL)
        return matches(m, pattern->anywhere, text, from);
    for (size_t search = from; search < text.n && matches(m, pattern->anchor, text, search);) {
        size_t anchor = m->at[0], behind = m->at[1];

        if (matches(m, pattern->here, text, pattern_start(pattern, text, from, anchor)) && m->at[1] > anchor)
            return true;
        search = behind > anchor ? behind : anchor + 1;
    }
    return false;
}

static void scan(struct extraction *x, size_t row, struct matcher *m)
{
    const struct pattern *pattern = &x->data->patterns[row];
    size_t from = 0;

    while (from < x->text.n && !arena_over(x->arena) && next_match(m, pattern, x->text, from))
        from = propose(x, row, m->at[0], m->at[1]);
}

static int by_place(const void *a, const void *b)
{
    const struct proposal *x = a, *y = b;

    if (x->found.offset != y->found.offset)
        return x->found.offset < y->found.offset ? -1 : 1;
    if (x->found.n != y->found.n)
        return x->found.n > y->found.n ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static void without_overlaps(struct extraction *x, struct ident_list *ret)
{
    size_t end = 0;

    if (x->count > 0)
        qsort(x->items, x->count, sizeof(*x->items), by_place);
    *ret = (struct ident_list){arena_array(x->arena, struct ident_found, x->count), 0};
    for (size_t i = 0; i < x->count; i++)
        if (x->items[i].found.offset >= end) {
            ret->items[ret->count++] = x->items[i].found;
            end = x->items[i].found.offset + x->items[i].found.n;
        }
}

void ident_extract(const struct ident_data *data, struct arena *arena, struct bytes text, struct ident_list *ret)
{
    struct extraction x = {.data = data, .arena = arena, .text = text};
    pcre2_general_context *memory = pcre2_general_context_create(arena_for_pcre2, keep_for_arena, arena);
    struct matcher m = {pcre2_match_data_create(1, memory), pcre2_match_context_create(memory), NULL};

    m.at = pcre2_get_ovector_pointer(m.matches);
    pcre2_set_match_limit(m.limits, MATCH_MOST);
    pcre2_set_heap_limit(m.limits, HEAP_MOST_KIB);
    for (size_t row = 0; row < data->pattern_count; row++)
        scan(&x, row, &m);
    without_overlaps(&x, ret);
}
