#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/trait.h"

#define RECORDS 40

struct said {
    struct entity entity;
    struct record record;
    struct trait traits[2];
    int16_t partner;
};

static struct uuid id_of(const char *text)
{
    struct bytes part = bytes_of(text);

    return uuid_derive(&part, 1);
}

static struct said said(int number)
{
    char text[16];
    struct said said = {.partner = (int16_t)(number % 7 + 1)};

    snprintf(text, sizeof(text), "record %d", number);
    said.entity = (struct entity){true, id_of(number % 2 == 0 ? "even" : "odd"), BYTES("x")};
    said.record = (struct record){.id = id_of(text), .grade = (int16_t)(number % 3 == 0 ? 0 : 11 + number % 5)};
    said.traits[0] =
        (struct trait){TRAIT_email,   ROLE_support, BYTES("a@b.example"), trait_hash(TRAIT_email, BYTES("a@b.example")),
                       1000 - number, 1000 + number};
    said.traits[1] = said.traits[0];
    said.traits[1].role = ROLE_contact;
    return said;
}

static struct fold *fold_of(struct arena *arena, int step)
{
    struct fold *fold = fold_new(arena);

    for (int i = 0; i < RECORDS; i++) {
        struct said one = said(i * step % RECORDS);
        struct trait_list list = {one.traits, 2};

        fold_add(fold, &one.entity, &list, &one.record, one.partner);
    }
    return fold;
}

static const struct folded_trait *find(const struct fold *fold, const char *entity, enum record_role role)
{
    struct uuid id = id_of(entity);

    for (size_t i = 0; i < fold_count(fold); i++)
        if (uuid_compare(&fold_at(fold, i)->entity, &id) == 0 && fold_at(fold, i)->role == role)
            return fold_at(fold, i);
    cr_assert_fail("nothing folded for %s", entity);
    return NULL;
}

Test(fold, has_one_row_for_each_entity_kind_role_and_value)
{
    struct arena *arena = arena_new(SIZE_MAX);
    struct fold *fold = fold_of(arena, 1);

    cr_assert_eq(fold_count(fold), 4u);
    const struct folded_trait *even = find(fold, "even", ROLE_support);

    cr_expect_eq(even->records, RECORDS / 2);
    cr_expect_eq(even->first_us, 1000 - 38);
    cr_expect_eq(even->last_us, 1000 + 38);
    cr_expect_eq(even->grade, 11);
    cr_expect_eq(even->example_count, 3u);
    cr_expect_eq(even->partner_count, 7u);
    for (size_t i = 0; i + 1 < even->partner_count; i++)
        cr_expect_lt(even->partners[i], even->partners[i + 1]);
    arena_free(&arena);
}

Test(fold, keeps_the_lowest_record_ids_as_examples)
{
    struct arena *arena = arena_new(SIZE_MAX);
    const struct folded_trait *odd = find(fold_of(arena, 1), "odd", ROLE_contact);
    size_t lower = 0;

    for (int i = 1; i < RECORDS; i += 2) {
        struct said one = said(i);

        lower += uuid_compare(&one.record.id, &odd->examples[2]) < 0;
    }
    cr_expect_eq(lower, 2u);
    arena_free(&arena);
}

Test(fold, does_not_depend_on_the_order_of_arrival)
{
    static const char *const entities[] = {"even", "odd"};
    struct arena *arena = arena_new(SIZE_MAX);
    struct fold *forth = fold_of(arena, 1), *jumping = fold_of(arena, 27);

    for (size_t i = 0; i < COUNT_OF(entities); i++) {
        const struct folded_trait *a = find(forth, entities[i], ROLE_contact), *b = find(jumping, entities[i], ROLE_contact);

        cr_expect_eq(a->records, b->records);
        cr_expect_eq(a->grade, b->grade);
        cr_expect_eq(a->first_us, b->first_us);
        cr_expect_eq(a->last_us, b->last_us);
        cr_expect_eq(a->partner_count, b->partner_count);
        cr_expect_eq(memcmp(a->partners, b->partners, a->partner_count * sizeof(*a->partners)), 0);
        cr_expect_eq(memcmp(a->examples, b->examples, sizeof(a->examples)), 0);
    }
    arena_free(&arena);
}

Test(fold, keeps_the_lowest_partners_up_to_its_limit)
{
    struct arena *arena = arena_new(SIZE_MAX);
    struct fold *fold = fold_new(arena);

    for (int16_t partner = 200; partner > 0; partner--) {
        struct said one = said(2);
        struct trait_list list = {one.traits, 1};

        fold_add(fold, &one.entity, &list, &one.record, partner);
    }
    const struct folded_trait *folded = fold_at(fold, 0);

    cr_assert_eq(folded->partner_count, (size_t)FOLD_PARTNER_LIMIT);
    cr_expect_eq(folded->partners[0], 1);
    cr_expect_eq(folded->partners[FOLD_PARTNER_LIMIT - 1], FOLD_PARTNER_LIMIT);
    arena_free(&arena);
}

Test(fold, grows_to_many_rows)
{
    struct arena *arena = arena_new(SIZE_MAX);
    struct fold *fold = fold_new(arena);

    for (int i = 0; i < 20000; i++) {
        struct said one = said(2);
        struct bytes value = bytes_printf(arena, "value %d", i % 10000);
        struct trait trait = {TRAIT_rrn, ROLE_payment, value, trait_hash(TRAIT_rrn, value), i, i};
        struct trait_list list = {&trait, 1};

        fold_add(fold, &one.entity, &list, &one.record, 1);
    }
    cr_assert_eq(fold_count(fold), 10000u);
    for (size_t i = 0; i < fold_count(fold); i++)
        cr_assert_eq(fold_at(fold, i)->records, 2);
    arena_free(&arena);
}
