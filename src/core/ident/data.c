#include "core/ident/data.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/ident/descriptor.h"
#include "core/ident/email.h"
#include "core/ident/mcc.h"
#include "core/ident/name.h"
#include "core/ident/phone_number.h"
#include "core/ident/payment_page.h"
#include "core/ident/wallet_provider.h"

#define DATA_MOST ((size_t)256 << 20) /* bytes of all tables together; the shipped ones take about one mebibyte */

struct data_file {
    const char *name;
    enum reason (*read)(struct ident_data *data, struct bytes line, int argument);
    int argument;
};

static const struct data_file data_files[] = {
#define DATA_FILE(name, read, argument) {name, read, argument},
#include "core/ident/data_file.def"
#undef DATA_FILE
};

struct bytes data_cell(struct bytes *line)
{
    struct bytes cell;

    return bytes_next_part(line, ',', &cell) ? bytes_trim(cell) : BYTES_NONE;
}

static struct bytes base_name(const char *path)
{
    struct bytes name = bytes_of(path);
    size_t slash;

    while (bytes_find(name, '/', &slash))
        name = bytes_from(name, slash + 1);
    return name;
}

static enum status read_lines(struct op *op, struct ident_data *data, const struct data_file *kind, const struct ident_file *file)
{
    struct bytes rest = bytes_copy(data->arena, file->text), line;

    for (size_t number = 1; bytes_next_part(&rest, '\n', &line); number++) {
        size_t comment;
        enum reason reason;

        if (bytes_find(line, '#', &comment))
            line = bytes_slice(line, 0, comment);
        line = bytes_trim(line);
        if (line.n == 0)
            continue;
        reason = utf8_check(line) < line.n ? REASON_invalid_utf8 : kind->read(data, line, kind->argument);
        if (reason != REASON_ok)
            return op_fail(op, ST_INPUT, "%s: line %zu: %s", file->path, number, reason_text(reason));
    }
    return ST_OK;
}

static enum status read_file(struct op *op, struct ident_data *data, const struct data_file *kind, const struct ident_file *files,
                             size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bytes_is(base_name(files[i].path), kind->name)) {
            enum status st = read_lines(op, data, kind, &files[i]);

            if (st != ST_OK)
                return st;
        }
    return ST_OK;
}

/* libpsl answers three times faster from the list's text than from its compiled form. */
static enum status load_suffixes(struct op *op, struct ident_data *data, const struct ident_file *file)
{
    FILE *stream = file->text.n == 0 ? NULL : fmemopen((void *)(uintptr_t)file->text.p, file->text.n, "r");

    if (stream != NULL) {
        data->own_suffixes = psl_load_fp(stream);
        fclose(stream);
    }
    if (data->own_suffixes == NULL || psl_suffix_count(data->own_suffixes) == 0)
        return op_fail(op, ST_INPUT, "%s: this is not a public suffix list", file->path);
    data->suffixes = data->own_suffixes;
    return ST_OK;
}

static enum status find_suffixes(struct op *op, struct ident_data *data, const struct ident_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bytes_start(base_name(files[i].path), BYTES("public_suffix_list.")))
            return load_suffixes(op, data, &files[i]);
    data->suffixes = psl_builtin();
    return data->suffixes == NULL ? op_fail(op, ST_BUG, "there is no public suffix list") : ST_OK;
}

static enum status open_unicode(struct op *op, struct ident_data *data)
{
    const uint32_t idna =
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE;
    UErrorCode error = U_ZERO_ERROR;

    data->idna = uidna_openUTS46(idna, &error);
    data->compose = unorm2_getNFCInstance(&error);
    data->decompose = unorm2_getNFDInstance(&error);
    data->casefold = unorm2_getNFKCCasefoldInstance(&error);
    data->lookalikes = uspoof_open(&error);
    return U_FAILURE(error) ? op_fail(op, ST_BUG, "ICU: %s", u_errorName(error)) : ST_OK;
}

static enum status fill(struct op *op, struct ident_data *data, const struct ident_file *files, size_t count)
{
    enum status st = open_unicode(op, data);

    phone_number_quiet();

    if (st == ST_OK)
        st = find_suffixes(op, data, files, count);
    if (st == ST_OK)
        st = pattern_compile(op, data->arena, &data->patterns, &data->pattern_count);
    for (size_t i = 0; st == ST_OK && i < COUNT_OF(data_files); i++)
        st = read_file(op, data, &data_files[i], files, count);
    return st;
}

enum status ident_data_new(struct op *op, const struct ident_file *files, size_t count, struct ident_data **ret)
{
    struct arena *arena = arena_new(DATA_MOST);
    AUTO(ident_data_free) struct ident_data *data = arena_new_of(arena, struct ident_data);
    enum status st;

    data->arena = arena;
    hub_table_init(&data->hubs, arena);
    map_init(&data->email_folds, arena);
    map_init(&data->letters, arena);
    map_init(&data->legal_forms, arena);
    map_init(&data->places, arena);
    map_init(&data->descriptor_prefixes, arena);
    map_init(&data->mcc_names, arena);
    map_init(&data->wallet_providers, arena);
    map_init(&data->payment_pages, arena);
    map_init(&data->payment_parameters, arena);
    st = fill(op, data, files, count);
    if (st == ST_OK) {
        *ret = data;
        data = NULL;
    }
    return st;
}

void ident_data_free(struct ident_data **data)
{
    struct ident_data *d = *data;

    if (d == NULL)
        return;
    pattern_free(d->patterns, d->pattern_count);
    uspoof_close(d->lookalikes);
    uidna_close(d->idna);
    psl_free(d->own_suffixes);
    *data = NULL;
    arena_free(&(struct arena *){d->arena});
}
