#include "files.h"

#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"

#define FILES_MOST ((size_t)50000)
#define NAME_MOST 255
#define READ_SIZE ((size_t)64 * 1024)
#define WAIT_STEP_US INT64_C(50000)

struct looking {
    struct run *run;
    const struct folder *folder;
    void *self;
    char *buffer;
};

/* ---- what is there ---- */

static bool name_good(struct bytes name)
{
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7F || name.p[i] == '/' || name.p[i] == '\\')
            return false;
    return name.n > 0 && name.n <= NAME_MOST && utf8_check(name) == name.n;
}

enum status files_found_put(struct run *run, struct files_found *found, struct bytes name, int64_t bytes, int64_t modified_us)
{
    if (!name_good(name)) {
        found->strange++;
        return ST_OK;
    }
    if (!collect_file_fits(run->plan, name))
        return ST_OK;
    if (found->count == FILES_MOST)
        return op_fail(run->op, ST_LIMIT, "the folder holds more than %zu files", FILES_MOST);
    found->items = arena_room(found->arena, found->items, found->count, &found->room, sizeof(*found->items));
    found->items[found->count++] = (struct source_item){bytes_copy(found->arena, name), bytes, modified_us, true, NULL};
    return ST_OK;
}

static int older_first(const void *a, const void *b)
{
    const struct source_item *left = a, *right = b;

    if (left->modified_us != right->modified_us)
        return left->modified_us < right->modified_us ? -1 : 1;
    return bytes_compare(left->name, right->name);
}

static enum status look(struct looking *looking, struct files_found *ret)
{
    *ret = (struct files_found){.arena = looking->run->op->arena};
    enum status st = looking->folder->list(looking->run, looking->self, ret);

    if (st == ST_OK && ret->count > 0)
        qsort(ret->items, ret->count, sizeof(ret->items[0]), older_first);
    return st;
}

static bool item_equal(const struct source_item *a, const struct source_item *b)
{
    return a->bytes == b->bytes && a->modified_us == b->modified_us && bytes_equal(a->name, b->name);
}

/* Both lists are in order: what has changed in between is left for later. */
static void keep_settled(struct files_found *now, const struct files_found *before)
{
    size_t kept = 0, at = 0;

    for (size_t i = 0; i < now->count; i++) {
        while (at < before->count && older_first(&before->items[at], &now->items[i]) < 0)
            at++;
        if (at < before->count && item_equal(&before->items[at], &now->items[i]))
            now->items[kept++] = now->items[i];
    }
    now->count = kept;
}

static void wait_settled(const struct run *run)
{
    int64_t until_us = clock_monotonic_us() + run->plan->settle_us;

    while (clock_monotonic_us() < until_us && !run_stopped(run))
        nanosleep(&(struct timespec){.tv_nsec = WAIT_STEP_US * 1000}, NULL);
}

/* ---- one file ---- */

static enum status target_move(struct looking *looking, const struct source_item *item, struct bytes target)
{
    return looking->folder->move(looking->run, looking->self, item->name, target);
}

/* A file of this name may lie there from earlier: then the time is put behind it. */
static enum status move(struct looking *looking, const struct source_item *item)
{
    struct run *run = looking->run;
    struct bytes name = item->name;
    enum status st;

    if (run->plan->done.n == 0)
        return ST_OK;
    st = target_move(looking, item, name);
    if (st != ST_CONFLICT)
        return st;
    op_clear(run->op);
    return target_move(looking, item,
                       bytes_printf(run->op->arena, "%.*s.%lld", (int)(name.n < 200 ? name.n : 200), name.p,
                                    (long long)(item->modified_us / 1000)));
}

static enum status file_read(struct looking *looking, const struct source_item *item, struct take *take)
{
    struct run *run = looking->run;
    int64_t until_us = clock_monotonic_us() + 1000 * run_transfer_ms(run);
    enum status st = ST_OK;
    size_t n = 1;

    while (st == ST_OK && n > 0) {
        st = looking->folder->read(run, looking->self, looking->buffer, READ_SIZE, &n);
        if (st == ST_OK && n > 0)
            st = take_feed(take, (struct bytes){looking->buffer, n});
        if (st == ST_OK && take_bytes(take) > item->bytes)
            return ST_CONFLICT;
        if (st == ST_OK && n > 0 && (clock_monotonic_us() > until_us || run_stopped(run)))
            return op_fail(run->op, ST_UNAVAILABLE, "a file could not be read in the time that it may take");
    }
    return st;
}

/* ST_CONFLICT: it is not as it was when it was seen. */
static enum status file_get(struct looking *looking, const struct source_item *item, struct take *take)
{
    int64_t bytes = 0, modified_us = 0;
    enum status st = file_read(looking, item, take);

