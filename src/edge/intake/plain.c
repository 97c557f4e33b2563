#include "plain.h"

#include <string.h>

#include "edge/profile_file.h"
#include "format/charset.h"
#include "format/xlsx.h"
#include "format/xml.h"
#include "format/zip.h"
#include "head.h"
#include "members.h"
#include "profile_shelf.h"
#include "sieve.h"
#include "vault.h"

#define READ_SIZE ((size_t)128 * 1024)

struct plain {
    struct op *op;
    struct intake intake; /* with the profile that goes with the format, where there is no other */
    struct profile_loan own;
    struct plain_facts facts;
    struct plain_sinks sinks;
    size_t number; /* in a container that holds several */
    struct bytes name;
    char *window; /* of READ_SIZE: what has come and not been taken */
    size_t held;
    bool begun;
    struct gunzip *gunzip; /* NULL: the source is not packed */
    struct buf start;      /* until it is known what was packed */
    bool started;
    struct charset *charset; /* NULL: the text is UTF-8 */
    struct buf converted;
    struct xml *xml; /* NULL: it is no XML */
    struct buf extracted;
    struct vault *vault; /* NULL: it is no container */
    struct xlsx_counts xlsx;
    bool inner;      /* it stands in a container */
    struct buf head; /* until the format is known */
    bool known;
    enum format format;
    struct field_mask *fields; /* NULL: a table, whose columns have been looked at */
    struct buf allowed;
    struct card_mask mask;
    struct buf masked;
};

/* ---- text of a known format ---- */

static enum status masked_give(struct plain *plain)
{
    struct bytes text = buf_bytes(&plain->masked);
    enum status st = text.n == 0 ? ST_OK : plain->sinks.text(plain->op, plain->sinks.arg, text);

    buf_clear(&plain->masked);
    return st;
}

static enum status text_mask(struct plain *plain, struct bytes text)
{
    if (plain->fields != NULL) {
        field_mask_feed(plain->fields, text, &plain->allowed);
        text = buf_bytes(&plain->allowed);
    }
    card_mask_feed(&plain->mask, text, &plain->masked);
    buf_clear(&plain->allowed);
    return masked_give(plain);
}

static enum status text_end(struct plain *plain)
{
    if (plain->fields != NULL)
        field_mask_end(plain->fields, &plain->allowed);
    card_mask_feed(&plain->mask, buf_bytes(&plain->allowed), &plain->masked);
    card_mask_end(&plain->mask, &plain->masked);
    return masked_give(plain);
}

static void masks_begin(struct plain *plain)
{
    struct field_mask_shape shape = {.lines = format_has_lines(plain->format), .joins = !format_has_kinds(plain->format)};

    plain->mask.json = !format_has_columns(plain->format);
    if (!plain->mask.json)
        return;
    const struct profile *profile = plain->intake.profile;

    if (profile != NULL && plain->xml == NULL)
        shape.records_at = profile->records_at;
    if (profile != NULL && shape.joins)
        shape.allows = sieve_fields(profile);
    shape.arg = profile;
    shape.names = format_withheld_names(plain->format, &shape.name_count);
    plain->fields = field_mask_new(plain->op->arena, &shape);
}

static enum status format_find_out(struct plain *plain, struct bytes head, bool whole)
{
    const struct profile *profile = plain->intake.profile;

    if (plain->xml != NULL) {
        plain->format = xml_format(plain->xml);
        return ST_OK;
    }
    if (plain->vault != NULL) {
        plain->format = FORMAT_xlsx;
        return ST_OK;
    }
    if (profile == NULL || !format_find(profile->format, &plain->format))
        return format_recognise(plain->op, head, whole, &plain->format);
    if (format_is_text(plain->format))
        return ST_OK;
    return op_fail(plain->op, ST_INPUT, "%s: the profile expects %s, and this is none", intake_called(&plain->intake),
                   format_name(plain->format));
}

static enum status head_known(struct plain *plain, bool whole)
{
    struct bytes head = buf_bytes(&plain->head);
    enum status st = format_find_out(plain, head, whole);

    if (st == ST_OK)
        st = head_check(plain->op, &plain->intake, head, whole, plain->format);
    struct plain_file file = {plain->number, plain->name, plain->format, plain->facts.profile_text};

    if (st == ST_OK)
        st = plain->sinks.begin(plain->op, plain->sinks.arg, &file);
    if (st != ST_OK)
        return st;
    plain->known = true;
    masks_begin(plain);
    return text_mask(plain, head);
}

