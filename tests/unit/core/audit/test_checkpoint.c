#include <criterion/criterion.h>
#include <string.h>

#include "core/checkpoint.h"

/* The first key of RFC 8032, section 7.1. */
static const uint8_t seed[32] = {0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
                                 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
static const uint8_t other_seed[32] = {1};

struct bench {
    struct arena *arena;
    struct op op;
    struct checkpoint_key key;
    struct checkpoint checkpoint;
    struct bytes note;
};

static struct bench bench_new(void)
{
    struct bench bench = {.arena = arena_new(1 << 20), .checkpoint = {.origin = BYTES("log.example/one"), .size = 42}};

    op_init(&bench.op, bench.arena, 0, "");
    cr_assert_eq(checkpoint_key_new(&bench.op, bench.checkpoint.origin, seed, &bench.key), ST_OK);
    sha256_bytes(BYTES("root"), &bench.checkpoint.root);
    bench.note = checkpoint_print(bench.arena, &bench.checkpoint, &bench.key);
    return bench;
}

/* Made with openssl pkeyutl from the same seed and text. */
Test(checkpoint, prints_the_note_that_another_program_prints)
{
    struct bench bench = bench_new();

    cr_expect(
        bytes_is(
            bench.note,
            "log.example/one\n"
            "42\n"
            "SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n"
            "\n"
            "\xE2\x80\x94 log.example/one tQxx2dvBq8DHqFXQu/y/vla+NkMrqWZxwgxRzzzDibi7XI4WJO/tNKCV+JkmARIjQ3DivCqVnJ/JhE+yFYlEffl4OAc=\n"),
        "%.*s", (int)bench.note.n, bench.note.p);
    cr_expect(bytes_is(checkpoint_key_print(bench.arena, &bench.key),
                       "log.example/one+b50c71d9+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"));
    arena_free(&bench.arena);
}

Test(checkpoint, reads_back_what_it_printed)
{
    struct bench bench = bench_new();
    struct checkpoint again;

    cr_assert_eq(checkpoint_parse(&bench.op, bench.note, &again), ST_OK);
    cr_expect(bytes_equal(again.origin, bench.checkpoint.origin));
    cr_expect_eq(again.size, 42);
    cr_expect_arr_eq(again.root.b, bench.checkpoint.root.b, 32);
    cr_expect_eq(checkpoint_check(bench.arena, bench.note, &bench.key), CHECKPOINT_SIGNED);
    arena_free(&bench.arena);
}

Test(checkpoint, finds_every_changed_byte_of_a_signed_note)
{
    struct bench bench = bench_new();

    for (size_t i = 0; i < bench.note.n; i++) {
        struct bytes copy = bytes_copy(bench.arena, bench.note);

        ((char *)copy.p)[i] ^= 1;
        cr_expect_neq(checkpoint_check(bench.arena, copy, &bench.key), CHECKPOINT_SIGNED, "byte %zu", i);
    }
    arena_free(&bench.arena);
}

Test(checkpoint, tells_unsigned_other_and_forged_apart)
{
    struct bench bench = bench_new();
    struct checkpoint_key other, none = checkpoint_key_none(bench.checkpoint.origin);
    struct bytes bare = checkpoint_print(bench.arena, &bench.checkpoint, &none);
    struct bytes forged = bytes_copy(bench.arena, bench.note);

    cr_assert_eq(checkpoint_key_new(&bench.op, bench.checkpoint.origin, other_seed, &other), ST_OK);
    ((char *)forged.p)[17] = '9'; /* a digit of the size */
    cr_expect_eq(checkpoint_check(bench.arena, bare, &bench.key), CHECKPOINT_UNSIGNED);
    cr_expect_eq(checkpoint_check(bench.arena, bench.note, &other), CHECKPOINT_OTHER_KEY);
    cr_expect_eq(checkpoint_check(bench.arena, bench.note, &none), CHECKPOINT_OTHER_KEY);
    cr_expect_eq(checkpoint_check(bench.arena, forged, &bench.key), CHECKPOINT_FORGED);
    arena_free(&bench.arena);
}

Test(checkpoint, takes_a_note_that_witnesses_have_signed_too)
{
    struct bench bench = bench_new();
    struct bytes both =
        bytes_printf(bench.arena, "%.*s\xE2\x80\x94 witness.example/w1 jWbPPwAAAABkGFDL\n", (int)bench.note.n, bench.note.p);
    struct checkpoint again;

    cr_expect_eq(checkpoint_check(bench.arena, both, &bench.key), CHECKPOINT_SIGNED);
    cr_expect_eq(checkpoint_parse(&bench.op, both, &again), ST_OK);
    arena_free(&bench.arena);
}

Test(checkpoint, refuses_notes_that_are_not_well_formed)
{
    static const char *const rows[] = {
        "",
        "\n\n",
        "log.example/one\n42\n",
        "log.example/one\n42\nAAAA\n\n",
        "log.example/one\n042\nSBNJTRN+FjG7oXdxYxLVz0AVC6Bl5cLJAE9lKQQbTBU=\n\n",
        "log.example/one\n-1\nSBNJTRN+FjG7oXdxYxLVz0AVC6Bl5cLJAE9lKQQbTBU=\n\n",
        "log.example/one\n18446744073709551616\nSBNJTRN+FjG7oXdxYxLVz0AVC6Bl5cLJAE9lKQQbTBU=\n\n",
        "a log\n42\nSBNJTRN+FjG7oXdxYxLVz0AVC6Bl5cLJAE9lKQQbTBU=\n\n",
        "\n42\nSBNJTRN+FjG7oXdxYxLVz0AVC6Bl5cLJAE9lKQQbTBU=\n\n",
        "log.example/\xFF\n42\nSBNJTRN+FjG7oXdxYxLVz0AVC6Bl5cLJAE9lKQQbTBU=\n\n",
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct bench bench = bench_new();
        struct checkpoint again;

        cr_expect_eq(checkpoint_parse(&bench.op, bytes_of(rows[i]), &again), ST_INPUT, "row %zu", i);
        arena_free(&bench.arena);
    }
}

Test(checkpoint, reads_both_forms_of_a_key)
{
    struct bench bench = bench_new();
    struct bytes secret = checkpoint_key_print_secret(bench.arena, &bench.key);
    struct bytes open = checkpoint_key_print(bench.arena, &bench.key);
    struct checkpoint_key again;

    cr_assert_eq(checkpoint_key_parse(&bench.op, bytes_printf(bench.arena, "%.*s\n", (int)secret.n, secret.p), &again), ST_OK);
    cr_expect(again.can_sign && again.can_check);
    cr_expect(bytes_equal(checkpoint_print(bench.arena, &bench.checkpoint, &again), bench.note));
    cr_assert_eq(checkpoint_key_parse(&bench.op, open, &again), ST_OK);
    cr_expect(!again.can_sign && again.can_check);
    cr_expect_eq(checkpoint_check(bench.arena, bench.note, &again), CHECKPOINT_SIGNED);
    arena_free(&bench.arena);
}

Test(checkpoint, refuses_keys_that_are_not_well_formed)
{
    struct bench bench = bench_new();
    struct bytes good = checkpoint_key_print_secret(bench.arena, &bench.key);

    for (size_t i = 0; i < good.n; i++) { /* every key with one character changed is another key, so its id is wrong */
        struct bytes copy = bytes_copy(bench.arena, good);
        struct checkpoint_key key;

        if (i + 1 == good.n)
            continue; /* the last character has bits that base64 ignores or refuses */
        ((char *)copy.p)[i] ^= 1;
        op_clear(&bench.op);
        cr_expect_eq(checkpoint_key_parse(&bench.op, copy, &key), ST_INPUT, "character %zu", i);
        cr_expect(strstr(bench.op.cause, "nWGx") == NULL, "the cause names a part of the key");
    }
    op_clear(&bench.op);
    for (size_t n = 0; n < good.n; n++) {
        struct checkpoint_key key;

        op_clear(&bench.op);
        cr_expect_eq(checkpoint_key_parse(&bench.op, bytes_slice(good, 0, n), &key), ST_INPUT, "%zu characters", n);
    }
    arena_free(&bench.arena);
}

Test(checkpoint, refuses_names_that_would_break_the_note)
{
    static const char *const rows[] = {"", "a b", "a+b", "a\nb", "a\x7f", "caf\xC3\xA9"};

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct bench bench = bench_new();
        struct checkpoint_key key;

        cr_expect_eq(checkpoint_key_new(&bench.op, bytes_of(rows[i]), seed, &key), ST_INPUT, "row %zu", i);
        arena_free(&bench.arena);
    }
}
