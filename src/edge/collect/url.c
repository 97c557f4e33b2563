/* Where a link of a server leads. Two readers may read one URL as two: only what is plain is followed, and only on the same server. */
#include <string.h>

#include "edge/route.h"
#include "http_get.h"

#define URL_MOST 8192

static void url_free(CURLU **url)
{
    curl_url_cleanup(*url);
}

static bool part_equal(CURLU *a, CURLU *b, CURLUPart part)
{
    char *left = NULL, *right = NULL;
    bool equal = curl_url_get(a, part, &left, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                 curl_url_get(b, part, &right, CURLU_DEFAULT_PORT) == CURLUE_OK &&
                 bytes_equal_fold(bytes_of(left), bytes_of(right));

    curl_free(left);
    curl_free(right);
    return equal;
}

static bool is_plain(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] <= 0x20 || (unsigned char)text.p[i] >= 0x7F || text.p[i] == '\\')
            return false;
    return text.n > 0 && text.n <= URL_MOST;
}

bool url_follow(struct arena *arena, struct bytes base, struct bytes reference, struct bytes *ret)
{
    AUTO(url_free) CURLU *from = curl_url();
    AUTO(url_free) CURLU *to = curl_url();
    char *text = NULL;

    if (from == NULL || to == NULL || !is_plain(reference) ||
        curl_url_set(from, CURLUPART_URL, bytes_cstr(arena, base), 0) != CURLUE_OK ||
        curl_url_set(to, CURLUPART_URL, bytes_cstr(arena, base), 0) != CURLUE_OK ||
        curl_url_set(to, CURLUPART_URL, bytes_cstr(arena, reference), 0) != CURLUE_OK)
        return false;
    curl_url_set(to, CURLUPART_FRAGMENT, NULL, 0);
    if (!part_equal(from, to, CURLUPART_SCHEME) || !part_equal(from, to, CURLUPART_HOST) ||
        !part_equal(from, to, CURLUPART_PORT) || curl_url_get(to, CURLUPART_URL, &text, 0) != CURLUE_OK)
        return false;
    *ret = bytes_copy(arena, bytes_of(text));
    curl_free(text);
    return ret->n <= URL_MOST && egress_url_good(arena, *ret, "https");
}

struct bytes url_with(struct arena *arena, struct bytes url, struct bytes name, struct bytes value)
{
    struct bytes escaped = percent_encode(arena, value);
    char mark = memchr(url.p, '?', url.n) == NULL ? '?' : '&';

    return bytes_printf(arena, "%.*s%c%.*s=%.*s", (int)url.n, url.p, mark, (int)name.n, name.p, (int)escaped.n, escaped.p);
}