static enum status text_take(struct plain *plain, struct bytes text)
{
    if (plain->known)
        return text_mask(plain, text);
    buf_put(&plain->head, text);
    return plain->head.n < HEAD_SIZE ? ST_OK : head_known(plain, false);
}

/* ---- from what was unpacked to text ---- */

static enum status extracted_take(struct plain *plain, enum status st)
{
    struct bytes text = buf_bytes(&plain->extracted);

    if (st == ST_OK && text.n > 0)
        st = text_take(plain, text);
    buf_clear(&plain->extracted);
    return st;
}

static enum status converted_take(struct plain *plain, struct bytes text)
{
    if (plain->xml == NULL)
        return text_take(plain, text);
    return extracted_take(plain, xml_feed(plain->op, plain->xml, text, &plain->extracted));
}

static enum status convert(struct plain *plain, struct bytes text, bool last)
{
    if (plain->vault != NULL)
        return vault_put(plain->op, plain->vault, text);
    if (plain->charset == NULL)
        return converted_take(plain, text);
    buf_clear(&plain->converted);
    enum status st = charset_feed(plain->op, plain->charset, text, &plain->converted);

    if (st == ST_OK && last)
        st = charset_end(plain->op, plain->charset, &plain->converted);
    return st == ST_OK ? converted_take(plain, buf_bytes(&plain->converted)) : st;
}

/* The partner's profile, or else the one that goes with the format. */
static enum status profile_find(struct plain *plain, enum format format)
{
    struct bytes text =
        plain->intake.profile != NULL ? BYTES_NONE : profile_text_of_format(plain->op->arena, format, plain->intake.kind);
    enum status st = text.n == 0 ? ST_OK : profile_lend(plain->op, plain->intake.shelf, format_name(format), text, &plain->own);

    if (st != ST_OK || text.n == 0)
        return st;
    plain->facts.profile_text = text;
    plain->intake.profile = &plain->own.profile;
    return ST_OK;
}

static enum status rules_find(struct op *op, void *arg, enum format format, struct xml_rules *ret)
{
    struct plain *plain = arg;
    enum status st = profile_find(plain, format);

    return st == ST_OK ? sieve_rules(op, plain->intake.profile, format, ret) : st;
}

/* ---- a container ---- */

static enum status sheet_take(struct op *op UNUSED, void *arg, struct bytes text)
{
    return text_take(arg, text);
}

static enum status workbook_take(struct plain *plain, const struct zip *zip)
{
    struct xlsx_rules rules = {.keeps = NULL};
    enum status st = profile_find(plain, FORMAT_xlsx);

    if (st == ST_OK)
        st = sieve_table_rules(plain->op, plain->intake.profile, FORMAT_xlsx, &rules);
    return st == ST_OK ? xlsx_read(plain->op, zip, &rules, sheet_take, plain, &plain->xlsx) : st;
}

static enum status container_take(struct plain *plain)
{
    struct zip_source source = {.read = vault_read, .arg = plain->vault};
    struct zip zip;
    enum status st = vault_end(plain->op, plain->vault);

    source.size = vault_size(plain->vault);
    if (st == ST_OK)
        st = zip_open(plain->op, &source, &zip);
    if (st != ST_OK)
        return st;
    if (xlsx_is(&zip))
        return workbook_take(plain, &zip);
    if (plain->inner)
        return op_fail(plain->op, ST_INPUT, "%s: a ZIP file inside of another is not taken", intake_called(&plain->intake));
    plain->known = true;
    return members_take(plain->op, &plain->intake, &zip, &plain->sinks, &plain->facts);
}

static enum status charset_start(struct plain *plain, struct bytes declared)
{
    const struct profile *profile = plain->intake.profile;
    struct bytes name = profile != NULL && profile->character_set.n > 0 ? profile->character_set : declared;

    if (name.n == 0 || bytes_equal_fold(name, BYTES("UTF-8")) || bytes_equal_fold(name, BYTES("US-ASCII")))
        return ST_OK;
    if (!charset_known(name))
        return op_fail(plain->op, ST_INPUT, "%s: the character set that it names is not known here: use UTF-8",
                       intake_called(&plain->intake));
    return charset_open(plain->op, name, &plain->charset);
}

static enum status start(struct plain *plain, bool last)
{
    struct bytes start = buf_bytes(&plain->start), declared = BYTES_NONE;
    bool is_xml = xml_begins(start, &declared), is_container = zip_begins(start);
    enum status st = is_container ? vault_open(plain->op, &plain->vault) : charset_start(plain, declared);

