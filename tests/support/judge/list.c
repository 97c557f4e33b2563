#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/number.h"
#include "judge/judge.h"

#define CELLS_MOST 8

/* Cuts a line of CSV into cells; a quoted cell is unquoted. */
static size_t split_line(struct arena *arena, struct bytes line, struct bytes *cells)
{
    struct buf cell;
    bool quoted = false;
    size_t count = 0;

    buf_init(&cell, arena);
    for (size_t i = 0; i <= line.n && count < CELLS_MOST; i++) {
        char c = i < line.n ? line.p[i] : ',';

        if (c == '"' && quoted && i + 1 < line.n && line.p[i + 1] == '"') {
            buf_putc(&cell, line.p[i++]);
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && (!quoted || i == line.n)) {
            cells[count++] = bytes_copy(arena, buf_bytes(&cell));
            buf_clear(&cell);
        } else {
            buf_putc(&cell, c);
        }
    }
    return count;
}

static bool is_taken(const struct judge *judge, struct bytes site)
{
    const char *programme = map_find(&judge->members, site);

    return !judge->halved || (hash64(programme == NULL ? site : bytes_of(programme)) >> 32 & 1) == judge->second;
}

typedef bool take_line(struct judge *judge, const struct bytes *cells, size_t count);

static bool read_lines(struct judge *judge, FILE *file, const char *header, const char *name, take_line *take)
{
    struct bytes cells[CELLS_MOST];
    char *text = NULL;
    size_t room = 0, number = 0;
    ssize_t n;
    bool good = true;

    while (good && (n = getline(&text, &room, file)) > 0) {
        struct bytes line = bytes_trim((struct bytes){text, (size_t)n});

        if (++number == 1)
            good = bytes_start(line, bytes_of(header));
        else if (line.n > 0)
            good = take(judge, cells, split_line(judge->arena, line, cells));
    }
    free(text);
    if (!good || number == 0)
        fprintf(stderr, "efc-judge: %s: line %zu is not what stands there; the header must begin with %s\n", name, number,
                header);
    return good && number > 0;
}

static bool read_file(struct judge *judge, const char *folder, const char *name, const char *header, take_line *take)
{
    FILE *file = fopen(arena_printf(judge->arena, "%s/%s", folder, name), "r");
    bool good;

    if (file == NULL) {
        fprintf(stderr, "efc-judge: %s/%s: %s\n", folder, name, strerror(errno));
        return false;
    }
    good = read_lines(judge, file, header, name, take);
    fclose(file);
    return good;
}

static struct bytes pair_key(struct judge *judge, struct bytes endpoint, struct bytes site)
{
    return bytes_printf(judge->arena, "%.*s,%.*s", (int)endpoint.n, endpoint.p, (int)site.n, site.p);
}

static struct pair *pair_put(struct judge *judge, struct bytes key)
{
    void **place = map_put(&judge->pairs, key);

    if (*place == NULL) {
        struct pair *pair = arena_new_of(judge->arena, struct pair);

        pair->key = key;
        *place = pair;
    }
    return *place;
}

static bool take_truth(struct judge *judge, const struct bytes *cells, size_t count)
{
    if (count < 2)
        return false;
    if (!is_taken(judge, cells[1]))
        return true;
    pair_put(judge, pair_key(judge, cells[0], cells[1]))->marks |= MARK_true;
    return true;
}

static bool take_evidence(struct judge *judge, const struct bytes *cells, size_t count)
{
    struct pair *pair;

    if (count < 4)
        return false;
    if (!is_taken(judge, cells[1]))
        return true;
    pair = pair_put(judge, pair_key(judge, cells[0], cells[1]));
    pair->evidence = cells[3];
    if (bytes_is(cells[2], "strong") && !(pair->marks & MARK_strong)) {
        pair->marks |= MARK_strong;
        judge->strong_count++;
    }
    return true;
}

static bool take_member(struct judge *judge, const struct bytes *cells, size_t count)
{
    if (count < 2)
        return false;
    *map_put(&judge->members, cells[1]) = bytes_cstr(judge->arena, cells[0]);
    return true;
}

static bool take_apart(struct judge *judge, const struct bytes *cells, size_t count)
{
    if (count < 2)
        return false;
    *map_put(&judge->apart, pair_key(judge, cells[0], cells[1])) = judge;
    return true;
}

static void put_apart(struct judge *judge, double probability)
{
    if (judge->apart_count == judge->apart_room) {
        size_t room = judge->apart_room == 0 ? 1024 : judge->apart_room * 2;

        judge->apart_links =
            arena_grow(judge->arena, judge->apart_links, judge->apart_room * sizeof(double), room * sizeof(double));
        judge->apart_room = room;
    }
    judge->apart_links[judge->apart_count++] = probability;
}

static bool take_link(struct judge *judge, const struct bytes *cells, size_t count)
{
    struct link link;

    if (count < 6 || !parse_double(cells[2], &link.probability) || !parse_double(cells[3], &link.weight_bits))
        return false;
    if (!is_taken(judge, cells[1]))
        return true;
    link.endpoint = cells[0];
    link.site = cells[1];
    link.evidence = cells[5];
    link.key = pair_key(judge, cells[0], cells[1]);
    struct pair *pair = map_find(&judge->pairs, link.key);

    if (map_find(&judge->apart, link.key) != NULL) {
        put_apart(judge, link.probability);
        return true;
    }
    if (pair != NULL)
        pair->probability = link.probability;
    link.pair = pair;
    if (judge->link_count == judge->link_room) {
        size_t room = judge->link_room == 0 ? 1024 : judge->link_room * 2;

        judge->links = arena_grow(judge->arena, judge->links, judge->link_room * sizeof(link), room * sizeof(link));
        judge->link_room = room;
    }
    judge->links[judge->link_count++] = link;
    return true;
}

static int by_weight(const void *a, const void *b)
{
    const struct link *left = a, *right = b;

    if (left->weight_bits != right->weight_bits)
        return left->weight_bits < right->weight_bits ? 1 : -1;
    return bytes_compare(left->key, right->key);
}

bool truth_read(struct judge *judge, const char *folder)
{
    return read_file(judge, folder, "truth_programmes.csv", "programme,member", take_member) &&
           read_file(judge, folder, "truth.csv", "endpoint,site", take_truth) &&
           read_file(judge, folder, "pairs_with_evidence.csv", "endpoint,site,strength,evidence", take_evidence) &&
           (judge->strict || read_file(judge, folder, "pairs_same_hand.csv", "endpoint,site", take_apart));
}

bool links_read(struct judge *judge, const char *name)
{
    FILE *links = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
    bool good;

    if (links == NULL) {
        fprintf(stderr, "efc-judge: %s: %s\n", name, strerror(errno));
        return false;
    }
    good = read_lines(judge, links, "endpoint,site,probability,weight_bits,status,evidence", name, take_link);
    if (links != stdin)
        fclose(links);
    if (good && judge->link_count > 1)
        qsort(judge->links, judge->link_count, sizeof(*judge->links), by_weight);
    return good;
}
