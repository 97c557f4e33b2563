/*
 * JSON in which the records stand inside something else. The elements that may be records are framed one by one; where a format needs
 * what stands in other places of the same object (a marking, a time), they are held until that object ends, up to a limit.
 */
#include <string.h>

#include "format/decoder.h"

struct held_element {
    size_t at; /* in document->texts */
    size_t n;
    size_t records; /* that it gives; when it is broken, one */
    enum reason broken;
};

static const struct paths *elements_of(const struct decoder *decoder, struct paths *room)
{
    *room = (struct paths){&decoder->shape.records_at, 1};
    return decoder->shape.records_at.n > 0 ? room : &decoder->document.row->elements;
}

static void texts_reserve(struct decoder *decoder, size_t n)
{
    struct document *document = &decoder->document;
    size_t room = document->text_room == 0 ? (size_t)64 * 1024 : document->text_room;

    while (room < document->text_n + n)
        room *= 2;
    if (room > document->text_room)
        document->texts = arena_grow(decoder->arena, document->texts, document->text_room, room);
    document->text_room = room;
}

static void held_reserve(struct decoder *decoder)
{
    struct document *document = &decoder->document;

    document->held = arena_room(decoder->arena, document->held, document->count, &document->room, sizeof(*document->held));
}

static void element_hold(struct decoder *decoder, struct bytes text, const struct held_element *seen)
{
    struct document *document = &decoder->document;

    texts_reserve(decoder, text.n);
    held_reserve(decoder);
    memcpy(document->texts + document->text_n, text.p, text.n);
    document->held[document->count++] = (struct held_element){document->text_n, text.n, seen->records, seen->broken};
    document->text_n += text.n;
    document->giving = document->row->scopes.count == 0;
}

static enum reason element_parse(struct arena *arena, struct bytes text, struct json **ret)
{
    enum reason broken = text_check(text);
    struct op op;

    op_init(&op, arena, 0, "");
    if (broken == REASON_ok && json_parse(&op, text, ret) != ST_OK)
        broken = REASON_json_invalid;
    if (broken == REASON_ok && (*ret)->type != JSON_OBJECT)
        broken = REASON_json_not_object;
    return broken;
}

/* What it says of others is noted; what it gives itself is counted, so that only what gives something is held. */
static struct held_element element_look(struct decoder *decoder, struct arena *arena, struct bytes text)
{
    const struct document_row *row = decoder->document.row;
    struct held_element seen = {.records = 1, .broken = REASON_ok};
    struct json *json;

    if (row->record == NULL)
        return seen;
    seen.broken = element_parse(arena, text, &json);
    if (seen.broken != REASON_ok)
        return seen;
    if (row->note != NULL)
        row->note(decoder, json);
    seen.records = row->count(arena, json);
    if (seen.records > DOCUMENT_RECORD_MOST)
        seen.records = DOCUMENT_RECORD_MOST;
    return seen;
}

/* ---- giving ---- */

static void element_give(struct decoder *decoder, struct arena *arena, enum reason broken, struct raw_record *record)
{
    const struct document_row *row = decoder->document.row;
    size_t nth = decoder->document.nth++;
    struct json *json;

    if (row->record == NULL) {
        object_decode(arena, decoder->shape.nested, record);
        return;
    }
    record->broken = broken == REASON_ok ? element_parse(arena, record->text, &json) : broken;
    if (record->broken == REASON_ok)
        row->record(decoder, arena, json, nth, record);
}

static enum took held_give(struct decoder *decoder, struct arena *arena, struct raw_record *record)
{
    struct document *document = &decoder->document;

    if (document->given < document->count) {
        const struct held_element *held = &document->held[document->given];

        record->text = bytes_copy(arena, (struct bytes){document->texts + held->at, held->n});
        element_give(decoder, arena, held->broken, record);
        if (document->nth == held->records) {
            document->given++;
            document->nth = 0;
        }
        decoder->line++;
        return TOOK_RECORD;
    }
    document->giving = false;
    document->given = document->count = document->text_n = 0;
    if (document->ended) {
        document->context = NULL;
        document->partial = false;
    }
    return TOOK_OTHER;
}

/* ---- gathering ---- */

static enum took element_gather(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                                size_t *ret_used)
{
    struct document *document = &decoder->document;
    struct held_element seen;
    struct bytes text;
    size_t n;
    enum took took = json_element_frame(decoder, window, record, &n);

    if (took == TOOK_RECORD)
        *ret_used = n;
    if (took != TOOK_OTHER)
        return took;
    if (document->count > 0 && document->text_n + n > DOCUMENT_HELD_MOST) {
        document->giving = document->partial = true;
        document->ended = false;
        return TOOK_OTHER;
    }
    text = bytes_trim(bytes_slice(window, 0, n));
    seen = element_look(decoder, arena, text);
    if (seen.records > 0)
        element_hold(decoder, text, &seen);
    *ret_used = n;
    return TOOK_OTHER;
}

/* What cannot be followed any further is one broken record with all that comes behind it; its first byte tells where. */
static enum took rest_break(struct decoder *decoder, struct bytes window, size_t at, struct raw_record *record, size_t *ret_used)
{
    decoder->trails = true;
    decoder->line++;
    record->text = bytes_slice(window, at, 1);
    record->broken = REASON_json_invalid;
    *ret_used = window.n;
    return TOOK_RECORD;
}

static enum took end_take(struct decoder *decoder, struct raw_record *record, size_t *ret_used)
{
    const struct json_walk *walk = &decoder->document.walk;

    if (!decoder->ended)
        return TOOK_NOTHING;
    if (!decoder->closed && !decoder->trails && (walk->depth > 0 || walk->quoted)) {
        decoder->closed = true;
        return rest_break(decoder, BYTES_NONE, 0, record, ret_used);
    }
    decoder->document.ended = true;
    decoder->document.giving = decoder->document.count > 0;
    return decoder->document.giving ? TOOK_OTHER : TOOK_NOTHING;
}

enum took document_take(struct decoder *decoder, const struct document_row *row, struct bytes window, struct arena *arena,
                        struct raw_record *record, size_t *ret_used)
{
    struct document *document = &decoder->document;
    struct paths room;
    size_t at = 0;

    document->row = row;
    *ret_used = 0;
    if (document->giving)
        return held_give(decoder, arena, record);
    if (window.n == 0)
        return end_take(decoder, record, ret_used);
    *ret_used = window.n;
    if (decoder->trails)
        return TOOK_OTHER;
    enum walked walked = json_walk_on(&document->walk, elements_of(decoder, &room), &row->scopes, window, &at);

    *ret_used = at;
    if (walked == WALKED_BROKEN)
        return rest_break(decoder, window, at, record, ret_used);
    if (walked == WALKED_ELEMENT && at == 0)
        return element_gather(decoder, window, arena, record, ret_used);
    if (walked == WALKED_SCOPE)
        document->ended = document->giving = true;
    if (at == 0 && decoder->ended) /* a name that never ends */
        return rest_break(decoder, window, at, record, ret_used);
    return at > 0 ? TOOK_OTHER : TOOK_NOTHING;
}
