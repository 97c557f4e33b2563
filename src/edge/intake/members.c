#include "members.h"

/* What some systems put into every container they make. */
static bool is_litter(struct bytes name)
{
    return bytes_start(name, BYTES("__MACOSX/")) || bytes_end(name, BYTES(".DS_Store")) || bytes_end(name, BYTES("Thumbs.db"));
}

static struct bytes file_name(struct bytes path)
{
    size_t at = path.n;

    while (at > 0 && path.p[at - 1] != '/')
        at--;
    return bytes_from(path, at);
}

static bool kind_of(const struct profile *profile, struct bytes container, struct bytes name, enum record_kind *ret)
{
    return profile_file_kind(profile, file_name(name), ret) || profile_file_kind(profile, file_name(container), ret);
}

/* Of what the profile tells no kind, the kind that is asked for counts. */
static bool is_of_another_kind(const struct intake *intake, struct bytes name, enum record_kind *ret)
{
    return intake->profile != NULL && intake->profile->kinds_of_files &&
           kind_of(intake->profile, bytes_of(intake->source), name, ret) && *ret != intake->kind;
}

/* ---- one ---- */

static enum status bytes_take(struct op *op, struct plain *plain, const struct zip *zip, const struct zip_member *member)
{
    struct zip_reader *reader = zip_reader_new(op->arena, zip, member);
    struct bytes piece = BYTES_NONE;
    enum status st;

    do {
        st = zip_reader_next(op, reader, &piece);
        if (st == ST_OK && piece.n > 0)
            st = plain_feed(plain, piece);
    } while (st == ST_OK && piece.n > 0);
    return st == ST_OK ? plain_end(plain) : st;
}

static void facts_add(struct arena *arena, const struct plain *plain, struct plain_facts *facts)
{
    struct plain_facts more = plain_facts(plain);

    facts->passed_over += more.passed_over;
    facts->left_out += more.left_out;
    facts->profile_text = bytes_copy(arena, more.profile_text);
}

static enum status member_take(struct op *op, const struct intake *intake, const struct zip *zip, const struct zip_member *member,
                               const struct plain_sinks *sinks, size_t number, struct plain_facts *facts)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    AUTO(plain_close) struct plain *plain = NULL;
    struct intake of_member = *intake;
    struct op inner;

    op_init(&inner, arena, op->now_us, op->actor);
    of_member.called = arena_printf(arena, "%s: %.*s", intake_called(intake), (int)member->name.n, member->name.p);
    enum status st = plain_open_member(&inner, &of_member, sinks, number, member->name, &plain);

    if (st == ST_OK)
        st = bytes_take(&inner, plain, zip, member);
    if (st != ST_OK && bytes_start(bytes_of(inner.cause), bytes_of(of_member.called)))
        return op_fail(op, st, "%s", inner.cause);
    if (st != ST_OK)
        return op_fail(op, st, "%s: %s", of_member.called, inner.cause);
    facts_add(op->arena, plain, facts);
    return ST_OK;
}

/* ---- all ---- */

/* The files that are to be taken, and those that are of another kind, in the order of the directory. */
struct members_found {
    const struct zip_member *taken[SUBMISSION_MEMBER_MOST];
    size_t taken_count;
    struct other_member *others;
    size_t other_count;
};

static enum status members_find(struct op *op, const struct intake *intake, const struct zip *zip, struct members_found *ret)
{
    enum record_kind kind;

    ret->others = arena_array(op->arena, struct other_member, zip->count);

    for (size_t i = 0; i < zip->count; i++) {
        struct bytes name = zip->members[i].name;

        if (is_litter(name))
            continue;
        if (is_of_another_kind(intake, name, &kind)) {
            ret->others[ret->other_count++] = (struct other_member){bytes_copy(op->arena, name), kind};
            continue;
        }
        if (ret->taken_count == SUBMISSION_MEMBER_MOST)
            return op_fail(op, ST_LIMIT, "%s: the ZIP file holds more than %d files to take: send several", intake_called(intake),
                           SUBMISSION_MEMBER_MOST);
        ret->taken[ret->taken_count++] = &zip->members[i];
    }
    if (ret->taken_count + ret->other_count == 0)
        return op_fail(op, ST_INPUT, "%s: the ZIP file holds no file", intake_called(intake));
    return ST_OK;
}

enum status members_take(struct op *op, const struct intake *intake, const struct zip *zip, const struct plain_sinks *sinks,
                         struct plain_facts *ret)
{
    struct members_found found = {.taken_count = 0};
    enum status st = members_find(op, intake, zip, &found);
    struct bytes *names = arena_array(op->arena, struct bytes, found.taken_count + 1);
    bool several = found.taken_count + found.other_count > 1;

    *ret = (struct plain_facts){.is_of_other_kinds = found.taken_count == 0};
    for (size_t i = 0; i < found.taken_count && st == ST_OK; i++) {
        names[i] = bytes_copy(op->arena, found.taken[i]->name);
        st = member_take(op, intake, zip, found.taken[i], sinks, several ? i + 1 : 0, ret);
    }
    if (!several)
        return st;
    ret->members = names;
    ret->member_count = found.taken_count;
    ret->others = found.others;
    ret->other_count = found.other_count;
    ret->profile_text = BYTES_NONE;
    return st;
}

bool members_kinds(const struct zip *zip, const struct profile *profile, struct bytes container, bool ret[RECORD_KIND_COUNT])
{
    enum record_kind kind;

    for (size_t i = 0; i < zip->count; i++) {
        if (is_litter(zip->members[i].name))
            continue;
        if (!kind_of(profile, container, zip->members[i].name, &kind))
            return false;
        ret[kind] = true;
    }
    return true;
}
