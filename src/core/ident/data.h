/*
 * data.h: what the parsers know besides the value: public suffixes, hub lists, name tables, compiled patterns.
 *
 * Shape   the files of config/ident/: one entry a line, '#' opens a comment, cells are separated by commas.
 * Memory  everything lives as long as the struct; nothing in it changes after ident_data_new(), so threads may share it.
 * Errors  ST_INPUT names the file, the line and the reason.
 */
#ifndef CORE_IDENT_DATA_H
#define CORE_IDENT_DATA_H

#include <libpsl.h>
#include <unicode/uidna.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>

#include "base/map.h"
#include "core/ident.h"
#include "core/ident/hub.h"
#include "core/ident/pattern.h"

struct ident_data {
    struct arena *arena;
    const psl_ctx_t *suffixes;
    psl_ctx_t *own_suffixes; /* NULL when the library's list is used */
    UIDNA *idna;
    const UNormalizer2 *compose, *decompose, *casefold;
    USpoofChecker *lookalikes;

    struct hub_table hubs;
    struct map email_folds;         /* domain -> struct email_fold */
    struct map letters;             /* one letter -> struct bytes, its Latin spelling */
    struct map legal_forms;         /* folded tokens joined by spaces -> the entry */
    struct map places;              /* folded name of a city -> the entry */
    struct map descriptor_prefixes; /* folded text before the star -> struct bytes, the processor */
    struct map mcc_names;           /* code -> struct bytes, its name */
    struct map wallet_providers;    /* name or other name -> struct wallet_provider */
    struct map payment_pages;       /* "host/start of the path" -> struct bytes, the provider */
    struct map payment_parameters;  /* name in lower case -> struct bytes, the provider or nothing */
    struct pattern *patterns;
    size_t pattern_count;
};

/* The next cell of a line, without spaces around it; BYTES_NONE when there is none. */
struct bytes data_cell(struct bytes *line);

#endif
