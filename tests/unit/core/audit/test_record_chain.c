#include <criterion/criterion.h>
#include <string.h>

#include "core/record_chain.h"

static struct sha256 chain_of(const struct record_mark *marks, size_t count)
{
    struct sha256 chain = {{0}};

    for (size_t i = 0; i < count; i++)
        record_chain_add(i == 0 ? NULL : &chain, &marks[i], &chain);
    return chain;
}

Test(record_chain, hashes_its_parts_in_the_order_that_the_header_says)
{
    struct record_mark mark = {.line = 1, .event_us = 2, .grade = 3};
    char text[8 * 3 + 16 * 3 + 32] = {0};
    struct sha256 expected, chain = chain_of(&mark, 1);

    text[7] = 1;
    text[15] = 2;
    text[23] = 3;
    sha256_bytes((struct bytes){text, sizeof(text)}, &expected);
    cr_expect_arr_eq(chain.b, expected.b, 32);
}

Test(record_chain, changes_with_every_part_of_every_record_and_with_their_order)
{
    struct record_mark marks[3] = {{.line = 1}, {.line = 2}, {.line = 3}}, changed[3];
    struct sha256 chain = chain_of(marks, 3), other;

    for (size_t i = 0; i < sizeof(marks); i++) {
        memcpy(changed, marks, sizeof(marks));
        ((unsigned char *)changed)[i] ^= 1;
        other = chain_of(changed, 3);
        cr_expect(memcmp(chain.b, other.b, 32) != 0, "byte %zu", i);
    }
    other = chain_of(marks, 2);
    cr_expect(memcmp(chain.b, other.b, 32) != 0, "one record less");
    memcpy(changed, marks, sizeof(marks));
    changed[0] = marks[1];
    changed[1] = marks[0];
    other = chain_of(changed, 3);
    cr_expect(memcmp(chain.b, other.b, 32) != 0, "another order");
}