    if (st == ST_OK)
        st = looking->folder->look(looking->run, looking->self, &bytes, &modified_us);
    if (st != ST_OK)
        return st;
    if (bytes != item->bytes || modified_us != item->modified_us || take_bytes(take) != item->bytes)
        return ST_CONFLICT;
    return take_end(take);
}

static enum status file_commit(struct looking *looking, const struct source_item *item)
{
    struct run *run = looking->run;
    AUTO(take_free) struct take *take = NULL;
    const char *label = arena_printf(run->op->arena, "%s: %.*s", run->row.id.p, (int)item->name.n, item->name.p);
    enum status st = take_new(run, item->name, label, &take);

    if (st == ST_OK)
        st = file_get(looking, item, take);
    return st == ST_OK ? take_commit(take, BYTES_NONE, item) : st;
}

static enum status file_refuse(struct run *run, const struct source_item *item)
{
    struct source_item refused = *item;

    refused.taken = false;
    refused.why = arena_strdup(run->op->arena, run->op->cause);
    op_clear(run->op);
    run->result->refused++;
    return item_commit(run, &refused);
}

static enum status file_take(struct looking *looking, const struct source_item *item)
{
    struct run *run = looking->run;
    enum status st = looking->folder->open(run, looking->self, item->name);

    if (st == ST_NOTFOUND) { /* gone in between */
        op_clear(run->op);
        return ST_OK;
    }
    if (st != ST_OK)
        return st;
    st = file_commit(looking, item);
    looking->folder->close(looking->self);
    if (st == ST_CONFLICT)
        return ST_OK;
    if (st == ST_INPUT || st == ST_LIMIT)
        return file_refuse(run, item);
    run->result->pages += st == ST_OK;
    return st == ST_OK ? move(looking, item) : st;
}

/* ---- all of them ---- */

static enum status fates_find(struct run *run, const struct files_found *found, enum source_item_fate **ret)
{
    *ret = arena_array(run->op->arena, enum source_item_fate, found->count + 1);
    return source_items_find(run->op, run->db, run->row.id, found->items, found->count, &run->source->profile_sha256, *ret);
}

/* What was taken by a run that did not come to moving it. */
static enum status taken_move(struct looking *looking, const struct files_found *found, const enum source_item_fate *fates)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < found->count && st == ST_OK; i++)
        if (fates[i] == ITEM_TAKEN)
            st = move(looking, &found->items[i]);
    return st;
}

static void keep_new(struct files_found *found, const enum source_item_fate *fates)
{
    size_t kept = 0;

    for (size_t i = 0; i < found->count; i++)
        if (fates[i] == ITEM_NEW)
            found->items[kept++] = found->items[i];
    found->count = kept;
}

#define FAILURES_MOST 3

struct failures {
    int count;
    enum status st; /* of the first */
    const char *why;
};

/* A file that cannot be read does not keep the next from being taken; several are the fault of the place. */
static enum status file_try(struct looking *looking, const struct source_item *item, struct failures *failures)
{
    struct op *op = looking->run->op;
    enum status st = file_take(looking, item);

    if (st == ST_OK || failures->count == FAILURES_MOST)
        return st;
    if (failures->count++ == 0)
        *failures = (struct failures){1, st, arena_strdup(op->arena, op->cause)};
    op_clear(op);
    return ST_OK;
}

static enum status new_take(struct looking *looking, const struct files_found *before)
{
    struct run *run = looking->run;
    struct failures failures = {.count = 0};
    struct files_found now;
    size_t i = 0;

    wait_settled(run);
    enum status st = look(looking, &now);

    if (st == ST_OK)
        keep_settled(&now, before);
    while (st == ST_OK && i < now.count && run_goes_on(run))
        st = file_try(looking, &now.items[i++], &failures);
    run->more = st == ST_OK && i < now.count;
    return st == ST_OK && failures.count > 0 ? op_fail(run->op, failures.st, "%s", failures.why) : st;
}

enum status files_run(struct run *run, const struct folder *folder, void *self)
{
    struct looking looking = {run, folder, self, arena_alloc(run->op->arena, READ_SIZE)};
    enum source_item_fate *fates;
    struct files_found found;
    enum status st = look(&looking, &found);

    if (st == ST_OK && found.strange > 0)
        log_event(LOG_WARNING, "collect_names", LOG_TEXT("source", run->row.id.p),
                  LOG_NUMBER("passed_over", (int64_t)found.strange));
    if (st == ST_OK)
        st = source_items_forget(run->op, run->db, run->row.id, found.items, found.count);
    if (st == ST_OK)
        st = fates_find(run, &found, &fates);
    if (st == ST_OK)
        st = taken_move(&looking, &found, fates);
    if (st != ST_OK)
        return st;
    keep_new(&found, fates);
    return found.count == 0 ? ST_OK : new_take(&looking, &found);
}
