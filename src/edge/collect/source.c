#include "source.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "edge/profile_file.h"

#define SOURCES_MOST 4096
#define ID_MOST 63

static void close_folder(DIR **folder)
{
    if (*folder != NULL)
        closedir(*folder);
}

static bool part_good(struct bytes part)
{
    for (size_t i = 0; i < part.n; i++)
        if (!(part.p[i] >= 'a' && part.p[i] <= 'z') && !ascii_digit(part.p[i]) &&
            (i == 0 || (part.p[i] != '_' && part.p[i] != '-')))
            return false;
    return part.n > 0 && part.n <= ID_MOST;
}

/* "bank-one" of partner bank-one, "bank-one.accounts" of the same; false: the file is no profile of a source. */
static bool id_parse(struct bytes file_name, struct bytes *ret_id, struct bytes *ret_partner)
{
    struct bytes rest;

    if (!bytes_end(file_name, BYTES(".conf")))
        return false;
    *ret_id = rest = bytes_slice(file_name, 0, file_name.n - 5);
    if (!bytes_next_part(&rest, '.', ret_partner) || !part_good(*ret_partner))
        return false;
    return rest.p == NULL || part_good(rest);
}

static bool is_wanted(const struct source_row *row, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bytes_is(row->id, names[i]) || bytes_is(row->partner, names[i]))
            return true;
    return count == 0;
}

/* Adds the source when its profile says where to fetch from. */
static void file_take(struct op *op, const char *folder, const char *file_name, struct source_row *row, struct sources *sources)
{
    struct source *source = &sources->items[sources->count];
    struct op inner;

    op_init(&inner, op->arena, op->now_us, op->actor);
    *source = (struct source){.row = *row};
    if (profile_load(&inner, arena_printf(op->arena, "%s/%s", folder, file_name), &source->profile, &source->profile_text) !=
        ST_OK) {
        sources->wrong[sources->wrong_count++] = (struct source_wrong){row->id, arena_strdup(op->arena, inner.cause)};
        return;
    }
    if (source->profile.collect == NULL) {
        profile_done(&source->profile);
        return;
    }
    sha256_bytes(source->profile_text, &source->profile_sha256);
    source->row.kind = source->profile.collect->kind;
    source->row.place = source->profile.collect->from;
    sources->count++;
}

static enum status names_check(struct op *op, const struct sources *sources, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool found = false;

        for (size_t s = 0; s < sources->count && !found; s++)
            found = is_wanted(&sources->items[s].row, &names[i], 1);
        if (!found && sources->wrong_count == 0)
            return op_fail(op, ST_INPUT, "no profile of this name says where to fetch from: %s", names[i]);
    }
    return ST_OK;
}

enum status sources_load(struct op *op, const char *folder, const char *const *names, size_t name_count, struct sources *ret)
{
    AUTO(close_folder) DIR *dir = opendir(folder);
    struct source_row row = {.id = BYTES_NONE};
    const struct dirent *entry;

    if (dir == NULL)
        return op_fail(op, ST_NOTFOUND, "the folder of the profiles, %s: %s", folder, strerror(errno));
    *ret = (struct sources){.items = arena_array(op->arena, struct source, SOURCES_MOST),
                            .wrong = arena_array(op->arena, struct source_wrong, SOURCES_MOST)};
    while ((entry = readdir(dir)) != NULL && ret->count + ret->wrong_count < SOURCES_MOST) {
        struct bytes file_name = bytes_copy(op->arena, bytes_of(entry->d_name));

        if (!id_parse(file_name, &row.id, &row.partner))
            continue;
        row.id = bytes_copy(op->arena, row.id);
        row.partner = bytes_copy(op->arena, row.partner);
        if (is_wanted(&row, names, name_count))
            file_take(op, folder, file_name.p, &row, ret);
    }
    enum status st = names_check(op, ret, names, name_count);

    if (st != ST_OK)
        sources_done(ret);
    return st;
}

void sources_done(struct sources *sources)
{
    for (size_t i = 0; i < sources->count; i++)
        profile_done(&sources->items[i].profile);
    sources->count = 0;
}

struct source *sources_find(const struct sources *sources, struct bytes id)
{
    for (size_t i = 0; i < sources->count; i++)
        if (bytes_equal(sources->items[i].row.id, id))
            return &sources->items[i];
    return NULL;
}
