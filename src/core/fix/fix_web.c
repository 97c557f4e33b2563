/* E-mail addresses, URLs, hosts and phone numbers. */
#include <string.h>

#include "core/fix/candidate.h"

static struct bytes with_dots(struct arena *arena, struct bytes text)
{
    struct bytes copy = bytes_copy(arena, text);

    for (size_t i = 0; i < copy.n; i++)
        if (copy.p[i] == ',')
            ((char *)copy.p)[i] = '.';
    return copy;
}

void fix_comma_for_dot(struct candidates *candidates, struct bytes text)
{
    size_t at;

    if (bytes_find(text, ',', &at))
        candidate_offer(candidates, with_dots(candidates->context->arena, text));
}

/* ---- e-mail ---- */

static const struct bytes at_words[] = {{"@@", 2}, {"(at)", 4}, {"[at]", 4}, {" at ", 4}, {" @ ", 3}, {"(@)", 3}};

void fix_at_sign(struct candidates *candidates, struct bytes text)
{
    struct arena *arena = candidates->context->arena;

    for (size_t w = 0; w < COUNT_OF(at_words); w++)
        for (size_t i = 0; i + at_words[w].n <= text.n; i++)
            if (bytes_equal_fold(bytes_slice(text, i, at_words[w].n), at_words[w])) {
                struct bytes domain = bytes_from(text, i + at_words[w].n);

                candidate_offer(candidates, bytes_printf(arena, "%.*s@%.*s", (int)i, text.p, (int)domain.n, domain.p));
            }
}

/* ---- URLs ---- */

/* "http" or "https" with a letter missing, doubled or swapped; nothing else that a scheme could be. */
static bool is_misspelled_http(struct bytes word)
{
    static const char *const known[] = {"http",   "htp",   "htpp",    "hhtp",   "htttp",  "httpp", "ttp",    "hptt", "thtp",
                                        "hhttp",  "htt",   "https",   "htps",   "htpps",  "hhtps", "htttps", "ttps", "hptts",
                                        "httpss", "httsp", "htttpss", "hhttps", "httpps", "shttp", "hxtp"};

    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (bytes_equal_fold(word, bytes_of(known[i])))
            return true;
    return false;
}

/* Letters, then at least one of ':', then slashes of any kind and number, or ";//" and the like. */
void fix_url_beginning(struct candidates *candidates, struct bytes text)
{
    struct arena *arena = candidates->context->arena;
    size_t letters = 0, at;

    while (letters < text.n && ascii_alpha(text.p[letters]))
        letters++;
    at = letters;
    while (at < text.n && strchr(":;/\\.", text.p[at]) != NULL)
        at++;
    if (letters == 0 || at == letters || at == text.n || !is_misspelled_http(bytes_slice(text, 0, letters)))
        return;
    bool secure = memchr(text.p, 's', letters) != NULL || memchr(text.p, 'S', letters) != NULL;

    candidate_offer(candidates, bytes_printf(arena, "http%s://%.*s", secure ? "s" : "", (int)(text.n - at), text.p + at));
}

/* ---- phones ---- */

void fix_plus_missing(struct candidates *candidates, struct bytes text)
{
    if (ascii_digit(text.p[0]) && text.p[0] != '0')
        candidate_offer(candidates, bytes_printf(candidates->context->arena, "+%.*s", (int)text.n, text.p));
}
