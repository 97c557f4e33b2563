#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "edge/intake/vault.h"

static struct arena *arena;
static struct op op;
static struct vault *vault;

static void setup(void)
{
    arena = arena_new(64 << 20);
    op_init(&op, arena, 0, "test");
    cr_assert_eq(vault_open(&op, &vault), ST_OK);
}

static void teardown(void)
{
    vault_close(&vault);
    arena_free(&arena);
}

TestSuite(vault, .init = setup, .fini = teardown);

static unsigned char byte_at(size_t i)
{
    return (unsigned char)((i * 2654435761u) >> 13);
}

static char *text_of(size_t n)
{
    char *text = arena_alloc(arena, n + 1);

    for (size_t i = 0; i < n; i++)
        text[i] = (char)byte_at(i);
    return text;
}

Test(vault, gives_back_what_was_put_wherever_it_is_read)
{
    static const size_t offsets[] = {0, 1, 63, 64, 65, 65535, 65536, 65537, 131071, 150000, 199999};
    static const size_t lengths[] = {0, 1, 63, 64, 65, 1000, 65472, 65473, 65536, 100000};
    size_t n = 200000;
    char *text = text_of(n), *got = arena_alloc(arena, n);

    for (size_t i = 0, step = 1; i < n; i += step, step = step * 3 + 1)
        cr_assert_eq(vault_put(&op, vault, bytes_slice((struct bytes){text, n}, i, step)), ST_OK);
    cr_assert_eq(vault_end(&op, vault), ST_OK);
    cr_assert_eq(vault_size(vault), n);
    for (size_t o = 0; o < COUNT_OF(offsets); o++)
        for (size_t l = 0; l < COUNT_OF(lengths); l++) {
            if (offsets[o] + lengths[l] > n)
                continue;
            cr_assert_eq(vault_read(&op, vault, offsets[o], got, lengths[l]), ST_OK);
            cr_assert_eq(memcmp(got, text + offsets[o], lengths[l]), 0, "%zu bytes at %zu", lengths[l], offsets[o]);
        }
}

Test(vault, gives_nothing_outside_of_what_was_put)
{
    char got[16];

    cr_assert_eq(vault_put(&op, vault, BYTES("0123456789")), ST_OK);
    cr_assert_eq(vault_end(&op, vault), ST_OK);
    cr_expect_eq(vault_read(&op, vault, 0, got, 10), ST_OK);
    cr_expect_eq(vault_read(&op, vault, 10, got, 0), ST_OK);
    cr_expect_eq(vault_read(&op, vault, 0, got, 11), ST_INPUT);
    cr_expect_eq(vault_read(&op, vault, 11, got, 0), ST_INPUT);
    cr_expect_eq(vault_read(&op, vault, UINT64_MAX, got, 2), ST_INPUT);
}

/* A file that this process has open, without a name as it is; NULL: the descriptor is none. */
static FILE *open_again(int descriptor)
{
    char path[64];
    struct stat info;

    snprintf(path, sizeof(path), "/proc/self/fd/%d", descriptor);
    return fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode) ? fopen(path, "rb") : NULL;
}

static bool is_in_an_open_file(struct bytes text)
{
    static char content[1 << 20];
    bool found = false;

    for (int descriptor = 3; descriptor < 64; descriptor++) {
        FILE *file = open_again(descriptor);

        if (file == NULL)
            continue;
        found = found || memmem(content, fread(content, 1, sizeof(content), file), text.p, text.n) != NULL;
        fclose(file);
    }
    return found;
}

Test(vault, writes_nothing_that_can_be_read_without_its_key)
{
    FILE *plain = tmpfile();
    struct bytes marked = BYTES("SENTINEL 4111111111111111");

    for (int i = 0; i < 10000; i++)
        cr_assert_eq(vault_put(&op, vault, marked), ST_OK);
    cr_assert_eq(vault_end(&op, vault), ST_OK);
    cr_expect_not(is_in_an_open_file(BYTES("SENTINEL")));
    cr_assert_eq(fwrite(marked.p, 1, marked.n, plain), marked.n);
    fflush(plain);
    cr_expect(is_in_an_open_file(BYTES("SENTINEL")), "the search finds what is there");
    fclose(plain);
}

Test(vault, encrypts_the_same_bytes_otherwise_each_time)
{
    struct vault *other = NULL;
    char first[2][64];
    int at = 0;

    cr_assert_eq(vault_open(&op, &other), ST_OK);
    for (int i = 0; i < 64; i++) {
        cr_assert_eq(vault_put(&op, vault, BYTES("same")), ST_OK);
        cr_assert_eq(vault_put(&op, other, BYTES("same")), ST_OK);
    }
    cr_assert_eq(vault_end(&op, vault), ST_OK);
    cr_assert_eq(vault_end(&op, other), ST_OK);
    for (int descriptor = 3; descriptor < 64 && at < 2; descriptor++) {
        FILE *file = open_again(descriptor);

        if (file == NULL)
            continue;
        if (fread(first[at], 1, 64, file) == 64 && fseek(file, 0, SEEK_END) == 0 && ftell(file) == 256)
            at++;
        fclose(file);
    }
    cr_assert_eq(at, 2, "both files were found");
    cr_expect_neq(memcmp(first[0], first[1], 64), 0);
    vault_close(&other);
}
