#include "sieve.h"

static bool keeps(const void *profile, struct bytes path)
{
    return profile_keeps_column(profile, path);
}

static bool takes(const void *profile, const struct raw_record *record)
{
    return profile_counts(profile, record);
}

static bool allows(const void *profile, struct bytes path)
{
    return profile_allows_column(profile, path);
}

sieve_field_fn *sieve_fields(const struct profile *profile)
{
    return profile->others_refused ? allows : NULL;
}

enum status sieve_rules(struct op *op, const struct profile *profile, enum format format, struct xml_rules *ret)
{
    if (profile == NULL)
        return op_fail(op, ST_INPUT, "XML needs a partner profile that says where its records stand and what they mean");
    if (profile->format.n > 0 && !bytes_is(profile->format, "xml") && !bytes_is(profile->format, format_name(format)))
        return op_fail(op, ST_INPUT, "the profile expects another format than %s", format_name(format));
    *ret = (struct xml_rules){.keeps = profile->others_dropped ? keeps : NULL, .takes = takes, .arg = profile};
    return ST_OK;
}

enum status sieve_table_rules(struct op *op, const struct profile *profile, enum format format, struct xlsx_rules *ret)
{
    *ret = (struct xlsx_rules){.keeps = NULL};
    if (profile == NULL)
        return ST_OK;
    if (profile->format.n > 0 && !bytes_is(profile->format, format_name(format)))
        return op_fail(op, ST_INPUT, "the profile expects another format than %s", format_name(format));
    *ret = (struct xlsx_rules){.keeps = profile->others_dropped ? keeps : NULL, .takes = takes, .arg = profile};
    return ST_OK;
}