    plain->started = true;
    if (st == ST_OK && is_xml)
        st = xml_open(plain->op, plain->intake.profile == NULL ? BYTES_NONE : plain->intake.profile->records_at, rules_find,
                      plain, &plain->xml);
    return st == ST_OK ? convert(plain, start, last) : st;
}

static enum status unpacked_take(struct plain *plain, struct bytes text)
{
    if (plain->started)
        return convert(plain, text, false);
    buf_put(&plain->start, text);
    return plain->start.n < FORMAT_HEAD ? ST_OK : start(plain, false);
}

/* ---- from the source to what was unpacked ---- */

static enum status packed_take(struct plain *plain, struct bytes piece)
{
    struct bytes text;
    enum status st;

    gunzip_feed(plain->gunzip, piece);
    do {
        st = gunzip_next(plain->op, plain->gunzip, &text);
        if (st == ST_OK && text.n > 0)
            st = unpacked_take(plain, text);
    } while (st == ST_OK && text.n > 0);
    return st;
}

static enum status window_take(struct plain *plain)
{
    struct bytes piece = {plain->window, plain->held};

    plain->held = 0;
    if (piece.n == 0)
        return ST_OK;
    if (!plain->begun && format_is_gzip(piece))
        plain->gunzip = gunzip_new(plain->op->arena);
    plain->begun = true;
    return plain->gunzip != NULL ? packed_take(plain, piece) : unpacked_take(plain, piece);
}

/* Pieces are gathered first: the first bytes tell whether it is packed, however few come at a time. */
enum status plain_feed(struct plain *plain, struct bytes text)
{
    enum status st = ST_OK;

    while (text.n > 0 && st == ST_OK) {
        size_t room = READ_SIZE - plain->held, n = text.n < room ? text.n : room;

        memcpy(plain->window + plain->held, text.p, n);
        plain->held += n;
        text = bytes_from(text, n);
        if (plain->held == READ_SIZE)
            st = window_take(plain);
    }
    return st;
}

enum status plain_end(struct plain *plain)
{
    enum status st = window_take(plain);

    if (st == ST_OK && plain->gunzip != NULL)
        st = gunzip_end(plain->op, plain->gunzip);
    if (st == ST_OK)
        st = plain->started ? convert(plain, BYTES(""), true) : start(plain, true);
    if (st == ST_OK && plain->vault != NULL)
        st = container_take(plain);
    if (st == ST_OK && plain->xml != NULL)
        st = extracted_take(plain, xml_end(plain->op, plain->xml, &plain->extracted));
    if (st == ST_OK && !plain->known)
        st = head_known(plain, true);
    if (st != ST_OK)
        return st;
    return text_end(plain);
}

/* ---- the whole ---- */

enum status plain_open(struct op *op, const struct intake *intake, const struct plain_sinks *sinks, struct plain **ret)
{
    struct plain *plain = arena_new_of(op->arena, struct plain);
    struct buf *const bufs[] = {&plain->start, &plain->converted, &plain->extracted,
                                &plain->head,  &plain->allowed,   &plain->masked};

    plain->op = op;
    plain->intake = *intake;
    plain->sinks = *sinks;
    plain->window = arena_alloc(op->arena, READ_SIZE);
    for (size_t i = 0; i < COUNT_OF(bufs); i++)
        buf_init(bufs[i], op->arena);
    *ret = plain;
    return ST_OK;
}

enum status plain_open_member(struct op *op, const struct intake *intake, const struct plain_sinks *sinks, size_t number,
                              struct bytes name, struct plain **ret)
{
    enum status st = plain_open(op, intake, sinks, ret);

    (*ret)->inner = true;
    (*ret)->number = number;
    (*ret)->name = name;
    return st;
}

void plain_close(struct plain **plain)
{
    if (*plain == NULL)
        return;
    charset_close(&(*plain)->charset);
    xml_close(&(*plain)->xml);
    vault_close(&(*plain)->vault);
    profile_give_back(&(*plain)->own);
    *plain = NULL;
}

struct plain_facts plain_facts(const struct plain *plain)
{
    struct plain_facts facts = plain->facts;

    facts.passed_over += plain->xlsx.passed_over;
    facts.left_out += plain->xlsx.left_out;
    if (plain->fields != NULL)
        facts.left_out += field_mask_withheld(plain->fields);
    if (plain->xml != NULL) {
        facts.passed_over += xml_counts(plain->xml).passed_over;
        facts.left_out += xml_counts(plain->xml).left_out;
    }
    return facts;
}
