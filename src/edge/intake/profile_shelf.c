#include "profile_shelf.h"

#include <pthread.h>
#include <stdlib.h>

#include "edge/profile_file.h"

/* Lies in its own arena. */
struct shelved {
    struct arena *arena;
    struct bytes text;
    struct profile profile;
    size_t loans;
    bool kept; /* on the shelf; else the last loan frees it */
    struct shelved *next;
};

struct profile_shelf {
    pthread_mutex_t lock;
    struct shelved *first; /* the last that was asked for */
    struct profile_shelf_state state;
};

struct profile_shelf *profile_shelf_new(void)
{
    struct profile_shelf *shelf = calloc(1, sizeof(*shelf));

    if (shelf == NULL)
        abort();
    pthread_mutex_init(&shelf->lock, NULL);
    return shelf;
}

static void shelved_free(struct shelved *shelved)
{
    struct arena *arena = shelved->arena; /* it lies in it */

    profile_done(&shelved->profile);
    arena_free(&arena);
}

void profile_shelf_free(struct profile_shelf **shelf)
{
    if (*shelf == NULL)
        return;
    for (struct shelved *shelved = (*shelf)->first, *next; shelved != NULL; shelved = next) {
        next = shelved->next;
        shelved_free(shelved);
    }
    pthread_mutex_destroy(&(*shelf)->lock);
    free(*shelf);
    *shelf = NULL;
}

/* ---- under the lock ---- */

static void push(struct profile_shelf *shelf, struct shelved *shelved)
{
    shelved->next = shelf->first;
    shelf->first = shelved;
}

static struct shelved *find(struct profile_shelf *shelf, struct bytes text)
{
    for (struct shelved **link = &shelf->first; *link != NULL; link = &(*link)->next)
        if (bytes_equal((*link)->text, text)) {
            struct shelved *found = *link;

            *link = found->next;
            push(shelf, found);
            found->loans++;
            return found;
        }
    return NULL;
}

static void drop_last(struct profile_shelf *shelf)
{
    struct shelved **link = &shelf->first;

    while ((*link)->next != NULL)
        link = &(*link)->next;
    struct shelved *last = *link;

    *link = NULL;
    last->kept = false;
    shelf->state.profiles--;
    shelf->state.bytes -= arena_used(last->arena);
    if (last->loans == 0)
        shelved_free(last);
}

static void put(struct profile_shelf *shelf, struct shelved *shelved)
{
    shelved->kept = true;
    push(shelf, shelved);
    shelf->state.profiles++;
    shelf->state.bytes += arena_used(shelved->arena);
    while (shelf->first != NULL && shelf->state.bytes > SHELF_MEMORY_MOST)
        drop_last(shelf);
}

/* ---- one profile ---- */

static enum status shelved_new(struct op *op, const char *where, struct bytes text, struct shelved **ret)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct shelved *shelved = arena_new_of(arena, struct shelved);
    struct op inner;

    op_init(&inner, arena, op->now_us, op->actor);
    shelved->text = bytes_copy(arena, text);
    enum status st = profile_parse(&inner, where, shelved->text, &shelved->profile);

    if (st != ST_OK)
        return op_fail(op, st, "%s", inner.cause);
    shelved->arena = arena;
    shelved->loans = 1;
    arena = NULL;
    *ret = shelved;
    return ST_OK;
}

/* Parsed without the lock: nobody waits for another's text. Of two that parsed the same the second is not kept. */
static enum status find_or_parse(struct op *op, struct profile_shelf *shelf, const char *where, struct bytes text,
                                 struct shelved **ret)
{
    struct shelved *shelved = NULL, *other;
    enum status st;

    pthread_mutex_lock(&shelf->lock);
    *ret = find(shelf, text);
    pthread_mutex_unlock(&shelf->lock);
    if (*ret != NULL)
        return ST_OK;
    st = shelved_new(op, where, text, &shelved);
    if (st != ST_OK)
        return st;
    pthread_mutex_lock(&shelf->lock);
    shelf->state.parsed++;
    other = find(shelf, text);
    if (other == NULL)
        put(shelf, shelved);
    pthread_mutex_unlock(&shelf->lock);
    if (other != NULL)
        shelved_free(shelved);
    *ret = other == NULL ? shelved : other;
    return ST_OK;
}

/* ---- loans ---- */

enum status profile_lend(struct op *op, struct profile_shelf *shelf, const char *where, struct bytes text,
                         struct profile_loan *ret)
{
    struct profile_loan loan = {.shelf = shelf};
    enum status st;

    if (shelf == NULL)
        return profile_parse(op, where, text, &ret->profile);
    st = find_or_parse(op, shelf, where, text, &loan.shelved);
    if (st == ST_OK)
        st = profile_share(op, &loan.shelved->profile, &loan.profile);
    if (st == ST_OK)
        *ret = loan;
    else if (loan.shelved != NULL)
        profile_give_back(&loan);
    return st;
}

void profile_give_back(struct profile_loan *loan)
{
    struct profile_shelf *shelf = loan->shelf;
    bool is_free;

    profile_done(&loan->profile);
    if (loan->shelved == NULL)
        return;
    pthread_mutex_lock(&shelf->lock);
    is_free = --loan->shelved->loans == 0 && !loan->shelved->kept;
    pthread_mutex_unlock(&shelf->lock);
    if (is_free)
        shelved_free(loan->shelved);
    *loan = (struct profile_loan){.shelf = NULL};
}

struct profile_shelf_state profile_shelf_look(struct profile_shelf *shelf)
{
    struct profile_shelf_state state;

    pthread_mutex_lock(&shelf->lock);
    state = shelf->state;
    pthread_mutex_unlock(&shelf->lock);
    return state;
}
