#include <criterion/criterion.h>
#include <string.h>

#include "base/annotate.h"
#include "base/hash.h"
#include "base/map.h"

/* FIPS 180-4 examples. */
Test(sha256, matches_the_published_examples)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    struct sha256 hash;

    sha256_bytes(BYTES("abc"), &hash);
    cr_assert(bytes_is(sha256_print(arena, &hash), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    sha256_bytes(BYTES(""), &hash);
    cr_assert(bytes_is(sha256_print(arena, &hash), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
}

Test(uuid, is_derived_from_its_parts_and_their_borders)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    struct bytes one[] = {BYTES("ab"), BYTES("c")}, other[] = {BYTES("a"), BYTES("bc")};
    struct uuid a = uuid_derive(one, 2), b = uuid_derive(other, 2), again = uuid_derive(one, 2), read;
    struct bytes text = uuid_print(arena, &a);

    cr_assert_neq(uuid_compare(&a, &b), 0);
    cr_assert_eq(uuid_compare(&a, &again), 0);
    cr_assert_eq(text.p[14], '8', "version 8");
    cr_assert(strchr("89ab", text.p[19]) != NULL, "variant");
    cr_assert(uuid_parse(text, &read));
    cr_assert_eq(uuid_compare(&a, &read), 0);
    cr_assert_not(uuid_parse(BYTES("00000000-0000-0000-0000-00000000000"), &read));
    cr_assert_not(uuid_parse(BYTES("00000000-0000-0000-0000_000000000000"), &read));
    cr_assert_not(uuid_parse(BYTES("g0000000-0000-0000-0000-000000000000"), &read));
}

Test(base64, reads_what_it_prints_and_nothing_else)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    struct bytes raw;

    cr_assert(bytes_is(base64_print(arena, BYTES("foobar")), "Zm9vYmFy")); /* RFC 4648 section 10 */
    cr_assert(bytes_is(base64_print(arena, BYTES("f")), "Zg=="));
    cr_assert(base64_parse(arena, BYTES("Zm8="), &raw));
    cr_assert(bytes_is(raw, "fo"));
    cr_assert_not(base64_parse(arena, BYTES("Zm8"), &raw));
    cr_assert_not(base64_parse(arena, BYTES("Zm8=!"), &raw));
    cr_assert(hex_parse(arena, BYTES("00fF"), &raw));
    cr_assert_eq(raw.n, 2);
    cr_assert_not(hex_parse(arena, BYTES("0"), &raw));
    cr_assert_not(hex_parse(arena, BYTES("0g"), &raw));
}

Test(map, finds_every_key_and_keeps_the_order_of_arrival)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 26);
    struct map map;

    map_init(&map, arena);
    for (size_t i = 0; i < 20000; i++)
        *map_put(&map, bytes_printf(arena, "key %zu", i)) = (void *)(i + 1);
    cr_assert_eq(map_count(&map), 20000);
    for (size_t i = 0; i < 20000; i++) {
        cr_assert_eq((size_t)map_find(&map, bytes_printf(arena, "key %zu", i)), i + 1);
        cr_assert_eq((size_t)map_at(&map, i)->value, i + 1);
    }
    cr_assert_null(map_find(&map, BYTES("key 20000")));
    *map_put(&map, BYTES("key 5")) = NULL;
    cr_assert_eq(map_count(&map), 20000);
}
