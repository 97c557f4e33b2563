#include "core/taxii_envelope.h"

#include "base/instant.h"

enum picked { PICKED_more, PICKED_next, PICKED_objects, PICKED_COUNT };

struct json_pick *taxii_envelope_new(struct op *op)
{
    static const struct bytes paths[PICKED_COUNT] = {{"more", 4}, {"next", 4}, {"objects", 7}};

    return json_pick_new(op, paths, PICKED_COUNT);
}

static bool is_later(struct bytes a, struct bytes b)
{
    int64_t left, right;

    return instant_parse(a, &left) && (b.n == 0 || !instant_parse(b, &right) || left > right);
}

static struct bytes later_of(struct bytes a, struct bytes b)
{
    return is_later(a, b) ? a : b;
}

/* There are servers that call each page by the same name: the objects tell whether it is another one. */
static enum status next_page(struct op *op, const struct taxii_place *at, struct bytes next, struct bytes last_added,
                             struct taxii_page *page)
{
    page->next = (struct taxii_place){at->added_after, next, later_of(last_added, at->reached)};
    return page->objects == 0 && bytes_equal(next, at->next)
               ? op_fail(op, ST_INPUT, "the next page is said to be the same page again")
               : ST_OK;
}

enum status taxii_envelope_end(struct op *op, struct json_pick *pick, const struct taxii_place *at, struct bytes last_added,
                               struct taxii_page *ret)
{
    const struct json_picked *picked;
    struct taxii_page page = {0};
    enum status st = json_pick_end(pick, &picked);

    if (st != ST_OK)
        return st;
    struct bytes next = picked[PICKED_next].text;
    struct bytes last = later_of(last_added, later_of(at->reached, at->added_after));

    page.objects = picked[PICKED_objects].count;
    page.more = picked[PICKED_more].type == JSON_TRUE;
    page.next = (struct taxii_place){.added_after = last};
    if (page.more && picked[PICKED_next].type == JSON_STRING && next.n > 0)
        st = next_page(op, at, next, last_added, &page);
    else if (page.more && !is_later(last, at->added_after))
        st = op_fail(op, ST_INPUT, "there are more pages, but the server does not say how to ask for them");
    if (st == ST_OK)
        *ret = page;
    return st;
}

struct taxii_place taxii_place_resume(struct arena *arena, const struct taxii_place *at)
{
    int64_t reached;

    if (!is_later(at->reached, at->added_after) || !instant_parse(at->reached, &reached))
        return (struct taxii_place){.added_after = at->added_after};
    return (struct taxii_place){.added_after = later_of(instant_print(arena, reached - 1), at->added_after)};
}
